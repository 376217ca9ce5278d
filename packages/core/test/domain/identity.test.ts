import { expect, test } from 'vitest';
import { isId, isOrderId } from '../../src/domain/ids.js';
import { normalisePrice } from '../../src/domain/money.js';
import { SeenIds } from '../../src/domain/seen-ids.js';
import { validateOrder } from '../../src/domain/validate-order.js';
import { fingerprintOf, orderIdOfKey, orderIdOfRow } from '../../src/index.js';

const line = { skuId: 'sku-1', hubId: 'hub-1', quantity: 2 };

test('a fingerprint is of normalised values: 10.0 is 10.00, and the order of attributes does not matter', () => {
  const one = validateOrder({ sellerId: 's', lines: [{ ...line, unitPrice: '10.0' }], attributes: { a: '1', b: '2' } });
  const same = validateOrder({
    sellerId: 's',
    lines: [{ ...line, unitPrice: '010.00' }],
    attributes: { b: '2', a: '1' },
  });
  expect(fingerprintOf(same)).toBe(fingerprintOf(one));
  expect(fingerprintOf(one)).toMatch(/^v1:[0-9a-f]{64}$/);
});

test('a fingerprint tells the order of lines, quantities and sellers apart', () => {
  const other = { ...line, skuId: 'sku-2' };
  const prints = [
    { sellerId: 's', lines: [line, other] },
    { sellerId: 's', lines: [other, line] },
    { sellerId: 's', lines: [{ ...line, quantity: 3 }, other] },
    { sellerId: 't', lines: [line, other] },
  ].map(fingerprintOf);
  expect(new Set(prints).size).toBe(4);
});

test('a row without an order id is the same order whenever its file is sent, and another with another reference', () => {
  const row = { tenantId: 't', fileSha256: 'ab', row: 7 };
  expect(orderIdOfRow(row)).toBe(orderIdOfRow({ ...row }));
  expect(
    new Set([
      orderIdOfRow(row),
      orderIdOfRow({ ...row, reference: 'again' }),
      orderIdOfRow({ ...row, row: 8 }),
      orderIdOfRow({ ...row, tenantId: 'u' }),
    ]).size,
  ).toBe(4);
  expect(orderIdOfKey('t', 'k')).not.toBe(orderIdOfKey('u', 'k'));
});

test('ids are kept byte for byte within their alphabet', () => {
  expect(['a', 'A-1', '9._:-', 'x'.repeat(128)].every(isId)).toBe(true);
  expect(['', '-a', 'a b', 'é', 'x'.repeat(129), 'a/b', '__proto__'].some(isId)).toBe(false);
  expect(isOrderId('bulkorder') || isOrderId('counts')).toBe(false);
});

test('a price is an exact decimal with at most 4 decimals, written in one way', () => {
  expect(['10.50', '010.5', '0.0000', '7', '1.2345'].map(normalisePrice)).toEqual(['10.5', '10.5', '0', '7', '1.2345']);
  expect(
    ['', '-1', '1,5', '1.23456', 'NaN', '1e309', '.5', '5.', ' 1']
      .map(normalisePrice)
      .every((price) => price === undefined),
  ).toBe(true);
});

test('ids that were seen are known, over many growths', () => {
  const seen = new SeenIds();
  for (let i = 0; i < 20_000; i += 1) expect(seen.add(`order-${i}`)).toBe(true);
  for (let i = 0; i < 20_000; i += 997) expect(seen.add(`order-${i}`)).toBe(false);
});

test('every problem of an order is named, each by its field', () => {
  const bad = {
    orderId: 'counts',
    sellerId: '',
    lines: [{ skuId: 'a b', hubId: 'h', quantity: 1.5, unitPrice: 'x', currency: 'EURO' }],
  };
  try {
    validateOrder(bad);
    expect.unreachable();
  } catch (error) {
    expect(error).toMatchObject({ kind: 'invalid', code: 'invalid_order' });
    expect((error as { problems: { field: string }[] }).problems.map(({ field }) => field)).toEqual([
      'orderId',
      'sellerId',
      'lines.0.skuId',
      'lines.0.quantity',
      'lines.0.unitPrice',
      'lines.0.currency',
    ]);
  }
});
