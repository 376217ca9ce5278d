/**
 * The schema, version by version: the first script makes version 1, the next one upgrades it to 2, and so on. A script that
 * was released is never changed.
 */
export const schemaVersions: readonly string[] = [
  `
  CREATE TABLE interned_keys (
    key_no INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE
  );

  -- One row is one order's document: content never changes, state does, outbox holds [relayAt, event] until published.
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

  -- An open group; without AUTOINCREMENT a closed group's number could come back.
  CREATE TABLE wait_groups (
    group_no INTEGER PRIMARY KEY AUTOINCREMENT,
    group_key TEXT NOT NULL UNIQUE,
    wait_group TEXT NOT NULL,
    shows_attempt INTEGER NOT NULL,
    next_attempt_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    token INTEGER NOT NULL DEFAULT 0,
    leased_until INTEGER NOT NULL DEFAULT 0
  );
  CREATE INDEX wait_groups_due ON wait_groups (next_attempt_at);

  CREATE TABLE bulk_orders (
    bulk_no INTEGER PRIMARY KEY,
    tenant_id TEXT NOT NULL,
    bulk_order_id TEXT NOT NULL,
    identity TEXT NOT NULL,
    state TEXT NOT NULL,
    is_finished INTEGER NOT NULL,
    submitted_at INTEGER NOT NULL,
    fence INTEGER NOT NULL DEFAULT 0,
    leased_until INTEGER NOT NULL DEFAULT 0,
    document TEXT NOT NULL,
    UNIQUE (tenant_id, bulk_order_id)
  );
  CREATE UNIQUE INDEX bulk_orders_unfinished ON bulk_orders (identity) WHERE NOT is_finished;
  CREATE INDEX bulk_orders_of_tenant ON bulk_orders (tenant_id, submitted_at, bulk_order_id);
  CREATE TABLE rejections (
    bulk_no INTEGER NOT NULL,
    row INTEGER NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (bulk_no, row)
  ) WITHOUT ROWID;

  CREATE TABLE events (
    event_no INTEGER PRIMARY KEY AUTOINCREMENT,
    type TEXT NOT NULL,
    published_at INTEGER NOT NULL,
    body TEXT NOT NULL
  );
  CREATE INDEX events_of_type ON events (type, event_no);
  CREATE TABLE event_streams (
    group_name TEXT NOT NULL,
    type TEXT NOT NULL,
    last_event_no INTEGER NOT NULL DEFAULT 0,
    member TEXT NOT NULL DEFAULT '',
    leased_until INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (group_name, type)
  ) WITHOUT ROWID;
  CREATE TABLE event_retries (
    retry_no INTEGER PRIMARY KEY AUTOINCREMENT,
    group_name TEXT NOT NULL,
    type TEXT NOT NULL,
    tries INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    body TEXT NOT NULL
  );
  CREATE INDEX event_retries_of_stream ON event_retries (group_name, type, due_at);
  CREATE TABLE dead_events (
    dead_no INTEGER PRIMARY KEY AUTOINCREMENT,
    group_name TEXT,
    type TEXT NOT NULL,
    body TEXT NOT NULL,
    reason TEXT NOT NULL
  );

  CREATE TABLE jobs (
    job_no INTEGER PRIMARY KEY AUTOINCREMENT,
    body TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    token INTEGER NOT NULL DEFAULT 0,
    last_reason TEXT NOT NULL DEFAULT 'its holder ended without an answer'
  );
  CREATE INDEX jobs_due ON jobs (due_at);
  CREATE TABLE dead_jobs (
    dead_no INTEGER PRIMARY KEY AUTOINCREMENT,
    body TEXT NOT NULL,
    reason TEXT NOT NULL
  );

  CREATE TABLE stock (
    stock_no INTEGER PRIMARY KEY,
    tenant_no INTEGER NOT NULL,
    hub_id TEXT NOT NULL,
    sku_id TEXT NOT NULL,
    quantity INTEGER NOT NULL CHECK (quantity >= 0),
    UNIQUE (tenant_no, hub_id, sku_id)
  );
  CREATE TABLE deliveries (
    tenant_no INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    reference TEXT NOT NULL,
    PRIMARY KEY (tenant_no, sha256, reference)
  ) WITHOUT ROWID;
  -- lines: [stock_no, quantity] of what is deducted; empty once released.
  CREATE TABLE claims (
    row_no INTEGER PRIMARY KEY,
    tenant_no INTEGER NOT NULL,
    order_id TEXT NOT NULL,
    is_released INTEGER NOT NULL,
    lines TEXT NOT NULL
  );
  CREATE TABLE claim_keys (key_hash INTEGER, row_no INTEGER, PRIMARY KEY (key_hash, row_no)) WITHOUT ROWID;
  CREATE TABLE claim_keys_recent (key_hash INTEGER, row_no INTEGER, PRIMARY KEY (key_hash, row_no)) WITHOUT ROWID;
  `,
  `
  -- entry: what was asked and deducted for one order, as JSON.
  CREATE TABLE claim_entries (
    tenant_no INTEGER NOT NULL,
    order_id TEXT NOT NULL,
    entry TEXT NOT NULL,
    PRIMARY KEY (tenant_no, order_id)
  ) WITHOUT ROWID;
  `,
];
