/** Whoever asked has hung up in the middle of their request: nobody is left to be answered, and nothing went wrong here. */
export class CallerGone extends Error {
  constructor(cause: unknown) {
    super('The caller hung up.', { cause });
  }
}
