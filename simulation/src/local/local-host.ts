import { createHash, randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DirectoryFileStore } from '@oms/adapters-local/files';
import {
  openDatabase,
  SqliteBulkOrderRepo,
  type SqliteDatabase,
  SqliteInventoryGateway,
  SqliteJobQueue,
  SqliteOrderEventBus,
  SqliteOrderRepo,
} from '@oms/adapters-local/sqlite';
import { type BulkPorts, createOms, type Oms, type StockLine } from '@oms/core';
import { MemoryRejectionWriter, MemoryRowReader, RandomIds } from '@oms/core/memory';
import { ConnectionReset } from '../engine/process.js';
import type { Chance } from '../inputs/chance.js';

/** Time that passes when somebody sleeps. */
class PassingClock {
  #now: number;

  constructor(start: number) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  async sleep(ms: number): Promise<void> {
    this.#now += ms;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

interface Life {
  readonly database: SqliteDatabase;
  readonly ports: BulkPorts;
  readonly oms: Oms;
  isAlive: boolean;
  readonly died: Promise<never>;
  readonly die: () => void;
}

const crashRate = 0.04;
const ports = ['orders', 'events', 'inventory', 'files', 'jobs', 'bulkOrders'] as const;

/** The local profile in one folder, as one process after the other: a crash leaves the database as it is and opens it anew. */
export class LocalHost {
  readonly clock = new PassingClock(1_767_225_600_000);
  crashes = 0;
  calls = 0;
  isCalm = false;
  readonly #folder: string;
  readonly #chance: Chance;
  #life: Life | undefined;

  private constructor(folder: string, chance: Chance) {
    this.#folder = folder;
    this.#chance = chance;
  }

  static async open(folder: string, chance: Chance): Promise<LocalHost> {
    const host = new LocalHost(folder, chance);
    await host.reopen();
    return host;
  }

  get ports(): BulkPorts {
    return this.#current.ports;
  }

  get oms(): Oms {
    return this.#current.oms;
  }

  get inventory(): SqliteInventoryGateway {
    return new SqliteInventoryGateway(this.#current.database);
  }

  get jobs(): SqliteJobQueue {
    return new SqliteJobQueue(this.#current.database);
  }

  /** What the work comes to; when the process dies before, it is opened again first. */
  async serve<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await Promise.race([work(), this.#current.died]);
    } catch (error) {
      if (error instanceof ConnectionReset) await this.reopen();
      throw error;
    }
  }

  async reopen(): Promise<void> {
    await this.#life?.database.close();
    this.#life = await this.#begin();
  }

  async deliver(tenantId: string, lines: readonly StockLine[]): Promise<void> {
    const sha256 = createHash('sha256').update(randomUUID()).digest('hex');
    await this.inventory.deliver(tenantId, { sha256 }, lines);
  }

  async replaceFile(address: string, text: string): Promise<void> {
    await writeFile(join(this.#folder, 'files', address.slice('s3://oms-local/'.length)), text);
  }

  async close(): Promise<void> {
    await this.#life?.database.close();
    await rm(this.#folder, { recursive: true, force: true });
  }

  get #current(): Life {
    if (this.#life === undefined) throw new Error('The host is not open.');
    return this.#life;
  }

  async #begin(): Promise<Life> {
    const database = await openDatabase(join(this.#folder, 'oms.db'), { synchronous: 'NORMAL' });
    const { promise: died, reject } = Promise.withResolvers<never>();
    died.catch(() => undefined);
    const life = { database, isAlive: true, died, die: () => reject(new ConnectionReset('The process died.')) };
    const real = this.#portsOn(database);
    const mortal = ports.map((name) => [name, this.#mortal(real[name], life)]);
    const own = { ...real, ...Object.fromEntries(mortal) } as BulkPorts;
    return Object.assign(life, { ports: own, oms: createOms(own) });
  }

  #portsOn(database: SqliteDatabase): BulkPorts {
    return {
      orders: new SqliteOrderRepo(database),
      events: new SqliteOrderEventBus(database, { pollMs: 2, leaseMs: 60, retryDelayMs: 2 }),
      inventory: new SqliteInventoryGateway(database),
      files: new DirectoryFileStore(join(this.#folder, 'files')),
      jobs: new SqliteJobQueue(database, { pollMs: 2, visibilityMs: 60, retryDelayMs: 2 }),
      bulkOrders: new SqliteBulkOrderRepo(database),
      rows: new MemoryRowReader(),
      rejections: new MemoryRejectionWriter(),
      clock: this.clock,
      ids: new RandomIds(),
      policy: { chunkRows: 3 },
    };
  }

  /** The same port, in a process that may die before or after any call of it. */
  #mortal<P extends object>(port: P, life: Pick<Life, 'isAlive' | 'die'>): P {
    return new Proxy(port, {
      get: (subject, name) => {
        const own = Reflect.get(subject, name, subject) as unknown;
        if (typeof own !== 'function') return own;
        if (name === 'open' || name === 'subscribe' || name === 'consume') return own.bind(subject);
        return (...input: readonly unknown[]) => this.#call(life, () => own.apply(subject, input) as Promise<unknown>);
      },
    });
  }

  /** What is dead reaches nothing any more: every call of it is refused, and has no effect. */
  async #call(life: Pick<Life, 'isAlive' | 'die'>, effect: () => Promise<unknown>): Promise<unknown> {
    if (!life.isAlive) throw new ConnectionReset('The process is dead.');
    this.calls += 1;
    const crash = this.isCalm ? 1 : this.#chance.random() / crashRate;
    if (crash < 0.5) this.#crash(life);
    const answer = await effect();
    if (crash < 1) this.#crash(life);
    return answer;
  }

  #crash(life: Pick<Life, 'isAlive' | 'die'>): never {
    this.crashes += 1;
    life.isAlive = false;
    life.die();
    throw new ConnectionReset('The process died.');
  }
}
