import type { Connection } from './connection.js';

/** Small numbers for strings that stand in millions of rows (tenants, bulk orders). A number is never changed. */
export class InternedKeys {
  readonly #known = new Map<string, number>();

  /** What was numbered in a transaction that came to nothing is not numbered. */
  forget(): void {
    this.#known.clear();
  }

  find(connection: Connection, key: string): number | undefined {
    return this.#known.get(key) ?? this.#read(connection, key);
  }

  /** Inside a write. */
  findOrAdd(connection: Connection, key: string): number {
    return (
      this.find(connection, key) ??
      this.#remember(key, connection.insert('INSERT INTO interned_keys (key) VALUES (?)', key))
    );
  }

  #read(connection: Connection, key: string): number | undefined {
    const row = connection.get<{ key_no: number }>('SELECT key_no FROM interned_keys WHERE key = ?', key);
    return row === undefined ? undefined : this.#remember(key, row.key_no);
  }

  #remember(key: string, keyNo: number): number {
    if (this.#known.size >= 10_000) this.#known.clear();
    this.#known.set(key, keyNo);
    return keyNo;
  }
}
