import type { Producer } from 'kafkajs';

/**
 * Mends the one producer of a process. A connection that broke between its opening and the first answer leaves the client
 * with a broker that is connected and cannot be used, for ever; it says so with an error that is none of its own kinds.
 */
export class ProducerLink {
  readonly #producer: Producer;
  #mending: Promise<void> | undefined;

  constructor(producer: Producer) {
    this.#producer = producer;
  }

  /** Connects anew, once for all who ask at the same time, when the error is of that kind. */
  async mend(error: unknown): Promise<void> {
    if (error instanceof Error && error.name.startsWith('KafkaJS')) return;
    this.#mending ??= this.#reconnect().finally(() => {
      this.#mending = undefined;
    });
    await this.#mending;
  }

  async #reconnect(): Promise<void> {
    try {
      await this.#producer.disconnect();
      await this.#producer.connect();
    } catch {
      // The next send connects, or fails as this one did.
    }
  }
}
