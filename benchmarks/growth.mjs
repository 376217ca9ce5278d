/** The rate over the rows (from, to], of samples [rows so far, ms so far]. */
const rateBetween = (samples, from, to) => {
  const at = (rows) => samples.find(([seen]) => seen >= rows) ?? samples.at(-1);
  const [firstRows, firstMs] = from === 0 ? [0, 0] : at(from);
  const [lastRows, lastMs] = at(to);
  return (lastRows - firstRows) / ((lastMs - firstMs) / 1_000);
};

/** The rate over the last tenth against the second tenth. */
export const growthOf = (samples, rows) =>
  rateBetween(samples, rows * 0.9, rows) / rateBetween(samples, rows * 0.1, rows * 0.2);
