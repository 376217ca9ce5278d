import type { ServerName } from './containers.js';

/** True where a stand-in speaks the protocol of the server: what is a matter of the server itself does not show there. */
export const isStandIn = (name: ServerName): boolean =>
  name === 'mongo' && process.env.OMS_TEST_MONGO_IS_STAND_IN === '1';

/** A server as the title of a test names it. */
export const titleOf = (name: ServerName): string => (isStandIn(name) ? `${name} (a stand-in for it)` : name);
