import type { Collection, Db, Document } from 'mongodb';

export interface MongoRepoOptions {
  /** Longest time that one call takes, its repetitions included, in milliseconds; default 10,000. */
  readonly timeoutMs?: number;
}

export const defaultTimeoutMs = 10_000;

/** Writes are durable on a majority before they resolve, and reads see nothing that could be rolled back. */
export const openCollection = <T extends Document>(db: Db, name: string): Collection<T> =>
  db.collection<T>(name, {
    writeConcern: { w: 'majority' },
    readConcern: { level: 'majority' },
    readPreference: 'primary',
    ignoreUndefined: true,
  });
