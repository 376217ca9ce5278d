import type { EpochMs } from '@oms/core';

/** What happened, as a hash that two runs of one seed share, and in words when they are asked for. */
export class Trace {
  readonly #lines: string[] | undefined;
  #low = 0x811c9dc5;
  #high = 0x1b873593;

  constructor(options: { readonly keepsLines: boolean }) {
    this.#lines = options.keepsLines ? [] : undefined;
  }

  get hash(): string {
    return [this.#high, this.#low].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
  }

  get lines(): readonly string[] {
    return this.#lines ?? [];
  }

  step(at: EpochMs, who: string, what: string): void {
    this.#add(`${at} ${who} ${what}`);
  }

  /** A fault, or what an actor does: a line that a person wants to read. */
  note(at: EpochMs, who: string, what: string): void {
    this.#add(`${at} ${who} ${what}`);
    this.#lines?.push(lineOf(at, who, what));
  }

  /** For people alone: no part of the hash. */
  detail(at: EpochMs, who: string, what: () => string | undefined): void {
    const text = this.#lines === undefined ? undefined : what();
    if (text !== undefined) this.#lines?.push(lineOf(at, who, text));
  }

  /** FNV-1a, twice over with different starts. */
  #add(text: string): void {
    let low = this.#low;
    let high = this.#high;
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      low = Math.imul(low ^ code, 0x01000193);
      high = Math.imul(high ^ code, 0x85ebca6b);
    }
    this.#low = low;
    this.#high = high;
  }
}

const lineOf = (at: EpochMs, who: string, what: string): string =>
  `${new Date(at).toISOString().slice(11, 23)}  ${who.padEnd(9)}  ${what}`;
