import { refuse } from '../../edge/http-problem.js';

/** Requests with an Idempotency-Key that this process is at work on: a second one with the key is refused meanwhile. */
export class InFlight {
  readonly #names = new Set<string>();

  async once<T>([tenantId, key]: readonly [string, string | undefined], work: () => Promise<T>): Promise<T> {
    if (key === undefined) return work();
    const name = JSON.stringify([tenantId, key]);
    if (this.#names.has(name))
      throw refuse(409, 'request_in_flight', 'A request with this Idempotency-Key is at work.');
    this.#names.add(name);
    try {
      return await work();
    } finally {
      this.#names.delete(name);
    }
  }
}
