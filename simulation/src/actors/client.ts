import { isOmsError, type OmsError } from '@oms/core';
import { ConnectionReset } from '../engine/process.js';
import type { Chance } from '../inputs/chance.js';
import type { Service } from '../world/start-process.js';
import type { World } from '../world/world.js';
import type { Fleet } from './fleet.js';

export type Reply<T> =
  | { readonly kind: 'answered'; readonly value: T }
  /** Refused for good. */
  | { readonly kind: 'refused'; readonly error: OmsError };

/** Somebody who asks the API, and asks again until there is an answer. */
export class Client {
  readonly #world: World;
  readonly #fleet: Fleet;
  readonly #chance: Chance;

  constructor(world: World, fleet: Fleet, chance: Chance) {
    this.#world = world;
    this.#fleet = fleet;
    this.#chance = chance;
  }

  async ask<T>(request: (oms: Service['oms']) => Promise<T>): Promise<Reply<T>> {
    for (;;) {
      const reply = await this.#try(request);
      if (reply !== 'again') return reply;
      await this.#world.outside.sleep(this.#chance.integer(200, 20_000));
    }
  }

  async #try<T>(request: (oms: Service['oms']) => Promise<T>): Promise<Reply<T> | 'again'> {
    const api = this.#fleet.anyApi();
    if (api === undefined) return 'again';
    try {
      return { kind: 'answered', value: await api.process.serve(() => request(api.oms)) };
    } catch (error) {
      if (error instanceof ConnectionReset) return 'again';
      if (!isOmsError(error)) throw error;
      const isPassing = error.kind === 'unavailable' || error.kind === 'unknown_outcome';
      return isPassing ? 'again' : { kind: 'refused', error };
    }
  }
}
