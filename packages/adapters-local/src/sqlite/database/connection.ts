import { DatabaseSync, type StatementSync } from 'node:sqlite';

export type SqlValue = null | number | string;
export type SqlRow = Record<string, SqlValue>;

/** One connection and its prepared statements, each prepared once. */
export class Connection {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(path: string) {
    // Waiting for a lock inside SQLite would stop the event loop: callers wait outside.
    this.#database = new DatabaseSync(path, { timeout: 0 });
  }

  get isOpen(): boolean {
    return this.#database.isOpen;
  }

  get isTransaction(): boolean {
    return this.#database.isOpen && this.#database.isTransaction;
  }

  /** Runs statements that take no parameters and give no rows. */
  exec(sql: string): void {
    this.#database.exec(sql);
  }

  get<T extends object = SqlRow>(sql: string, ...values: readonly SqlValue[]): T | undefined {
    return this.#prepared(sql).get(...values) as T | undefined;
  }

  all<T extends object = SqlRow>(sql: string, ...values: readonly SqlValue[]): readonly T[] {
    return this.#prepared(sql).all(...values) as unknown as readonly T[];
  }

  /** How many rows were changed. */
  run(sql: string, ...values: readonly SqlValue[]): number {
    return Number(this.#prepared(sql).run(...values).changes);
  }

  /** The number of the row that was inserted. */
  insert(sql: string, ...values: readonly SqlValue[]): number {
    return Number(this.#prepared(sql).run(...values).lastInsertRowid);
  }

  close(): void {
    this.#statements.clear();
    if (this.#database.isOpen) this.#database.close();
  }

  #prepared(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}
