-- Frozen: the tables and indexes into which the product writes an order.
CREATE TABLE orders (
  row_no INTEGER PRIMARY KEY,
  tenant_no INTEGER NOT NULL,
  order_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  state_code INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  seller_id TEXT NOT NULL,
  bulk_no INTEGER,
  request_hash INTEGER,
  group_no INTEGER,
  wanted INTEGER NOT NULL,
  held_since INTEGER,
  relay_at INTEGER,
  release_at INTEGER,
  state TEXT NOT NULL,
  outbox TEXT,
  content TEXT NOT NULL
);
CREATE TABLE order_keys (key_hash INTEGER, row_no INTEGER, PRIMARY KEY (key_hash, row_no)) WITHOUT ROWID;
CREATE TABLE order_keys_recent (key_hash INTEGER, row_no INTEGER, PRIMARY KEY (key_hash, row_no)) WITHOUT ROWID;
CREATE INDEX orders_of_tenant ON orders (tenant_no, state_code, created_at, order_id);
CREATE INDEX orders_of_bulk_order ON orders (bulk_no, state_code, created_at, order_id) WHERE bulk_no IS NOT NULL;
CREATE INDEX orders_of_request ON orders (request_hash) WHERE request_hash IS NOT NULL;
CREATE INDEX orders_of_group ON orders (group_no, created_at, order_id, wanted, held_since) WHERE group_no IS NOT NULL;
CREATE INDEX orders_to_relay ON orders (relay_at) WHERE relay_at IS NOT NULL;
CREATE INDEX orders_to_release ON orders (release_at) WHERE release_at IS NOT NULL;
