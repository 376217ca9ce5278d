import { deepStrictEqual, ok, rejects, strictEqual } from 'node:assert';
import { utf8 } from '../domain/utf8.js';
import { inPieces } from './bytes.js';
import type { ContractCase } from './contract.js';
import { onSubject, onTwoSubjects } from './contract-case.js';
import { brief, briefly, type OpenedRowReader, readAll } from './row-reader-opened.js';

const promises = onSubject<OpenedRowReader>;

const mixed = 'a,b\r\n"x, ""y""",\u{1F4E6}é\r\n\r\n1,"two\r\nlines"\nlast,';
const mixedRows = [
  [1, 'a', 'b'],
  [2, 'x, "y"', '\u{1F4E6}é'],
  [4, '1', 'two\r\nlines'],
  [5, 'last', ''],
];

export const rowReaderCases: readonly ContractCase<OpenedRowReader>[] = [
  onTwoSubjects<OpenedRowReader>(
    { id: 'row_reader.fresh', promise: 'Two fresh subjects share nothing, nor do two files of one.' },
    async ({ subject }, fresh) => {
      const readers = [subject, fresh.subject, subject];
      const files = readers.map((reader, n) => briefly(reader, `a${n},"b\n${n}"\n`.repeat(50), 7));
      const rows = await Promise.all(files);
      for (const [n, own] of rows.entries()) {
        deepStrictEqual(
          own,
          Array.from({ length: 50 }, (_, at) => [at + 1, `a${n}`, `b\n${n}`]),
        );
      }
    },
  ),
  promises(
    {
      id: 'row_reader.records',
      promise: 'Every record, the header included, comes exactly once and in order; an empty one is counted alone.',
    },
    async ({ subject }) => {
      deepStrictEqual(await briefly(subject, mixed), mixedRows);
      deepStrictEqual(await briefly(subject, '\n\r\na\n\n\nb\n\n'), [
        [3, 'a'],
        [6, 'b'],
      ]);
      deepStrictEqual(await briefly(subject, ''), []);
      deepStrictEqual(await briefly(subject, '\n'), []);
    },
  ),
  promises(
    {
      id: 'row_reader.pieces',
      promise: "How the bytes are cut into pieces changes nothing but the batches' sizes.",
    },
    async ({ subject }) => {
      const whole = await readAll(subject, `\u{feff}${mixed}\nbad"quote,1\r\nend,2`);
      for (const pieceBytes of [1, 2, 3, 5, 7]) {
        deepStrictEqual(await readAll(subject, `\u{feff}${mixed}\nbad"quote,1\r\nend,2`, pieceBytes), whole);
      }
      strictEqual(whole.length, 6);
    },
  ),
  promises({ id: 'row_reader.batches', promise: 'Batches hold 1 or more rows.' }, async ({ subject }) => {
    for await (const batch of subject.read(inPieces(`${mixed}\n\n\n\nx\n`, 2))) ok(batch.length >= 1);
  }),
  promises(
    { id: 'row_reader.cells', promise: 'Cells are byte for byte as sent: no trimming, no conversion.' },
    async ({ subject }) => {
      const text = ' a ,\t,0010,1e3,"  q ",=1+1,"",\u00a0,NULL,\u0000\n,,\n';
      deepStrictEqual(await briefly(subject, text), [
        [1, ' a ', '\t', '0010', '1e3', '  q ', '=1+1', '', '\u00a0', 'NULL', '\u0000'],
        [2, '', '', ''],
      ]);
      deepStrictEqual(await briefly(subject, '__proto__,constructor\n'), [[1, '__proto__', 'constructor']]);
    },
  ),
  promises(
    { id: 'row_reader.bom', promise: 'A leading UTF-8 byte-order mark is dropped, and no other.' },
    async ({ subject }) => {
      deepStrictEqual(await briefly(subject, '\u{feff}a,\u{feff}b\n\u{feff}c\n'), [
        [1, 'a', '\u{feff}b'],
        [2, '\u{feff}c'],
      ]);
      deepStrictEqual(await briefly(subject, '\u{feff}"a,b"\n', 1), [[1, 'a,b']]);
    },
  ),
  promises(
    {
      id: 'row_reader.malformed',
      promise: 'A record with a stray quote is one `unreadable` with its raw text, and the reader goes on.',
    },
    async ({ subject }) => {
      const text = 'a,b\n"x"y,1\nok,2\nst"ray,3\nok,4\n';
      const rows = await readAll(subject, text);
      deepStrictEqual(brief(rows), [
        [1, 'a', 'b'],
        [2, 'malformed_row'],
        [3, 'ok', '2'],
        [4, 'malformed_row'],
        [5, 'ok', '4'],
      ]);
      const unreadable = rows.flatMap((row) => (row.kind === 'unreadable' ? [row] : []));
      deepStrictEqual(
        unreadable.map(({ text: raw }) => raw),
        ['"x"y,1', 'st"ray,3'],
      );
      ok(unreadable.every(({ message }) => message.length > 0));
    },
  ),
  promises(
    { id: 'row_reader.unclosed', promise: 'A quote that is never closed is one `unreadable`, and the reader goes on.' },
    async ({ subject, maxRecordBytes }) => {
      const filler = 'fine,1\n'.repeat(Math.ceil(maxRecordBytes / 7) + 10);
      const rows = await briefly(subject, `a,b\n"open,1\n${filler}last,2\n`, 1_000);
      deepStrictEqual(rows[1], [2, 'malformed_row']);
      deepStrictEqual(rows.at(-1)?.slice(1), ['last', '2']);
      strictEqual(rows.filter(([, first]) => first === 'malformed_row').length, 1);
      deepStrictEqual((await briefly(subject, 'a\n"open')).at(-1), [2, 'malformed_row']);
    },
  ),
  promises(
    {
      id: 'row_reader.too_long',
      promise:
        'A record over the size limit is one `unreadable`, its text cut at 1,024 characters; the reader goes on.',
    },
    async ({ subject, maxRecordBytes }) => {
      const long = 'é'.repeat(maxRecordBytes);
      const rows = await readAll(subject, `a\n${long}\nb\n${long}`, 1_000);
      deepStrictEqual(brief(rows), [
        [1, 'a'],
        [2, 'record_too_long'],
        [3, 'b'],
        [4, 'record_too_long'],
      ]);
      for (const row of rows) {
        if (row.kind === 'unreadable') ok(row.text.length <= 1_024 && row.text.length > 0 && long.startsWith(row.text));
      }
      const fits = 'x'.repeat(maxRecordBytes - 10);
      deepStrictEqual(await briefly(subject, `${fits}\n"${fits}"\n`), [
        [1, fits],
        [2, fits],
      ]);
    },
  ),
  promises(
    {
      id: 'row_reader.not_utf8',
      promise:
        'Bytes that are not UTF-8 fail with invalid / not_utf8 naming the row, after all before it was handed out.',
    },
    async ({ subject }) => {
      const bytes = utf8('a,b\nc,d\n\ne,#f\ng,h\n');
      bytes[bytes.indexOf(35)] = 0xff;
      for (const pieceBytes of [1, 4, 1_000]) {
        const seen: (readonly (number | string)[])[] = [];
        const read = async () => {
          for await (const batch of subject.read(inPieces(bytes, pieceBytes))) seen.push(...brief(batch));
        };
        await rejects(read(), (error: { kind?: string; code?: string; message: string }) => {
          deepStrictEqual([error.kind, error.code], ['invalid', 'not_utf8']);
          return /\b4\b/.test(error.message);
        });
        deepStrictEqual(seen, [
          [1, 'a', 'b'],
          [2, 'c', 'd'],
        ]);
      }
    },
  ),
  promises(
    {
      id: 'row_reader.not_utf8.end',
      promise: 'A character that is cut off at the end of the file is not UTF-8.',
    },
    async ({ subject }) => {
      const bytes = utf8('a\nbé').slice(0, -1);
      await rejects(readAll(subject, bytes), { kind: 'invalid', code: 'not_utf8' });
    },
  ),
];
