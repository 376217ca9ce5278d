import type { Connection } from './connection.js';
import { faultOf } from './driver-error.js';
import { nextTurn } from './next-turn.js';
import { sleep } from './sleep.js';
import { Turns } from './turns.js';
import { whenUnlocked } from './when-unlocked.js';

/** May run twice, when another write of its transaction failed: it changes nothing but the database. */
export type WriteOperation<T> = (connection: Connection) => T;

interface Write {
  readonly operation: WriteOperation<unknown>;
  readonly resolve: (value: never) => void;
  readonly reject: (error: unknown) => void;
}

interface Ran {
  readonly write: Write;
  readonly value: unknown;
}

export interface WriteQueueOptions {
  readonly lockTimeoutMs: number;
  /** Called when what a transaction did is undone. */
  readonly onRollback: () => void;
  /** Called between two transactions. */
  readonly afterTransaction: () => void;
}

/** A transaction takes no further write after this. */
const transactionMs = 100;
/** A transaction longer than this may have kept another process waiting. */
const longMs = 16;

/**
 * Group commit: writes that wait at the same time share one transaction, and one write to the disk. Each resolves after the
 * commit. One that throws fails alone; when the disk or the file fails, all of the transaction fail.
 */
export class WriteQueue {
  readonly #connection: Connection;
  readonly #options: WriteQueueOptions;
  readonly #waiting: Write[] = [];
  readonly #turns = new Turns();
  #draining: Promise<void> | undefined;

  constructor(connection: Connection, options: WriteQueueOptions) {
    this.#connection = connection;
    this.#options = options;
  }

  run<T>(operation: WriteOperation<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ operation, resolve, reject });
      this.#draining ??= this.#drain();
    });
  }

  /** Resolves when nothing waits. */
  async drained(): Promise<void> {
    await this.#draining;
  }

  async #drain(): Promise<void> {
    await nextTurn();
    while (this.#waiting.length > 0) {
      const startedAt = performance.now();
      await this.#transaction();
      this.#options.afterTransaction();
      // A long transaction leaves a gap in which another process gets the lock.
      await (performance.now() - startedAt > longMs ? sleep(1) : nextTurn());
    }
    this.#draining = undefined;
  }

  async #transaction(): Promise<void> {
    const ran: Ran[] = [];
    try {
      await whenUnlocked(() => this.#connection.exec('BEGIN IMMEDIATE'), this.#options.lockTimeoutMs);
      await this.#runWaiting(ran);
      if (this.#connection.isTransaction) this.#connection.exec('COMMIT');
    } catch (error) {
      this.#rollback();
      const failed = ran.length > 0 ? ran.map(({ write }) => write) : this.#waiting.splice(0);
      for (const { reject } of failed) reject(error);
      return;
    }
    for (const { write, value } of ran) write.resolve(value as never);
  }

  async #runWaiting(ran: Ran[]): Promise<void> {
    const startedAt = performance.now();
    for (let write = this.#waiting.shift(); write !== undefined; write = this.#waiting.shift()) {
      if (!this.#runOne(write, ran)) return;
      if (performance.now() - startedAt > transactionMs) return;
      await this.#turns.shared();
    }
  }

  /** False when the transaction was given up for the sake of the writes that did not fail. */
  #runOne(write: Write, ran: Ran[]): boolean {
    try {
      ran.push({ write, value: write.operation(this.#connection) });
      return true;
    } catch (error) {
      if (faultOf(error) !== undefined) {
        ran.push({ write, value: undefined });
        throw error;
      }
      this.#rollback();
      this.#waiting.unshift(...ran.splice(0).map((other) => other.write));
      write.reject(error);
      return false;
    }
  }

  #rollback(): void {
    this.#options.onRollback();
    if (this.#connection.isTransaction) this.#connection.exec('ROLLBACK');
  }
}
