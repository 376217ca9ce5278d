import { isOmsError, type Oms, type OmsError } from '@oms/core';
import { ConnectionReset } from '../engine/process.js';
import type { Chance } from '../inputs/chance.js';
import type { Surroundings } from './surroundings.js';

export type Reply<T> =
  | { readonly kind: 'answered'; readonly value: T }
  /** Refused for good. */
  | { readonly kind: 'refused'; readonly error: OmsError };

/** Somebody who asks the API, and asks again until there is an answer. */
export class Client {
  readonly #surroundings: Surroundings;
  readonly #chance: Chance;

  constructor(surroundings: Surroundings, chance: Chance) {
    this.#surroundings = surroundings;
    this.#chance = chance;
  }

  async ask<T>(request: (oms: Oms) => Promise<T>): Promise<Reply<T>> {
    for (;;) {
      const reply = await this.#try(request);
      if (reply !== 'again') return reply;
      await this.#surroundings.sleep(this.#chance.integer(200, 20_000));
    }
  }

  async #try<T>(request: (oms: Oms) => Promise<T>): Promise<Reply<T> | 'again'> {
    const api = this.#surroundings.anyApi();
    if (api === undefined) return 'again';
    try {
      return { kind: 'answered', value: await api.serve(() => request(api.oms)) };
    } catch (error) {
      if (error instanceof ConnectionReset) return 'again';
      if (!isOmsError(error)) throw error;
      const isPassing = error.kind === 'unavailable' || error.kind === 'unknown_outcome';
      return isPassing ? 'again' : { kind: 'refused', error };
    }
  }
}
