import { makeOrder } from './make-order.mjs';
import { plantFault } from './plant-fault.mjs';
import { createRandom } from './random.mjs';

const columns = ['order_id', 'sku_id', 'quantity', 'seller_id', 'hub_id', 'price', 'currency'];
const remembered = 200;

const quoted = (cell) => (cell.includes(',') ? `"${cell}"` : cell);

/** The last column is the tenant's, where one is asked for. */
const writeRow = (row, tenant) => {
  if (row.raw !== undefined) return row.raw;
  const cells = columns.map((column) => quoted(row[column]));
  if (tenant !== undefined) cells.push(row.tenant_id ?? tenant);
  return cells.join(',');
};

/**
 * Groups of a file, each with its text and what must be refused of it: `{ text, rows, rejections: [[row, code]], isOrder }`.
 * The first fault stands after the first 200 orders, so that there are ids to use twice.
 *
 * @param {object} settings
 * @param {number} settings.rows at least so many, the header not counted; the last order is written whole
 * @param {number} settings.seed
 * @param {number} settings.faultRate share of the orders that get a fault, 0 to 1
 * @param {string} [settings.tenant] adds the column `tenant_id`, and rows of a foreign tenant to the faults
 */
export function* generate({ rows: total, seed, faultRate, tenant }) {
  const random = createRandom(seed);
  const usedIds = [];
  let row = 1;
  let faults = 0;
  while (row - 1 < total) {
    const isFault = usedIds.length === remembered && random.next() < faultRate;
    const group = isFault
      ? plantFault(random, { number: faults, usedIds: usedIds.slice(0, -2), tenant })
      : { rows: makeOrder(random) };
    if (isFault) faults += 1;
    else remember(usedIds, group.rows[0].order_id);
    const rejections = (group.codes ?? []).map((code, index) => [row + 1 + index, code]);
    row += group.rows.length;
    const text = `${group.rows.map((each) => writeRow(each, tenant)).join('\n')}\n`;
    yield { text, rows: group.rows.length, rejections, isOrder: !isFault };
  }
}

const remember = (usedIds, id) => {
  if (id !== '') usedIds.push(id);
  if (usedIds.length > remembered) usedIds.shift();
};

/** @param {string} [tenant] */
export const headerFor = (tenant) => `${[...columns, ...(tenant === undefined ? [] : ['tenant_id'])].join(',')}\n`;
