import { makeOrder } from './make-order.mjs';

const badQuantities = ['0', '-1', '1.5', '1e3', 'two', '1000001', ' 3'];
const badPrices = ['free', '-1', '1.23456', '1,5', 'NaN', '1e309'];

/** A fault in one cell of one row of an order; its other rows are refused with it. */
const inCell = (code, column, value) => (random) => {
  const rows = makeOrder(random, { lines: random.below(3) + 1 });
  const at = random.below(rows.length);
  rows[at][column] = typeof value === 'function' ? value(random) : value;
  return { rows, codes: rows.map((_, index) => (index === at ? code : 'order_refused')) };
};

const asRaw = (code, text) => (random) => {
  const [row] = makeOrder(random, { lines: 1 });
  return { rows: [{ ...row, raw: text(row) }], codes: [code] };
};

const mixedSellers = (random) => {
  const rows = makeOrder(random, { lines: 3 });
  rows[1].seller_id = 'seller-other';
  return { rows, codes: ['order_refused', 'mixed_sellers', 'order_refused'] };
};

const tooManyLines = (random) => {
  const rows = makeOrder(random, { lines: 503 });
  return { rows, codes: rows.map((_, index) => (index === 500 ? 'too_many_lines' : 'order_refused')) };
};

const splitOrder = (random, { usedIds }) => {
  const rows = makeOrder(random, { lines: random.below(2) + 1 });
  const id = random.pick(usedIds);
  for (const row of rows) row.order_id = id;
  return { rows, codes: rows.map(() => 'split_order') };
};

/** One way to spoil an order for each code that a file alone can cause. `weight`: how often, to the others. */
const faults = [
  {
    code: 'malformed_row',
    weight: 6,
    plant: asRaw('malformed_row', (row) => `${row.order_id},"${row.sku_id}"x,1,${row.seller_id},${row.hub_id},1,EUR`),
  },
  {
    code: 'record_too_long',
    weight: 1,
    plant: asRaw(
      'record_too_long',
      (row) => `${row.order_id},${'x'.repeat(70_000)},1,${row.seller_id},${row.hub_id},1,EUR`,
    ),
  },
  { code: 'missing_value', weight: 6, plant: inCell('missing_value', 'sku_id', '') },
  { code: 'invalid_id', weight: 6, plant: inCell('invalid_id', 'hub_id', 'hub 1!') },
  {
    code: 'invalid_quantity',
    weight: 6,
    plant: inCell('invalid_quantity', 'quantity', (random) => random.pick(badQuantities)),
  },
  { code: 'invalid_price', weight: 6, plant: inCell('invalid_price', 'price', (random) => random.pick(badPrices)) },
  { code: 'invalid_currency', weight: 6, plant: inCell('invalid_currency', 'currency', 'EURO') },
  { code: 'unknown_item', weight: 6, plant: inCell('unknown_item', 'sku_id', 'SKU-NOWHERE') },
  { code: 'mixed_sellers', weight: 6, plant: mixedSellers },
  { code: 'split_order', weight: 6, plant: splitOrder },
  { code: 'too_many_lines', weight: 1, plant: tooManyLines },
];

const ofTenant = [
  ...faults,
  { code: 'foreign_tenant', weight: 6, plant: inCell('foreign_tenant', 'tenant_id', 'another-tenant') },
];

const deckOf = (kinds) => kinds.flatMap((fault) => Array.from({ length: fault.weight }, () => fault));
const plain = { kinds: faults, deck: deckOf(faults) };
const withTenant = { kinds: ofTenant, deck: deckOf(ofTenant) };

/** The next fault: each kind in turn, so that a file of a few thousand rows has them all. */
export const plantFault = (random, { number, usedIds, tenant }) => {
  const { kinds, deck } = tenant === undefined ? plain : withTenant;
  const fault = number < kinds.length ? kinds[number] : random.pick(deck);
  return fault.plant(random, { usedIds });
};
