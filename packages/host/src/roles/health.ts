import type { OrderRepo } from '@oms/core';
import type { Role } from './role.js';

const answerWithinMs = 2_000;

/** Whether a process gets on: its store answers, and every loop that it is to run is running. */
export class Health {
  isReady = false;
  readonly #orders: Pick<OrderRepo, 'getMany'>;
  readonly #ended = new Set<Role>();

  constructor(orders: Pick<OrderRepo, 'getMany'>) {
    this.#orders = orders;
  }

  /** A loop that was not asked to end has ended. */
  ended(role: Role): void {
    this.#ended.add(role);
  }

  /** What is wrong, in words; nothing when all is well. */
  async check(): Promise<readonly string[]> {
    const loops = [...this.#ended].map((role) => `the ${role} worker has ended`);
    const store = await this.#probe();
    return store === undefined ? loops : [...loops, store];
  }

  async #probe(): Promise<string | undefined> {
    const { promise: late, resolve } = Promise.withResolvers<string>();
    const timer = setTimeout(() => resolve(`the store has not answered within ${answerWithinMs} ms`), answerWithinMs);
    const answered = this.#orders.getMany('health', ['health']).then(
      () => undefined,
      () => 'the store does not answer',
    );
    const problem = await Promise.race([answered, late]);
    clearTimeout(timer);
    return problem;
  }
}
