import { Audit } from './actors/audit.js';
import { Client } from './actors/client.js';
import { Fleet } from './actors/fleet.js';
import { People } from './actors/people.js';
import type { Violation } from './checker/violation.js';
import { type CallId, DrawnFaults } from './engine/fault-plan.js';
import type { CallFault } from './engine/faults.js';
import type { Chance } from './inputs/chance.js';
import type { Operation } from './inputs/operations.js';
import { streamsOfSeed } from './inputs/operations-of-seed.js';
import { planOperations } from './inputs/plan-operations.js';
import { Ending } from './world/ending.js';
import { drawSettings } from './world/settings.js';
import { World } from './world/world.js';
import { worldSurroundings } from './world/world-surroundings.js';

/** Faults end then. */
const stormMs = 9 * 60_000;

/** A run told again with less: without these operations and faults. */
export interface Without {
  readonly operations: ReadonlySet<string>;
  readonly calls: ReadonlySet<CallId>;
}

export const everything: Without = { operations: new Set(), calls: new Set() };

export interface RunOptions {
  readonly without?: Without;
  readonly keepsLines?: boolean;
}

export interface RunResult {
  readonly seed: number;
  readonly hash: string;
  readonly violation: Violation | undefined;
  readonly calls: number;
  readonly steps: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly operations: readonly string[];
  readonly faults: ReadonlyMap<CallId, CallFault>;
  readonly lines: readonly string[];
}

/** One run: everything in it follows from the seed. */
export const runSeed = async (seed: number, options: RunOptions = {}): Promise<RunResult> => {
  const { without = everything, keepsLines = false } = options;
  const chanceOf = streamsOfSeed(seed);
  const operations = planOperations(chanceOf()).filter(({ id }) => !without.operations.has(id));
  const plan = new DrawnFaults(chanceOf(), without.calls);
  const world = new World({ seed, settings: drawSettings(chanceOf()), plan, schedule: chanceOf(), keepsLines });
  const run = new Run(world, operations, chanceOf());
  await run.play();
  return {
    seed,
    hash: world.trace.hash,
    violation: world.watch.violation,
    calls: world.coverage.calls,
    steps: world.scheduler.steps,
    counts: world.coverage.counts,
    operations: operations.map(({ id }) => id),
    faults: plan.drawn,
    lines: world.trace.lines,
  };
};

class Run {
  readonly #world: World;
  readonly #operations: readonly Operation[];
  readonly #fleet: Fleet;
  readonly #people: People;
  readonly #ending: Ending;

  constructor(world: World, operations: readonly Operation[], chance: Chance) {
    this.#world = world;
    this.#operations = operations;
    const audit = new Audit(world);
    this.#fleet = new Fleet(world, { chance, audit });
    const surroundings = worldSurroundings(world, this.#fleet);
    this.#people = new People(surroundings, new Client(surroundings, chance));
    this.#ending = new Ending(world, { people: this.#people, audit, operations });
  }

  async play(): Promise<void> {
    const { scheduler, watch } = this.#world;
    await this.#world.openInventories();
    this.#fleet.startAll();
    this.#people.begin(this.#operations);
    await scheduler.run(() => watch.violation !== undefined || this.#world.elapsedMs >= stormMs);
    this.#world.weather.calm();
    this.#fleet.heal();
    this.#world.note('outside', 'faults end');
    await scheduler.run(() => watch.violation !== undefined || this.#ending.isOver());
    watch.violation ??= await this.#ending.verdict();
  }
}
