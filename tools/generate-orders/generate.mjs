import { makeOrder } from './make-order.mjs';
import { plantFault } from './plant-fault.mjs';
import { createRandom } from './random.mjs';

const columns = ['order_id', 'sku_id', 'quantity', 'seller_id', 'hub_id', 'price', 'currency'];
const remembered = 200;

const text = (row) =>
  row.raw ?? columns.map((column) => (row[column].includes(',') ? `"${row[column]}"` : row[column])).join(',');

/**
 * Groups of a file, each with its text and what must be refused of it: `{ text, rows, rejections: [[row, code]], isOrder }`.
 * The first fault stands after the first 200 orders, so that there are ids to use twice.
 */
export function* generate({ rows: total, seed, faultRate }) {
  const random = createRandom(seed);
  const usedIds = [];
  let row = 1;
  let faults = 0;
  while (row - 1 < total) {
    const isFault = usedIds.length === remembered && random.next() < faultRate;
    const group = isFault
      ? plantFault(random, { number: faults, usedIds: usedIds.slice(0, -2) })
      : { rows: makeOrder(random) };
    if (isFault) faults += 1;
    else remember(usedIds, group.rows[0].order_id);
    const rejections = (group.codes ?? []).map((code, index) => [row + 1 + index, code]);
    row += group.rows.length;
    yield { text: `${group.rows.map(text).join('\n')}\n`, rows: group.rows.length, rejections, isOrder: !isFault };
  }
}

const remember = (usedIds, id) => {
  if (id !== '') usedIds.push(id);
  if (usedIds.length > remembered) usedIds.shift();
};

export const header = `${columns.join(',')}\n`;
