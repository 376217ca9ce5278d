import { isOmsError, OmsError } from '@oms/core';

/** The client's error as the port's. */
export const translateKafkaError = (error: unknown): unknown => {
  if (isOmsError(error)) return error;
  const why = error instanceof Error ? error.message : String(error);
  return new OmsError('unavailable', 'event_bus_unavailable', `Kafka did not answer: ${why}.`, { cause: error });
};
