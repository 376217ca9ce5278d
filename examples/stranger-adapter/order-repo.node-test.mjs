import { test } from 'node:test';
import { orderRepoContract, runContract } from '@oms/core/contract';
import { harness } from './harness.mjs';

await runContract(orderRepoContract, harness, {
  test: (name, run) => void test(name, run),
  skip: (name, reason) => void test(name, { skip: reason }, () => {}),
});
