export const skuCount = 2_000;
export const hubCount = 8;
export const sellerCount = 20;

const pad = (number, digits) => String(number).padStart(digits, '0');

export const skuName = (number) => `SKU-${pad(number, 5)}`;
export const hubName = (number) => `hub-${number + 1}`;
export const sellerName = (number) => `seller-${pad(number + 1, 2)}`;

const plenty = 1_000_000_000;
const scarce = 25;

/**
 * The lines of a stock file: every SKU at every hub; of a share of the SKUs there is too little.
 *
 * @param {number} shortRate 0 (enough of all) to 1
 */
export function* stockLines(shortRate) {
  yield 'hub_id,sku_id,quantity\n';
  const scarceEvery = Math.round(1 / shortRate);
  for (let sku = 0; sku < skuCount; sku += 1) {
    const isScarce = shortRate > 0 && sku % scarceEvery === 1 % scarceEvery;
    const quantity = isScarce ? scarce : plenty;
    for (let hub = 0; hub < hubCount; hub += 1) yield `${hubName(hub)},${skuName(sku)},${quantity}\n`;
  }
}
