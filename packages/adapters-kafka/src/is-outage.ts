import { rootError } from './root-error.js';

/** Not to be repeated, as the client sees it: one call after another, without a pause. */
const outageNames: ReadonlySet<string | undefined> = new Set([
  'KafkaJSGroupCoordinatorNotFound',
  'KafkaJSTimeout',
  'KafkaJSLockTimeout',
]);

/** The client's own error for a connection that it lost track of has no class. */
const lostConnection = 'Broker not connected';

/** What the client calls worth another try, though no time mends it. */
const lastingTypes: ReadonlySet<string | undefined> = new Set(['UNKNOWN_TOPIC_OR_PARTITION']);

/** True when a broker is away, or not ready yet: what ends by itself. A missing topic or right does not. */
export const isOutage = (error: unknown): boolean => {
  const { name, type, retriable, message } = rootError(error);
  if (lastingTypes.has(type)) return false;
  return retriable === true || outageNames.has(name) || message === lostConnection;
};
