import { orderRepoContract, runContract } from '@oms/core/contract';
import { test } from 'vitest';
import { harness } from './harness.mjs';

await runContract(orderRepoContract, harness, {
  test: (name, run) => test(name, run),
  skip: (name, reason) => test(name, ({ skip }) => skip(reason)),
});
