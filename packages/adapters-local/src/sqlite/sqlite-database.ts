import type { DatabaseSync, SQLInputValue, SQLOutputValue } from 'node:sqlite';
import { isBusy, translateError } from './sqlite-error.js';

type Row = Record<string, SQLOutputValue>;

interface Write {
  readonly run: () => unknown;
  readonly resolve: (value: never) => void;
  readonly reject: (error: unknown) => void;
}

const giveUpAfterMs = 30_000;
const writesPerCommit = 200;

/**
 * One connected database file, shared by the adapters of a process.
 *
 * Writes that are asked for while one is being made share its commit and its fsync; each of them is undone alone when it
 * fails. A lock that another process holds is waited for without blocking, for up to 30 s.
 */
export class SqliteDatabase {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, ReturnType<DatabaseSync['prepare']>>();
  readonly #listeners = new Map<string, Set<() => void>>();
  #queue: Write[] = [];
  #flushing: Promise<void> | undefined;

  /** @internal */
  constructor(db: DatabaseSync) {
    this.#db = db;
  }

  /** Runs a change in a transaction; resolves when it is durable. It may run again when the lock is lost. */
  write<T>(run: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#queue.push({ run, resolve: resolve as Write['resolve'], reject });
      this.#flushing ??= this.#flush();
    });
  }

  all(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#guarded(() => this.#prepared(sql).all(...values));
  }

  get(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.#guarded(() => this.#prepared(sql).get(...values));
  }

  /** How many rows were changed. */
  run(sql: string, ...values: SQLInputValue[]): number {
    return this.#guarded(() => Number(this.#prepared(sql).run(...values).changes));
  }

  /** The row id of the row that was inserted. */
  insert(sql: string, ...values: SQLInputValue[]): number {
    return this.#guarded(() => Number(this.#prepared(sql).run(...values).lastInsertRowid));
  }

  /** Wakes those of this process who wait for news on a topic. */
  notify(topic: string): void {
    for (const listener of [...(this.#listeners.get(topic) ?? [])]) listener();
  }

  /** Resolves at the next news on a topic, after `ms`, or when `stop` is aborted. */
  news(
    topic: string,
    ms: number,
    stop: { readonly aborted: boolean } & Pick<AbortSignal, 'addEventListener' | 'removeEventListener'>,
  ): Promise<void> {
    if (stop.aborted) return Promise.resolve();
    const listeners = this.#listeners.get(topic) ?? new Set();
    this.#listeners.set(topic, listeners);
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        listeners.delete(wake);
        stop.removeEventListener('abort', wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      listeners.add(wake);
      stop.addEventListener('abort', wake, { once: true });
    });
  }

  /** Waits for the writes under way, then closes the file. */
  async close(): Promise<void> {
    await this.#flushing;
    this.#statements.clear();
    if (this.#db.isOpen) this.#db.close();
  }

  #prepared(sql: string): ReturnType<DatabaseSync['prepare']> {
    const found = this.#statements.get(sql) ?? this.#db.prepare(sql);
    this.#statements.set(sql, found);
    return found;
  }

  #guarded<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      throw translateError(error);
    }
  }

  async #flush(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#queue.length > 0) {
      const writes = this.#queue.splice(0, writesPerCommit);
      try {
        await this.#begin();
        this.#commit(writes);
      } catch (error) {
        for (const write of writes) write.reject(translateError(error));
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.#flushing = undefined;
  }

  async #begin(): Promise<void> {
    const deadline = performance.now() + giveUpAfterMs;
    for (;;) {
      try {
        this.#db.exec('BEGIN IMMEDIATE');
        return;
      } catch (error) {
        if (!isBusy(error) || performance.now() > deadline) throw error;
        await new Promise((resolve) => setTimeout(resolve, 1 + Math.random() * 9));
      }
    }
  }

  #commit(writes: readonly Write[]): void {
    const settled: (() => void)[] = [];
    try {
      for (const write of writes) settled.push(this.#attempt(write, writes.length > 1));
      this.#db.exec('COMMIT');
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      throw error;
    }
    for (const settle of settled) settle();
  }

  /** Runs one of the writes of a transaction; what it threw is told after the commit of the others. */
  #attempt({ run, resolve, reject }: Write, isShared: boolean): () => void {
    if (!isShared) {
      const value = run();
      return () => resolve(value as never);
    }
    this.#db.exec('SAVEPOINT one');
    try {
      const value = run();
      this.#db.exec('RELEASE one');
      return () => resolve(value as never);
    } catch (error) {
      if (!this.#db.isTransaction) throw error;
      this.#db.exec('ROLLBACK TO one; RELEASE one');
      return () => reject(translateError(error));
    }
  }
}
