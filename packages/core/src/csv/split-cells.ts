/** The cells of one well-formed record (RFC 4180): unquoted, doubled quotes undone, otherwise as they stand. */
export const splitCells = (text: string): string[] => {
  if (!text.includes('"')) return text.split(',');
  const cells: string[] = [];
  let at = 0;
  while (at <= text.length) {
    const end = text[at] === '"' ? closingQuote(text, at + 1) + 1 : commaAfter(text, at);
    const cell = text.slice(at, end);
    cells.push(cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);
    at = end + 1;
  }
  return cells;
};

const commaAfter = (text: string, from: number): number => {
  const at = text.indexOf(',', from);
  return at === -1 ? text.length : at;
};

const closingQuote = (text: string, from: number): number => {
  let at = text.indexOf('"', from);
  while (text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at;
};
