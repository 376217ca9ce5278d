import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const generator = fileURLToPath(new URL('../tools/generate-orders/main.mjs', import.meta.url));

/** Writes a file of so many good rows, and stock for all of them; the paths of both. */
export const generateOrders = (file, rows) => {
  const size = ['--rows', String(rows), '--seed', '7', '--out', file];
  execFileSync(process.execPath, [generator, ...size, '--fault-rate', '0', '--short-rate', '0']);
  return { file, stock: `${file}.stock.csv` };
};
