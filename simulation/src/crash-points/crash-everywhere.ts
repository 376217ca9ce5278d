import type { CallId } from '../engine/fault-plan.js';
import type { CallFault } from '../engine/faults.js';
import type { Scenario } from './scenarios.js';
import { callOfSubject, Stage } from './stage.js';

export interface CrashReport {
  readonly useCase: string;
  /** Port calls of an undisturbed run. */
  readonly calls: number;
  readonly singles: number;
  readonly pairs: number;
  readonly problems: readonly string[];
}

type Crash = readonly [CallId, CallFault];

const crashes = ['crash_before', 'crash_after'] as const;

/** Crashes a use-case before and after each of its port calls, then in every ordered pair of these; each time it is restarted. */
export const crashEverywhere = async (scenario: Scenario): Promise<CrashReport> => {
  const problems: string[] = [];
  const run = async (...cuts: readonly Crash[]): Promise<number> => {
    const stage = await Stage.open(new Map(cuts), scenario.inventory);
    await stage.play(scenario.before);
    stage.raiseCurtain();
    await stage.play(scenario.act);
    const { calls } = stage;
    const violation = await stage.end();
    const where = cuts.map(([call, fault]) => `${fault} ${call}`).join(', then ');
    if (violation !== undefined) problems.push(`${where || 'undisturbed'}: ${violation.message}`);
    return calls;
  };
  const calls = await run();
  let pairs = 0;
  let singles = 0;
  for (const first of pointsFrom(1, calls)) {
    singles += 1;
    const callsSince = await run(first);
    for (const second of pointsFrom(numberOf(first) + 1, callsSince)) {
      pairs += 1;
      await run(first, second);
    }
  }
  return { useCase: scenario.useCase, calls, singles, pairs, problems };
};

const pointsFrom = (from: number, to: number): readonly Crash[] => {
  const points: Crash[] = [];
  for (let n = from; n <= to; n += 1) for (const crash of crashes) points.push([callOfSubject(n), crash]);
  return points;
};

const numberOf = ([call]: Crash): number => Number(call.slice(call.indexOf('#') + 1));
