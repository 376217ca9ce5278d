import { Audit } from '../actors/audit.js';
import { Client } from '../actors/client.js';
import { Fleet } from '../actors/fleet.js';
import { People } from '../actors/people.js';
import type { Violation } from '../checker/violation.js';
import { type CallId, GivenFaults } from '../engine/fault-plan.js';
import type { CallFault } from '../engine/faults.js';
import { Chance } from '../inputs/chance.js';
import type { Operation } from '../inputs/operations.js';
import { Ending } from '../world/ending.js';
import type { Service } from '../world/start-process.js';
import { World } from '../world/world.js';
import { type Apis, worldSurroundings } from '../world/world-surroundings.js';

/** Whether the inventory claims atomically, or only decrements and is asked through the claim ledger. */
export type StageInventory = 'claims' | 'decrements';

/** The process whose calls are cut off. */
const subject = 'subject';

/** One API process after the other under one name: the next begins when the last has died. */
class OneAtATime implements Apis {
  name = 'helper';
  readonly #world: World;
  #service: Service | undefined;

  constructor(world: World) {
    this.#world = world;
  }

  anyApi(): Service {
    const { process } = this.#service ?? {};
    if (this.#service === undefined || process?.isAlive !== true || process.name !== this.name) {
      this.#service = this.#world.start(this.name);
    }
    return this.#service;
  }

  stop(): void {}
}

/** A world for one use-case: what comes before runs undisturbed, then the use-case is cut off where it was asked to be. */
export class Stage {
  readonly world: World;
  readonly people: People;
  readonly client: Client;
  readonly #apis: OneAtATime;
  readonly #operations: Operation[] = [];

  static async open(faults: ReadonlyMap<CallId, CallFault>, inventory: StageInventory = 'claims'): Promise<Stage> {
    const stage = new Stage(faults, inventory === 'decrements');
    await stage.world.openInventories();
    return stage;
  }

  private constructor(faults: ReadonlyMap<CallId, CallFault>, isLedgered: boolean) {
    const settings = { policy: { chunkRows: 2 }, atomicClaim: !isLedgered, isLedgered, stretch: 1, reorder: 0 };
    const schedule = new Chance(1);
    this.world = new World({ seed: 1, settings, plan: new GivenFaults(faults), schedule, keepsLines: false });
    this.#apis = new OneAtATime(this.world);
    const surroundings = worldSurroundings(this.world, this.#apis);
    this.client = new Client(surroundings, new Chance(2));
    this.people = new People(surroundings, this.client);
  }

  async perform(operation: Operation): Promise<void> {
    this.#operations.push(operation);
    await this.people.perform(operation);
  }

  /** Plays one part of the scenario to its end. */
  async play(part: (stage: Stage) => Promise<void>): Promise<void> {
    let isDone = false;
    void part(this).then(() => {
      isDone = true;
    });
    await this.world.scheduler.run(() => isDone || this.world.watch.violation !== undefined);
    if (!isDone) this.world.watch.found('I8', 'The use-case never ended.');
  }

  /** From now on the subject serves: its calls are those that may be cut off. */
  raiseCurtain(): void {
    this.#apis.name = subject;
  }

  /** Restarts the whole service, lets it come to rest, and looks at what is there. */
  async end(): Promise<Violation | undefined> {
    const { world } = this;
    world.weather.calm();
    const audit = new Audit(world);
    const fleet = new Fleet(world, { chance: new Chance(3), audit });
    fleet.startAll();
    const ending = new Ending(world, { people: this.people, audit, operations: this.#operations });
    await world.scheduler.run(() => world.watch.violation !== undefined || ending.isOver());
    return world.watch.violation ?? (await ending.verdict());
  }

  /** Port calls that the subject made. */
  get calls(): number {
    return this.world.weather.callsOf(subject);
  }
}

export const callOfSubject = (n: number): CallId => `${subject}#${n}`;
