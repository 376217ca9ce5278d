import { type Db, MongoClient, type MongoClientOptions } from 'mongodb';
import { reconnectWhenStuck } from './reconnect-when-stuck.js';

export interface ConnectedMongo {
  readonly db: Db;
  close(): Promise<void>;
}

/** How soon a call learns that no server is there. */
const defaults: MongoClientOptions = {
  serverSelectionTimeoutMS: 3_000,
  connectTimeoutMS: 3_000,
  socketTimeoutMS: 20_000,
};

/**
 * Resolves once the server has answered; throws the driver's error, and leaves nothing open, when it does not. Reconnects by
 * itself, also where the driver alone would wait for ever.
 */
export const connectMongo = async (
  url: string,
  database: string,
  options: MongoClientOptions = {},
): Promise<ConnectedMongo> => {
  const client = new MongoClient(url, { ...defaults, ...options });
  const endWatch = reconnectWhenStuck(client);
  const close = async (): Promise<void> => {
    endWatch();
    await client.close();
  };
  const db = client.db(database);
  try {
    await db.command({ ping: 1 });
  } catch (error) {
    await close();
    throw error;
  }
  return { db, close };
};
