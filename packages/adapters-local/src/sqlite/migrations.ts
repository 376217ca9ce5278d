/** The schema's versions, oldest first. One that was released is never changed: a change is another entry. */
export const migrations: readonly string[] = [
  `
  CREATE TABLE tenants (tenant_no INTEGER PRIMARY KEY, tenant_id TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE sources (bulk_no INTEGER PRIMARY KEY, tenant_no INTEGER NOT NULL, bulk_order_id TEXT NOT NULL,
    UNIQUE (tenant_no, bulk_order_id)) STRICT;
  CREATE TABLE wait_groups (group_no INTEGER PRIMARY KEY, group_key TEXT NOT NULL UNIQUE, tenant_id TEXT NOT NULL,
    waits_for TEXT NOT NULL, next_attempt_at INTEGER, attempts INTEGER NOT NULL DEFAULT 0, token INTEGER NOT NULL DEFAULT 0,
    leased_until INTEGER NOT NULL DEFAULT 0) STRICT;
  CREATE INDEX wait_groups_due ON wait_groups (next_attempt_at) WHERE next_attempt_at IS NOT NULL;

  CREATE TABLE orders (
    order_no INTEGER PRIMARY KEY,
    key_hash INTEGER NOT NULL,
    tenant_no INTEGER NOT NULL,
    order_id TEXT NOT NULL,
    version INTEGER NOT NULL,
    state INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    bulk_no INTEGER,
    group_no INTEGER,
    wanted INTEGER NOT NULL,
    held_since INTEGER,
    relay_at INTEGER,
    release_at INTEGER,
    idempotency_hash INTEGER,
    seller_id TEXT NOT NULL,
    outbox TEXT NOT NULL,
    changing TEXT NOT NULL,
    content TEXT NOT NULL
  ) STRICT;
  CREATE INDEX orders_by_key ON orders (key_hash);
  CREATE INDEX orders_by_time ON orders (tenant_no, created_at);
  CREATE INDEX orders_by_source ON orders (bulk_no, state) WHERE bulk_no IS NOT NULL;
  CREATE INDEX orders_waiting ON orders (group_no, created_at) WHERE group_no IS NOT NULL;
  CREATE INDEX orders_unpublished ON orders (relay_at) WHERE relay_at IS NOT NULL;
  CREATE INDEX orders_releasing ON orders (release_at) WHERE release_at IS NOT NULL;
  CREATE INDEX orders_by_idempotency_key ON orders (idempotency_hash) WHERE idempotency_hash IS NOT NULL;

  CREATE TABLE bulk_orders (bulk_no INTEGER PRIMARY KEY, tenant_id TEXT NOT NULL, bulk_order_id TEXT NOT NULL,
    identity TEXT NOT NULL, state TEXT NOT NULL, is_finished INTEGER NOT NULL, submitted_at INTEGER NOT NULL,
    fence INTEGER NOT NULL, leased_until INTEGER NOT NULL, document TEXT NOT NULL,
    UNIQUE (tenant_id, bulk_order_id)) STRICT;
  CREATE UNIQUE INDEX bulk_orders_unfinished ON bulk_orders (identity) WHERE is_finished = 0;
  CREATE INDEX bulk_orders_by_time ON bulk_orders (tenant_id, submitted_at, bulk_order_id);
  CREATE TABLE rejections (bulk_no INTEGER NOT NULL, row INTEGER NOT NULL, document TEXT NOT NULL,
    PRIMARY KEY (bulk_no, row)) STRICT, WITHOUT ROWID;

  CREATE TABLE events (seq INTEGER PRIMARY KEY AUTOINCREMENT, type TEXT NOT NULL, published_at INTEGER NOT NULL,
    body TEXT NOT NULL) STRICT;
  CREATE TABLE event_groups (name TEXT PRIMARY KEY, last_seq INTEGER NOT NULL, member TEXT NOT NULL,
    leased_until INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE poison_events (poison_no INTEGER PRIMARY KEY, group_name TEXT NOT NULL, due_at INTEGER NOT NULL,
    tries INTEGER NOT NULL, body TEXT NOT NULL) STRICT;
  CREATE INDEX poison_events_due ON poison_events (group_name, due_at);
  CREATE TABLE dead_events (dead_no INTEGER PRIMARY KEY AUTOINCREMENT, group_name TEXT NOT NULL, type TEXT NOT NULL,
    body TEXT NOT NULL, reason TEXT NOT NULL) STRICT;

  CREATE TABLE jobs (job_no INTEGER PRIMARY KEY AUTOINCREMENT, body TEXT NOT NULL, attempts INTEGER NOT NULL,
    visible_at INTEGER NOT NULL, holder TEXT) STRICT;
  CREATE INDEX jobs_due ON jobs (visible_at);
  CREATE TABLE dead_jobs (dead_no INTEGER PRIMARY KEY AUTOINCREMENT, body TEXT NOT NULL, reason TEXT NOT NULL) STRICT;

  CREATE TABLE stock (item_no INTEGER PRIMARY KEY, tenant_no INTEGER NOT NULL, hub_id TEXT NOT NULL, sku_id TEXT NOT NULL,
    quantity INTEGER NOT NULL CHECK (quantity >= 0), UNIQUE (tenant_no, hub_id, sku_id)) STRICT;
  CREATE TABLE claims (claim_no INTEGER PRIMARY KEY, key_hash INTEGER NOT NULL, tenant_no INTEGER NOT NULL,
    order_id TEXT NOT NULL, is_released INTEGER NOT NULL, lines TEXT NOT NULL) STRICT;
  CREATE INDEX claims_by_key ON claims (key_hash);
  CREATE TABLE deliveries (tenant_no INTEGER NOT NULL, sha256 TEXT NOT NULL, reference TEXT NOT NULL,
    PRIMARY KEY (tenant_no, sha256, reference)) STRICT, WITHOUT ROWID;
  `,
];
