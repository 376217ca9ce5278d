import { Chance } from './chance.js';
import type { Operation } from './operations.js';
import { planOperations } from './plan-operations.js';

/** Independent sources of chance for the parts of a run, each its own whatever the others draw. */
export const streamsOfSeed = (seed: number): (() => Chance) => {
  const streams = new Chance(seed);
  return () => new Chance(Math.floor(streams.random() * 0x1_0000_0000));
};

/** What people do in a run: the first that its seed decides. */
export const operationsOfSeed = (seed: number): readonly Operation[] => planOperations(streamsOfSeed(seed)());
