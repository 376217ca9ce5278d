import { deepStrictEqual, ok, rejects, strictEqual } from 'node:assert';
import type { Rejection } from '../domain/rejection.js';
import type { RejectionWriter } from '../ports/rejection-writer.js';
import { aRejection } from './bulk-fixtures.js';
import { gatheredText } from './bytes.js';
import type { Contract, Opened } from './contract.js';
import { onSubject, onTwoSubjects } from './contract-case.js';

/** What a harness opens for the cases of RejectionWriter. */
export type OpenedRejectionWriter = Opened<RejectionWriter>;

const promises = onSubject<OpenedRejectionWriter>;
const header = ['order_id', 'Sku ID*', 'quantity'];
const added = 'rejected_row,rejected_column,rejected_code,rejected_message';
const short = { column: 'quantity', code: 'invalid_quantity', message: 'no' } as const;

async function* batches(...all: readonly (readonly Rejection[])[]): AsyncGenerator<readonly Rejection[]> {
  yield* all;
}

const written = (writer: RejectionWriter, ...all: readonly (readonly Rejection[])[]): Promise<string> =>
  gatheredText(writer.write(header, batches(...all)));

const rowOf = (row: number, cells: readonly string[], parts: Partial<Rejection> = {}): Rejection =>
  aRejection(row, { ...short, cells, ...parts });

/** Every promise of RejectionWriter. */
export const rejectionWriterContract: Contract<OpenedRejectionWriter> = {
  port: 'RejectionWriter',
  cases: [
    onTwoSubjects<OpenedRejectionWriter>(
      { id: 'rejection_writer.fresh', promise: 'Two fresh subjects share nothing, nor do two reports of one.' },
      async ({ subject }, fresh) => {
        const reports = await Promise.all(
          [subject, fresh.subject, subject].map((writer, n) => written(writer, [rowOf(n, [])])),
        );
        for (const [n, report] of reports.entries()) {
          strictEqual(report, `order_id,Sku ID*,quantity,${added}\r\n,,,${n},quantity,invalid_quantity,no\r\n`);
        }
      },
    ),
    promises(
      {
        id: 'rejection_writer.columns',
        promise:
          "The header row is the file's own columns as sent, then the row, column, code and message; then one row each.",
      },
      async ({ subject }) => {
        const report = await written(subject, [rowOf(2, ['o-1', 's-1', 'x'])], [], [rowOf(9, ['o-2', 's-2', 'y'])]);
        const expected = [
          `order_id,Sku ID*,quantity,${added}`,
          'o-1,s-1,x,2,quantity,invalid_quantity,no',
          'o-2,s-2,y,9,quantity,invalid_quantity,no',
          '',
        ];
        deepStrictEqual(report.split('\r\n'), expected);
        strictEqual(await written(subject), `order_id,Sku ID*,quantity,${added}\r\n`);
      },
    ),
    promises(
      {
        id: 'rejection_writer.width',
        promise: "A row with fewer cells is filled up with empty ones; an unreadable row's text stands in the first.",
      },
      async ({ subject }) => {
        const { column: _, ...whole } = rowOf(3, ['o"1,s'], { code: 'malformed_row' });
        const report = await written(subject, [rowOf(2, ['o-1']), whole]);
        deepStrictEqual(report.split('\r\n').slice(1), [
          'o-1,,,2,quantity,invalid_quantity,no',
          '"o""1,s",,,3,,malformed_row,no',
          '',
        ]);
      },
    ),
    promises(
      {
        id: 'rejection_writer.formulas',
        promise:
          'A cell that a spreadsheet would run is escaped by an apostrophe; plain negative numbers stay as they are.',
      },
      async ({ subject }) => {
        const cells = [
          ['=1+1', '+1', '-2+3'],
          ['@SUM(A1)', '\tx', '-5'],
          ['-1.50', "'=1", 'a=1'],
        ];
        const report = await written(
          subject,
          cells.map((row, n) => rowOf(n, row)),
        );
        const rows = report.split('\r\n').slice(1, 4);
        const expected = ["'=1+1,'+1,'-2+3", "'@SUM(A1),'\tx,-5", "-1.50,'=1,a=1"];
        deepStrictEqual(
          rows.map((row) => row.split(',').slice(0, 3).join(',')),
          expected,
        );
        const returned = await written(subject, [rowOf(1, ['\rx'])]);
        ok(returned.includes('"\'\rx"'), returned);
      },
    ),
    promises(
      {
        id: 'rejection_writer.rfc4180',
        promise: 'UTF-8, CRLF between records, cells quoted where RFC 4180 asks for it.',
      },
      async ({ subject }) => {
        const report = await written(subject, [rowOf(2, ['a "b"', 'two\nlines', 'é,\u{1F4E6}'])]);
        const [, row] = report.split('\r\n');
        strictEqual(row, '"a ""b""","two\nlines","é,\u{1F4E6}",2,quantity,invalid_quantity,no');
      },
    ),
    promises(
      { id: 'rejection_writer.bounded', promise: 'Memory is bounded by one batch: batches are taken as bytes are.' },
      async ({ subject }) => {
        let taken = 0;
        async function* source(): AsyncGenerator<readonly Rejection[]> {
          for (; taken < 1_000; taken += 1) yield Array.from({ length: 200 }, (_, n) => rowOf(n, ['x'.repeat(100)]));
        }
        const bytes = subject.write(header, source())[Symbol.asyncIterator]();
        for (let n = 0; n < 3; n += 1) await bytes.next();
        ok(taken <= 20, `${taken} batches were read ahead`);
        await bytes.return?.();
      },
    ),
    promises(
      { id: 'rejection_writer.source_error', promise: 'A source that fails fails the report.' },
      async ({ subject }) => {
        const error = new Error('the rejections went away');
        async function* source(): AsyncGenerator<readonly Rejection[]> {
          yield [rowOf(2, ['a'])];
          throw error;
        }
        await rejects(gatheredText(subject.write(header, source())), (thrown) => thrown === error);
      },
    ),
  ],
};
