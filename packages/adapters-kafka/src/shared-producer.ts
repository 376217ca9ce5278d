import type { Producer } from 'kafkajs';

/** What sends: the part of the client's producer that is needed here. */
export type SendingProducer = Pick<Producer, 'send' | 'sendBatch' | 'connect' | 'disconnect'>;

/** One failure may be of its own; what fails twice with no success in between is taken for a producer that is broken. */
const mostFailures = 2;

/**
 * The one producer of a process. An answer that was cut off, or slow in coming, while it connected leaves the client's producer
 * with a connection that it holds for good and cannot use, for ever: such a one is followed by a new one.
 */
export class SharedProducer {
  readonly #open: () => SendingProducer;
  #current: SendingProducer;
  #failures = 0;
  #isClosed = false;
  #replacing: Promise<void> | undefined;

  private constructor(open: () => SendingProducer, current: SendingProducer) {
    this.#open = open;
    this.#current = current;
  }

  /** Takes what makes a producer that was never used; resolves when the first one has connected, else throws as the client does. */
  static async connect(open: () => SendingProducer): Promise<SharedProducer> {
    return new SharedProducer(open, await connected(open()));
  }

  /** Fails as the client fails. */
  async send<T>(work: (producer: SendingProducer) => Promise<T>): Promise<T> {
    const producer = this.#current;
    try {
      const result = await work(producer);
      this.#failures = 0;
      return result;
    } catch (error) {
      if (producer === this.#current) this.#failures += 1;
      if (this.#failures >= mostFailures) this.#replace();
      throw error;
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#replacing;
    await this.#current.disconnect();
  }

  /** Once for all who ask at the same time; when there is no broker, the next send that fails tries again. */
  #replace(): void {
    if (this.#isClosed) return;
    this.#replacing ??= this.#connectAnew()
      .catch(() => undefined)
      .finally(() => {
        this.#replacing = undefined;
      });
  }

  async #connectAnew(): Promise<void> {
    const broken = this.#current;
    this.#current = await connected(this.#open());
    this.#failures = 0;
    await broken.disconnect();
  }
}

const connected = async (producer: SendingProducer): Promise<SendingProducer> => {
  try {
    await producer.connect();
    return producer;
  } catch (error) {
    await producer.disconnect().catch(() => undefined);
    throw error;
  }
};
