import { type InsertAnswer, type Order, type OrderWrite, orderKey, type TenantId } from '@oms/core';
import type { Connection, SqlValue } from '../database/connection.js';
import type { InternedKeys } from '../database/interned-keys.js';
import { bulkKey, tenantKey } from '../database/interned-names.js';
import { keyHash } from '../database/key-hash.js';
import { GroupNumbers } from './group-numbers.js';
import type { OrderKeys } from './order-keys.js';
import { contentJson, type OrderRow, orderColumns, orderOf, ordersWithGroups } from './order-row.js';
import { type PreparedWrite, prepareWrite } from './prepared-write.js';

export interface OrderInsert extends PreparedWrite {
  readonly keyHash: number;
  /** As given; read again only to answer with it. */
  readonly order: Order;
  readonly fingerprint: string;
  readonly sellerId: string;
  readonly createdAt: number;
  readonly bulkKey: string | undefined;
  readonly idempotencyKey: string | undefined;
  readonly content: string;
}

export const orderInsertOf = (tenantId: TenantId, write: OrderWrite): OrderInsert => {
  const { order } = write;
  const { fingerprint, sellerId, createdAt, idempotencyKey, source } = order;
  return {
    ...prepareWrite(write, tenantId),
    keyHash: keyHash(orderKey(tenantId, order.orderId)),
    order,
    fingerprint,
    sellerId,
    createdAt,
    idempotencyKey,
    bulkKey: source.kind === 'bulk' ? bulkKey(tenantId, source.bulkOrderId) : undefined,
    content: contentJson(order),
  };
};

export interface InsertDeps {
  readonly interned: InternedKeys;
  readonly keys: OrderKeys;
}

interface InsertPass extends InsertDeps {
  readonly connection: Connection;
  readonly groups: GroupNumbers;
  readonly tenantNo: number;
}

/** Inserts those of one tenant's orders that are not taken; inside a write. */
export const insertOrders =
  (deps: InsertDeps, inserts: readonly OrderInsert[]) =>
  (connection: Connection): readonly InsertAnswer[] => {
    const tenantNo = deps.interned.findOrAdd(connection, tenantKey((inserts[0] as OrderInsert).tenantId));
    const pass: InsertPass = { ...deps, connection, tenantNo, groups: new GroupNumbers(connection) };
    return inserts.map((insert) => insertOne(pass, insert));
  };

const insertOne = (pass: InsertPass, insert: OrderInsert): InsertAnswer => {
  const { connection, keys, tenantNo } = pass;
  const place = { tenantNo, keyHash: insert.keyHash, orderId: insert.orderId };
  const row = keys.findPlaced(connection, place);
  if (row !== undefined) return answerOfStored(insert, orderOf(row));
  const owner = ownerOfRequest(pass, insert);
  if (owner !== undefined) return { answer: 'conflict', on: 'idempotency_key', order: owner };
  keys.add(connection, place, insertRow(pass, insert));
  return { answer: 'created', order: insert.order };
};

const answerOfStored = ({ fingerprint }: OrderInsert, order: Order): InsertAnswer =>
  order.fingerprint === fingerprint ? { answer: 'unchanged', order } : { answer: 'conflict', on: 'order_id', order };

const ownerOfRequest = ({ connection, tenantNo }: InsertPass, insert: OrderInsert): Order | undefined => {
  const requestHash = requestHashOf(insert);
  if (requestHash === null) return undefined;
  const sql = `SELECT ${orderColumns} FROM ${ordersWithGroups} WHERE o.request_hash = ? AND o.tenant_no = ?`;
  const owners = connection.all<OrderRow>(sql, requestHash, tenantNo).map(orderOf);
  return owners.find(({ idempotencyKey }) => idempotencyKey === insert.idempotencyKey);
};

const requestHashOf = ({ tenantId, idempotencyKey }: OrderInsert): number | null =>
  idempotencyKey === undefined ? null : keyHash(orderKey(tenantId, idempotencyKey));

const insertRow = ({ connection, interned, groups, tenantNo }: InsertPass, insert: OrderInsert): number => {
  const bulkNo: SqlValue = insert.bulkKey === undefined ? null : interned.findOrAdd(connection, insert.bulkKey);
  return connection.insert(
    `INSERT INTO orders (tenant_no, order_id, version, state_code, created_at, seller_id, bulk_no, request_hash,
       group_no, wanted, held_since, relay_at, release_at, state, outbox, content)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    tenantNo,
    insert.orderId,
    insert.version,
    insert.stateCode,
    insert.createdAt,
    insert.sellerId,
    bulkNo,
    requestHashOf(insert),
    groups.numberOf(insert.wait),
    insert.wait?.wanted ?? 0,
    insert.wait?.heldSince ?? null,
    insert.relayAt,
    insert.releaseAt,
    insert.state,
    insert.outbox,
    insert.content,
  );
};
