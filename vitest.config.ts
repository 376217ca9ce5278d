import { configDefaults, defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

const conditions = ['@oms/source', 'node', 'default'];
const onServers = '**/*.int.test.ts';
const ofTheHost = `packages/host/test/${onServers}`;
const underFaults = `packages/host/test/cloud/chaos/${onServers}`;

/** One project after the other, in this order; of each so many files at a time. */
const projects: readonly TestProjectInlineConfiguration['test'][] = [
  {
    name: 'alone',
    maxWorkers: 2,
    include: [
      'packages/*/{src,test}/**/*.test.ts',
      'tools/**/*.test.ts',
      'examples/**/*.test.ts',
      'simulation/test/*.test.ts',
    ],
    exclude: [...configDefaults.exclude, onServers],
  },
  // This one and the next wait more than they work.
  {
    name: 'on servers',
    maxWorkers: 3,
    include: [`packages/*/test/${onServers}`, `examples/${onServers}`],
    exclude: [...configDefaults.exclude, ofTheHost],
  },
  { name: 'under faults', maxWorkers: 4, include: [underFaults] },
  // Whole deployments, some of whose tests are about time: no other beside them.
  { name: 'deployed', maxWorkers: 1, include: [ofTheHost], exclude: [...configDefaults.exclude, underFaults] },
];

export default defineConfig({
  test: {
    globalSetup: ['packages/host/test/build-once.ts'],
    projects: projects.map((test, groupOrder) => ({
      extends: true,
      ssr: { resolve: { conditions } },
      resolve: { conditions },
      test: { testTimeout: 20_000, sequence: { groupOrder }, ...test },
    })),
  },
});
