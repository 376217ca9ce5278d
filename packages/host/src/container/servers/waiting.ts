/** What a process that starts waits for. */
export class Waiting {
  #for: string | undefined;
  readonly #say: (text: string) => void;
  readonly #stop: AbortSignal | undefined;

  constructor(say: (text: string) => void, stop?: AbortSignal) {
    this.#say = say;
    this.#stop = stop;
  }

  /** Said once for each thing that it waits for. */
  isFor(what: string | undefined): void {
    if (what !== undefined && what !== this.#for) this.#say(`waiting for ${what}`);
    this.#for = what;
  }

  get what(): string | undefined {
    return this.#for;
  }

  /** The process is to end: there is nothing to wait for any more. */
  get isOver(): boolean {
    return this.#stop?.aborted ?? false;
  }
}
