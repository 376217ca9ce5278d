import { translateKafkaError } from './translate-kafka-error.js';

/** A call whose errors are those of the port. */
export const translated = async <T>(call: () => Promise<T>): Promise<T> => {
  try {
    return await call();
  } catch (error) {
    throw translateKafkaError(error);
  }
};
