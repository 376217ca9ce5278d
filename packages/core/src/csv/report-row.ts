import type { Rejection } from '../domain/rejection.js';

const added = ['rejected_row', 'rejected_column', 'rejected_code', 'rejected_message'];

/** The header of a rejection report: the file's own columns, then why. */
export const reportHeader = (header: readonly string[]): readonly string[] => [...header.map(escapeFormula), ...added];

/** One rejection as cells: those that were sent, as many as the header has (a surplus stays in the last), then why. */
export const reportRow = (header: readonly string[], rejection: Rejection): readonly string[] => {
  const { row, column, code, message, cells } = rejection;
  const width = Math.max(header.length, 1);
  const own = cells.length > width ? [...cells.slice(0, width - 1), cells.slice(width - 1).join(',')] : cells;
  const filled = Array.from({ length: header.length }, (_, index) => own[index] ?? '');
  return [...filled, String(row), column ?? '', code, message].map(escapeFormula);
};

const runnable = /^[=+\-@\t\r]/;
const plainNumber = /^-\d+(?:\.\d+)?$/;

/** Text that a spreadsheet would run, made harmless by an apostrophe (OWASP, CSV injection). */
const escapeFormula = (cell: string): string => (runnable.test(cell) && !plainNumber.test(cell) ? `'${cell}` : cell);
