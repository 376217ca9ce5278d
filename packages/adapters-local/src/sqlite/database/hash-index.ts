import type { Connection } from './connection.js';

/** Entries that are kept apart until they are merged in one ordered sweep. */
const mostRecent = 32_768;
const countEvery = 4_096;

/**
 * From the hash of a key to row numbers, in two tables: hashes come in random order, and one write into a large index for
 * each would touch nearly as many pages as there are rows. A small table takes them up, and is merged into the large one in
 * the order of the hashes, so that the cost of a row hardly grows with their number.
 */
export class HashIndex {
  readonly #find: string;
  readonly #add: string;
  readonly #count: string;
  readonly #merge: readonly string[];
  #addedSinceCount = 0;

  constructor(table: string) {
    const recent = `${table}_recent`;
    this.#find = [recent, table].map((name) => `SELECT row_no FROM ${name} WHERE key_hash = ?1`).join(' UNION ALL ');
    this.#add = `INSERT INTO ${recent} (key_hash, row_no) VALUES (?, ?)`;
    this.#count = `SELECT count(*) AS count FROM ${recent}`;
    this.#merge = [
      `INSERT INTO ${table} (key_hash, row_no) SELECT key_hash, row_no FROM ${recent} ORDER BY key_hash, row_no`,
      `DELETE FROM ${recent}`,
    ];
  }

  /** What `read` makes of the first row with this hash that it does not refuse with undefined. */
  find<T>(connection: Connection, keyHash: number, read: (rowNo: number) => T | undefined): T | undefined {
    for (const { row_no } of connection.all<{ row_no: number }>(this.#find, keyHash)) {
      const found = read(row_no);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** Inside a write. */
  add(connection: Connection, keyHash: number, rowNo: number): void {
    connection.run(this.#add, keyHash, rowNo);
    this.#addedSinceCount += 1;
    if (this.#addedSinceCount < countEvery) return;
    this.#addedSinceCount = 0;
    const { count } = connection.get<{ count: number }>(this.#count) as { count: number };
    if (count < mostRecent) return;
    for (const sql of this.#merge) connection.run(sql);
  }
}
