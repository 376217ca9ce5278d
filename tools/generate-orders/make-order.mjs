import { hubCount, hubName, sellerCount, sellerName, skuCount, skuName } from './catalogue.mjs';

const alphabet = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const lineCounts = [1, 1, 1, 1, 1, 1, 2, 2, 3, 5];

/** 50 random bits, as shops' order numbers look: nothing about one tells the next. */
const orderId = (random) => `ORD-${Array.from({ length: 10 }, () => random.pick(alphabet)).join('')}`;

const price = (random) => `${random.below(200) + 1}.${String(random.below(100)).padStart(2, '0')}`;

const makeLine = (random, { orderId: id, sellerId }) => ({
  order_id: id,
  sku_id: skuName(random.below(skuCount)),
  quantity: String(random.below(5) + 1),
  seller_id: sellerId,
  hub_id: hubName(random.below(hubCount)),
  price: price(random),
  currency: 'EUR',
});

/** The rows of one good order: 1 to 5 lines, or one row without an order id. */
export const makeOrder = (random, { lines } = {}) => {
  const sellerId = sellerName(random.below(sellerCount));
  if (lines === undefined && random.next() < 0.04) return [makeLine(random, { orderId: '', sellerId })];
  const id = orderId(random);
  return Array.from({ length: lines ?? random.pick(lineCounts) }, () => makeLine(random, { orderId: id, sellerId }));
};
