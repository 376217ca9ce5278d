const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const quote = 0x22;
const comma = 0x2c;

/** Where one record stands in the bytes that were split. */
export interface RecordSpan {
  readonly row: number;
  readonly start: number;
  /** Without its line end. */
  readonly end: number;
  /** `plain`: without any quote. `skipped`: too long; the span holds its beginning alone. */
  readonly kind: 'plain' | 'quoted' | 'malformed' | 'skipped';
}

export interface Split {
  readonly bytes: Uint8Array;
  readonly spans: readonly RecordSpan[];
}

/**
 * Cuts bytes into the records of RFC 4180, in bounded memory and linear time.
 *
 * A record ends at LF or CRLF outside quotes. A quote inside an unquoted cell, or anything but a separator after a closing
 * quote, makes the record malformed, and so does a quote that is not closed within the size limit: then the record ends
 * with its first line, so that one broken quote costs one line. A longer line is skipped to its end.
 */
export class RecordSplitter {
  readonly #maxBytes: number;
  #rest: Uint8Array = new Uint8Array(0);
  #row = 0;
  /** The rest is the beginning of a line that is too long, and its end is still to come. */
  #isSkipping = false;
  /** No quote stands between the place that was asked and this one: keeps the search for quotes linear. */
  #nextQuote = -1;
  /** From where that quote was looked for: a look from before it, after a broken record, has to begin anew. */
  #askedFrom = 0;
  #isEnd = false;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** The row that the next record would have. */
  get nextRow(): number {
    return this.#row + 1;
  }

  /** The records that this piece completes; empty ones are counted and left out. */
  push(piece: Uint8Array, isEnd: boolean): Split {
    this.#isEnd = isEnd;
    const bytes = this.#withRest(piece);
    this.#nextQuote = -1;
    this.#askedFrom = 0;
    const spans: RecordSpan[] = [];
    let at = 0;
    while (at < bytes.length) {
      const next = this.#take(bytes, at, spans);
      if (next === -1) break;
      at = next;
    }
    if (bytes !== this.#rest) this.#rest = bytes.slice(at, this.#isSkipping ? at + this.#maxBytes + 1 : undefined);
    return { bytes, spans };
  }

  #withRest(piece: Uint8Array): Uint8Array {
    if (this.#rest.length === 0) return piece;
    if (!this.#isSkipping) return joined(this.#rest, piece);
    const lineEnd = piece.indexOf(lineFeed);
    if (lineEnd !== -1) return joined(this.#rest, piece.subarray(lineEnd));
    return this.#rest;
  }

  /** Adds the record at `at`; returns where the next begins, or -1 when more bytes are needed to tell. */
  #take(bytes: Uint8Array, at: number, spans: RecordSpan[]): number {
    const lineEnd = bytes.indexOf(lineFeed, at);
    if (this.#isSkipping) return this.#takeLine(bytes, { at, lineEnd, kind: 'plain' }, spans);
    const quoteAt = this.#findQuote(bytes, at);
    if (quoteAt === bytes.length || (lineEnd !== -1 && quoteAt > lineEnd))
      return this.#takeLine(bytes, { at, lineEnd, kind: 'plain' }, spans);
    const end = this.#quotedEnd(bytes, at);
    if (end === -1) return -1;
    if (end < -1) return this.#takeLine(bytes, { at, lineEnd, kind: 'malformed' }, spans);
    this.#add(bytes, { start: at, end, kind: 'quoted' }, spans);
    return end + 1;
  }

  #takeLine(
    bytes: Uint8Array,
    line: { at: number; lineEnd: number; kind: 'plain' | 'malformed' },
    spans: RecordSpan[],
  ): number {
    const { at, lineEnd, kind } = line;
    const end = lineEnd === -1 ? bytes.length : lineEnd;
    const isTooLong = end - at > this.#maxBytes;
    const isUnended = lineEnd === -1 && !this.#isEnd;
    this.#isSkipping = isUnended && isTooLong;
    if (isUnended) return -1;
    const shown = isTooLong ? at + this.#maxBytes : end;
    this.#add(bytes, { start: at, end: shown, kind: isTooLong ? 'skipped' : kind }, spans);
    return Math.min(end + 1, bytes.length);
  }

  #add(bytes: Uint8Array, { start, end, kind }: Omit<RecordSpan, 'row'>, spans: RecordSpan[]): void {
    this.#row += 1;
    const trimmed = end > start && bytes[end - 1] === carriageReturn ? end - 1 : end;
    if (trimmed > start) spans.push({ row: this.#row, start, end: trimmed, kind });
  }

  /** The end of a record with quotes; -1: more bytes are needed; -2: malformed. */
  #quotedEnd(bytes: Uint8Array, start: number): number {
    let end = this.#cellEnd(bytes, start, start);
    while (end >= 0 && end < bytes.length && bytes[end] === comma) end = this.#cellEnd(bytes, start, end + 1);
    return end === bytes.length && !this.#isEnd ? -1 : end;
  }

  #cellEnd(bytes: Uint8Array, start: number, at: number): number {
    const end = bytes[at] === quote ? this.#closedCell(bytes, { start, open: at }) : this.#bareCell(bytes, at);
    return end - start > this.#maxBytes ? -2 : end;
  }

  /** Where an unquoted cell ends: at its comma or line end. */
  #bareCell(bytes: Uint8Array, start: number): number {
    for (let at = start; at < bytes.length; at += 1) {
      const byte = bytes[at];
      if (byte === comma || byte === lineFeed) return at;
      if (byte === quote) return -2;
    }
    return bytes.length;
  }

  /** Where a quoted cell ends: after its closing quote, at a comma or line end. */
  #closedCell(bytes: Uint8Array, { start, open }: { start: number; open: number }): number {
    let at = open + 1;
    for (;;) {
      const close = this.#findQuote(bytes, at);
      if (close - start > this.#maxBytes) return -2;
      if (close >= bytes.length - 1) return this.#undecided(bytes, close);
      if (bytes[close + 1] === quote) {
        at = close + 2;
        continue;
      }
      return this.#afterQuote(bytes, close + 1);
    }
  }

  #undecided(bytes: Uint8Array, close: number): number {
    if (!this.#isEnd) return -1;
    return close === bytes.length ? -2 : bytes.length;
  }

  #afterQuote(bytes: Uint8Array, at: number): number {
    if (bytes[at] === comma || bytes[at] === lineFeed) return at;
    if (bytes[at] !== carriageReturn) return -2;
    if (at + 1 === bytes.length) return this.#isEnd ? bytes.length : -1;
    return bytes[at + 1] === lineFeed ? at + 1 : -2;
  }

  /** The first quote at or after a place; the length when there is none. */
  #findQuote(bytes: Uint8Array, from: number): number {
    if (this.#nextQuote < from || from < this.#askedFrom) {
      const found = bytes.indexOf(quote, from);
      this.#askedFrom = from;
      this.#nextQuote = found === -1 ? bytes.length : found;
    }
    return this.#nextQuote;
  }
}

export const joined = (head: Uint8Array, tail: Uint8Array): Uint8Array => {
  const bytes = new Uint8Array(head.length + tail.length);
  bytes.set(head);
  bytes.set(tail, head.length);
  return bytes;
};
