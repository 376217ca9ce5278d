/** What a source of bytes threw, told apart from what the disk throws. */
export class SourceFailure extends Error {
  constructor(cause: unknown) {
    super('The source failed.', { cause });
  }

  /** The same bytes; what their source throws comes wrapped. */
  static async *marking(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    try {
      yield* bytes;
    } catch (error) {
      throw new SourceFailure(error);
    }
  }
}
