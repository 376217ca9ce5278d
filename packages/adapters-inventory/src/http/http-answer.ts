/** What came of one request. Only `answered` says what the service did. */
export type HttpAnswer =
  /** A whole answer in time: its JSON, or undefined when it has no body. */
  | { readonly kind: 'answered'; readonly status: number; readonly body: unknown }
  /** It was not sent, or the service said that it did nothing for now. */
  | { readonly kind: 'not_attempted'; readonly retryAfterMs: number; readonly reason: string }
  /** It may have been done: no answer in time, a broken one, or none that can be read. */
  | { readonly kind: 'unknown'; readonly reason: string };
