import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Connection } from './connection.js';

/** What is left to copy, in pages, before the thread is asked to: a page that was written often by then is copied once. */
const pagesToCopy = 4_000;
/** A log of so many pages is begun anew, which takes that all of it is copied. */
const pagesOfLog = 8_000;
/** As many are copied here without keeping the event loop for long. */
const pagesAtOnce = 1_000;

/** An older SQLite takes the question how long the log is for an order to copy it; then it is left to whoever commits. */
const [major = 0, minor = 0] = (process.versions.sqlite ?? '').split('.').map(Number);
const canAskForSize = major > 3 || (major === 3 && minor >= 51);

interface LogSize {
  readonly log: number;
  readonly checkpointed: number;
}

/**
 * Keeps the write-ahead log short without keeping the event loop: a thread copies the log into the file while others write, and
 * the little that was written meanwhile is copied between two transactions, so that the log can begin anew.
 */
export class Checkpointer {
  readonly #path: string;
  readonly #writer: Connection;
  #thread: Worker | undefined;
  #isCopying = false;

  constructor(path: string, writer: Connection) {
    this.#path = path;
    this.#writer = writer;
  }

  /** Between two transactions of the writer; never throws. */
  afterTransaction(): void {
    if (this.#isCopying || !canAskForSize) return;
    try {
      this.#shorten();
    } catch {
      // What could not be copied stays in the log, and whoever writes next learns what is wrong with the disk.
    }
  }

  /** Resolves when the thread has closed the file. */
  async close(): Promise<void> {
    const thread = this.#thread;
    if (thread === undefined) return;
    const ended = new Promise((resolve) => thread.once('exit', resolve));
    thread.ref();
    thread.postMessage('close');
    await ended;
  }

  #shorten(): void {
    const size = this.#writer.get<LogSize>('PRAGMA wal_checkpoint(NOOP)');
    if (size === undefined) return;
    const { log, checkpointed } = size;
    const left = log - checkpointed;
    if (left > pagesToCopy || (log > pagesOfLog && left > pagesAtOnce)) this.#copyInThread();
    else if (log > pagesOfLog && left > 0) this.#writer.exec('PRAGMA wal_checkpoint(PASSIVE)');
  }

  #copyInThread(): void {
    this.#isCopying = true;
    this.#thread ??= this.#start();
    this.#thread.postMessage('copy');
  }

  #start(): Worker {
    const file = new URL(`./checkpoint-thread${extname(import.meta.url)}`, import.meta.url);
    const resourceLimits = { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 2 };
    const thread = new Worker(file, { workerData: this.#path, resourceLimits, execArgv: [] });
    thread.unref();
    thread.on('message', () => {
      this.#isCopying = false;
    });
    // Without it the log is copied by whoever commits: see `wal_autocheckpoint`.
    thread.on('error', () => {
      this.#thread = undefined;
    });
    return thread;
  }
}
