import type { OrderEventMessage, Worker } from '@oms/core';
import type { Chance } from '../inputs/chance.js';
import type { Service } from '../world/start-process.js';
import type { World } from '../world/world.js';
import type { Audit } from './audit.js';

const roles = ['bulk', 'confirm', 'retry', 'relay'] as const;
const apiNames = ['api-1', 'api-2'] as const;
const workerNames = roles.flatMap((role) => [`${role}-1`, `${role}-2`]);
const auditNames = ['audit-1', 'audit-2'] as const;

/** The processes of the service, two of each kind; one that died is started again a while later. */
export class Fleet {
  readonly #world: World;
  readonly #chance: Chance;
  readonly #audit: Audit;
  readonly #services = new Map<string, Service>();
  readonly #stops = new Map<string, AbortController>();

  constructor(world: World, { chance, audit }: { readonly chance: Chance; readonly audit: Audit }) {
    this.#world = world;
    this.#chance = chance;
    this.#audit = audit;
  }

  startAll(): void {
    for (const name of [...apiNames, ...workerNames, ...auditNames]) this.#start(name);
  }

  anyApi(): Service | undefined {
    const up = apiNames.map((name) => this.#services.get(name)).filter((service) => service?.process.isAlive === true);
    return up.length === 0 ? undefined : this.#chance.one(up);
  }

  stop(name: string): void {
    this.#stops.get(name)?.abort();
  }

  /** Ends what ails the processes: pauses, wrong clocks. */
  heal(): void {
    for (const { process } of this.#services.values()) {
      process.pausedUntil = 0;
      process.skewMs = 0;
    }
  }

  #start(name: string): void {
    const service = this.#world.start(name);
    this.#services.set(name, service);
    service.process.onDeath(() => void this.#restart(name));
    const worker = this.#workerOf(name, service);
    if (worker !== undefined) void this.#run(name, service, worker);
  }

  async #restart(name: string): Promise<void> {
    this.#world.note(name, 'is down');
    await this.#world.outside.sleep(this.#world.weather.isCalm ? 1_000 : this.#chance.integer(500, 90_000));
    this.#start(name);
  }

  async #run(name: string, { process }: Service, worker: Worker): Promise<void> {
    const stop = new AbortController();
    this.#stops.set(name, stop);
    try {
      await worker.run(stop.signal);
      if (!stop.signal.aborted) this.#world.watch.found('I8', `The worker ${name} ended without being asked to.`);
      this.#world.coverage.branch('process stopped and started');
    } catch (error) {
      this.#world.watch.found('I8', `The worker ${name} broke: ${String(error)}`);
    }
    process.die();
  }

  #workerOf(name: string, { oms, ports }: Service): Worker | undefined {
    const role = name.slice(0, -2);
    if (role === 'api') return undefined;
    if (role !== 'audit') return oms.workers[role as (typeof roles)[number]];
    const types = ['order.created', 'order.confirmed', 'order.held', 'order.cancelled'] as const;
    const handle = async (messages: readonly OrderEventMessage[]) =>
      messages.map((message) => this.#audit.see(message));
    return { run: (stop) => ports.events.subscribe('audit', { types, maxBatch: 5 }, handle, stop) };
  }
}
