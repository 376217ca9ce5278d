/** Rows of text in aligned columns, for people. */
export const table = (header: readonly string[], rows: readonly (readonly string[])[]): string => {
  const widths = header.map((name, column) => Math.max(name.length, ...rows.map((row) => (row[column] ?? '').length)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [line(header), ...rows.map(line)].join('\n');
};

export const timeText = (at: number | undefined): string =>
  at === undefined ? '' : `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')}`;
