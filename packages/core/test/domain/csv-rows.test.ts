import { expect, test } from 'vitest';
import { readHeader } from '../../src/domain/csv-header.js';
import { parseRow } from '../../src/domain/csv-row.js';
import type { RowGroup } from '../../src/domain/row-group.js';
import { RowGrouper } from '../../src/domain/row-grouper.js';
import { SeenIds } from '../../src/domain/seen-ids.js';

const columns = ['order_id', 'sku_id', 'quantity', 'seller_id', 'hub_id', 'price', 'currency'];
const header = readHeader(columns, false);

/** Groups of lines written as `order,sku,quantity,seller,hub,price,currency`; a line that begins with `!` is unreadable. */
const groupsOf = (...lines: string[]): RowGroup[] => {
  const grouper = new RowGrouper(new SeenIds());
  const groups = lines.flatMap((line, index) => {
    const row = index + 2;
    const read = line.startsWith('!')
      ? ({ kind: 'unreadable', row, code: 'malformed_row', message: 'm', text: line.slice(1) } as const)
      : ({ kind: 'row', row, cells: line.split(',') } as const);
    return grouper.push(parseRow({ header, tenantId: 't' }, read));
  });
  return [...groups, ...grouper.end()];
};

const codes = (groups: readonly RowGroup[]) =>
  groups.flatMap((group) =>
    group.kind === 'order'
      ? group.rows.map(({ row }) => [row, 'ok'])
      : group.rejections.map(({ row, code }) => [row, code]),
  );

const good = (id: string, seller = 's') => `${id},sku,1,${seller},hub,,`;

test('a header is read by name, in any order, trimmed, in any case, without asterisks', () => {
  const { index } = readHeader([' Quantity ', 'HUB_ID*', 'colour', 'sku_id', 'seller_id'], false);
  expect(index).toEqual({ quantity: 0, hub_id: 1, sku_id: 3, seller_id: 4 });
});

test('a missing or repeated column fails the file; seller_id may be missing when the request named one', () => {
  expect(() => readHeader(['sku_id', 'quantity', 'hub_id'], false)).toThrow(/seller_id/);
  expect(readHeader(['sku_id', 'quantity', 'hub_id'], true).index.seller_id).toBeUndefined();
  expect(() => readHeader([...columns, 'Sku_ID '], false)).toThrow(/sku_id stands twice/);
});

test('consecutive rows with one order id are one order; a row without an id is its own', () => {
  const groups = groupsOf(good('a'), good('a'), good('b'), good(''), good(''));
  expect(groups.map(({ rows }) => rows.map(({ row }) => row))).toEqual([[2, 3], [4], [5], [6]]);
});

test('an order is refused whole, and its good rows name the row at fault', () => {
  const groups = groupsOf(good('a'), 'a,sku,0,s,hub,,', good('b'));
  expect(codes(groups)).toEqual([
    [2, 'order_refused'],
    [3, 'invalid_quantity'],
    [4, 'ok'],
  ]);
  expect(groups[0]).toMatchObject({ rejections: [{ message: expect.stringContaining('Row 3') }, {}] });
});

test('an id that comes back later in the file is refused, also when its first use was', () => {
  expect(codes(groupsOf(good('a'), good('b'), good('a'), 'c,sku,x,s,hub,,', good('d'), good('c')))).toEqual([
    [2, 'ok'],
    [3, 'ok'],
    [4, 'split_order'],
    [5, 'invalid_quantity'],
    [6, 'ok'],
    [7, 'split_order'],
  ]);
});

test('an unreadable row within an order refuses it; between orders it stands alone', () => {
  expect(codes(groupsOf(good('a'), '!??', good('a'), good('b')))).toEqual([
    [2, 'order_refused'],
    [3, 'malformed_row'],
    [4, 'order_refused'],
    [5, 'ok'],
  ]);
  expect(codes(groupsOf(good('a'), '!??', good('b')))).toEqual([
    [2, 'ok'],
    [3, 'malformed_row'],
    [4, 'ok'],
  ]);
  expect(codes(groupsOf(good('a'), '!a,"sku"x', good('b')))).toEqual([
    [2, 'order_refused'],
    [3, 'malformed_row'],
    [4, 'ok'],
  ]);
});

test('an order has one seller and at most 500 lines', () => {
  expect(codes(groupsOf(good('a'), good('a', 'other')))).toEqual([
    [2, 'order_refused'],
    [3, 'mixed_sellers'],
  ]);
  const many = codes(groupsOf(...Array.from({ length: 503 }, () => good('a')), good('b')));
  expect(many.filter(([, code]) => code === 'too_many_lines')).toEqual([[502, 'too_many_lines']]);
  expect(many.filter(([, code]) => code === 'order_refused')).toHaveLength(502);
  expect(many.at(-1)).toEqual([505, 'ok']);
});

test('each kind of bad value has its code and its column', () => {
  const fault = (line: string) => {
    const [group] = groupsOf(line);
    return group?.kind === 'refused' ? [group.rejections[0]?.code, group.rejections[0]?.column] : 'accepted';
  };
  expect(fault('a,,1,s,h,,')).toEqual(['missing_value', 'sku_id']);
  expect(fault('a b,k,1,s,h,,')).toEqual(['invalid_id', 'order_id']);
  expect(fault('a,k,1000001,s,h,,')).toEqual(['invalid_quantity', 'quantity']);
  expect(fault('a,k,1,s,h,1e9,')).toEqual(['invalid_price', 'price']);
  expect(fault('a,k,1,s,h,,eur')).toEqual(['invalid_currency', 'currency']);
  expect(fault('a,k,1,s,h')).toEqual(['malformed_row', undefined]);
  expect(fault('a,k,1,s,h,9.50,EUR,,')).toBe('accepted');
});

test('a row that names another tenant is refused', () => {
  const own = readHeader([...columns, 'tenant_id'], false);
  const parse = (tenant: string) =>
    parseRow({ header: own, tenantId: 't' }, { kind: 'row', row: 2, cells: [...good('a').split(','), tenant] });
  expect(parse('t').kind).toBe('good');
  expect(parse('u')).toMatchObject({ rejection: { code: 'foreign_tenant', column: 'tenant_id' } });
});
