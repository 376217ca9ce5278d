import { readFile, writeFile } from 'node:fs/promises';
import type { Finding } from './run-many.js';

interface Entry {
  readonly seed: number;
  /** What it found when it was new. */
  readonly found: string;
}

const path = new URL('../corpus.json', import.meta.url);

/** Seeds that found something once: replayed before any other. */
export class Corpus {
  readonly #entries: readonly Entry[];

  private constructor(entries: readonly Entry[]) {
    this.#entries = entries;
  }

  static async open(): Promise<Corpus> {
    return new Corpus(JSON.parse(await readFile(path, 'utf8')) as readonly Entry[]);
  }

  get seeds(): readonly number[] {
    return this.#entries.map(({ seed }) => seed);
  }

  /** Keeps a finding, for the commit that mends it. */
  async add({ seed, message }: Finding): Promise<void> {
    if (this.seeds.includes(seed)) return;
    const entries = [...this.#entries, { seed, found: message }];
    await writeFile(path, `${JSON.stringify(entries, null, 2)}\n`);
  }
}
