import type { TenantId } from '@oms/core';
import type { SqliteDatabase } from './sqlite-database.js';

/** Tenants as small integers, for keys and indexes. */
export class TenantNumbers {
  readonly #db: SqliteDatabase;
  readonly #numbers = new Map<TenantId, number>();

  constructor(db: SqliteDatabase) {
    this.#db = db;
  }

  /** The tenant's number, made when it is new; kept only once it is durable. */
  async ensure(tenantId: TenantId): Promise<number> {
    const found = this.find(tenantId);
    if (found !== undefined) return found;
    await this.#db.write(() => this.#db.run('INSERT OR IGNORE INTO tenants (tenant_id) VALUES (?)', tenantId));
    return this.find(tenantId) as number;
  }

  /** Undefined for a tenant that has stored nothing yet. */
  find(tenantId: TenantId): number | undefined {
    const known = this.#numbers.get(tenantId);
    if (known !== undefined) return known;
    const row = this.#db.get('SELECT tenant_no FROM tenants WHERE tenant_id = ?', tenantId);
    if (row === undefined) return undefined;
    const number = Number(row.tenant_no);
    this.#numbers.set(tenantId, number);
    return number;
  }
}
