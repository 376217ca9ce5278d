import { isOmsError, type OmsError } from '@oms/core';
import { ConnectionReset } from '../engine/process.js';
import type { Chance } from '../inputs/chance.js';
import type { Service } from '../world/start-process.js';
import type { World } from '../world/world.js';

export type Reply<T> =
  | { readonly kind: 'answered'; readonly value: T }
  /** Refused for good. */
  | { readonly kind: 'refused'; readonly error: OmsError };

/** Where requests go. */
export interface Apis {
  /** A process that is up, if any. */
  anyApi(): Service | undefined;
  /** Asks a process to stop, as SIGTERM does; it is started again once it has. */
  stop(name: string): void;
}

/** Somebody who asks the API, and asks again until there is an answer. */
export class Client {
  readonly #world: World;
  readonly #apis: Apis;
  readonly #chance: Chance;

  constructor(world: World, apis: Apis, chance: Chance) {
    this.#world = world;
    this.#apis = apis;
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
    const api = this.#apis.anyApi();
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
