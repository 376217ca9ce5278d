import type { OrderRepo } from '@oms/core';
import type { KeyFile } from '../keys/key-file.js';
import type { Progress } from '../observe/progress.js';
import type { Role } from './role.js';

const answerWithinMs = 2_000;

/** Whether a process gets on: its store answers, and every loop that it is to run is running and moves. */
export class Health {
  isReady = false;
  /** Unknown until the process has reached it. */
  orders: Pick<OrderRepo, 'getMany'> | undefined;
  /** What lets people in, where it is a file. */
  keys: Pick<KeyFile, 'read'> | undefined;
  readonly #ended = new Set<Role>();

  readonly #progress: Pick<Progress, 'stalled'>;

  constructor(progress: Pick<Progress, 'stalled'>) {
    this.#progress = progress;
  }

  /** A loop that was not asked to end has ended. */
  ended(role: Role): void {
    this.#ended.add(role);
  }

  /** What is wrong, in words; nothing when all is well. */
  async check(): Promise<readonly string[]> {
    const loops = [
      ...[...this.#ended].map((role) => `the ${role} worker has ended`),
      ...this.#progress.stalled().map((worker) => `the ${worker} worker makes no progress`),
    ];
    const store = await this.#probe();
    return store === undefined ? loops : [...loops, store];
  }

  /** What keeps it from serving: the same, and keys that nobody can be let in by. */
  async readiness(): Promise<readonly string[]> {
    const problems = await this.check();
    const areKeysRead = await this.keys?.read().then(
      () => true,
      () => false,
    );
    return areKeysRead === false ? [...problems, 'the API keys cannot be read'] : problems;
  }

  async #probe(): Promise<string | undefined> {
    if (this.orders === undefined) return undefined;
    const { promise: late, resolve } = Promise.withResolvers<string>();
    const timer = setTimeout(() => resolve(`the store has not answered within ${answerWithinMs} ms`), answerWithinMs);
    const answered = this.orders.getMany('health', ['health']).then(
      () => undefined,
      () => 'the store does not answer',
    );
    const problem = await Promise.race([answered, late]);
    clearTimeout(timer);
    return problem;
  }
}
