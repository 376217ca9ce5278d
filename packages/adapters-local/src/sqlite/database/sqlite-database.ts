import { OmsError } from '@oms/core';
import type { Checkpointer } from './checkpointer.js';
import type { Connection } from './connection.js';
import { InternedKeys } from './interned-keys.js';
import { translateError } from './translate-error.js';
import { Turns } from './turns.js';
import { WakeUp } from './wake-up.js';
import { whenUnlocked } from './when-unlocked.js';
import { type WriteOperation, WriteQueue } from './write-queue.js';

/** @internal */
export interface Connections {
  /** Sees what is committed, and nothing else. */
  readonly reader: Connection;
  readonly writer: Connection;
  readonly checkpointer: Checkpointer;
  readonly lockTimeoutMs: number;
}

/** A database that is open, for the adapters of this package. Get one from `openDatabase`. */
export class SqliteDatabase {
  /** @internal */
  readonly keys = new InternedKeys();
  /** @internal */
  readonly eventsWakeUp = new WakeUp();
  /** @internal */
  readonly jobsWakeUp = new WakeUp();
  readonly #connections: Connections;
  readonly #writes: WriteQueue;
  readonly #turns = new Turns();
  #isClosing = false;

  /** @internal */
  constructor(connections: Connections) {
    this.#connections = connections;
    this.#writes = new WriteQueue(connections.writer, {
      lockTimeoutMs: connections.lockTimeoutMs,
      onRollback: () => this.keys.forget(),
      afterTransaction: () => connections.checkpointer.afterTransaction(),
    });
  }

  /**
   * Lets the writes that wait be written, then closes. Drain the adapters before: a call after this fails with `unavailable`.
   * Closing again does nothing.
   */
  async close(): Promise<void> {
    this.#isClosing = true;
    await this.#writes.drained();
    await this.#connections.checkpointer.close();
    this.#connections.reader.close();
    this.#connections.writer.close();
  }

  /** @internal Runs one read of committed data; `code` names what is unavailable when it fails. */
  async read<T>(code: string, operation: (connection: Connection) => T): Promise<T> {
    // A read that waits for nothing would let a caller who reads in a loop keep everything else from running.
    await this.#turns.shared();
    this.#assertOpen(code);
    const { reader, lockTimeoutMs } = this.#connections;
    try {
      return await whenUnlocked(() => operation(reader), lockTimeoutMs);
    } catch (error) {
      throw translateError(error, code);
    }
  }

  /** @internal Runs one write, whole or not at all; resolves when it is durable. */
  async write<T>(code: string, operation: WriteOperation<T>): Promise<T> {
    this.#assertOpen(code);
    try {
      return await this.#writes.run(operation);
    } catch (error) {
      throw translateError(error, code);
    }
  }

  #assertOpen(code: string): void {
    if (this.#isClosing) throw new OmsError('unavailable', code, 'The database is closed.');
  }
}
