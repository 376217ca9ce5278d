import { configDefaults, defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

const conditions = ['@oms/source', 'node', 'default'];
const onServers = '**/*.int.test.ts';
const ofTheHost = `packages/host/test/${onServers}`;
const underFaults = `packages/host/test/cloud/chaos/${onServers}`;

/** One project after the other, in the order of the list below; so many files of it at a time. */
const project = (
  [groupOrder, maxWorkers]: readonly [number, number],
  test: TestProjectInlineConfiguration['test'],
): TestProjectInlineConfiguration => ({
  extends: true,
  ssr: { resolve: { conditions } },
  resolve: { conditions },
  test: { testTimeout: 20_000, maxWorkers, sequence: { groupOrder }, ...test },
});

export default defineConfig({
  test: {
    globalSetup: ['packages/host/test/build-once.ts'],
    projects: [
      project([0, 2], {
        name: 'alone',
        include: [
          'packages/*/{src,test}/**/*.test.ts',
          'tools/**/*.test.ts',
          'examples/**/*.test.ts',
          'simulation/test/*.test.ts',
        ],
        exclude: [...configDefaults.exclude, onServers],
      }),
      // Both wait more than they work.
      project([1, 3], {
        name: 'on servers',
        include: [`packages/*/test/${onServers}`, `examples/${onServers}`],
        exclude: [...configDefaults.exclude, ofTheHost],
      }),
      project([2, 4], { name: 'under faults', include: [underFaults] }),
      // Whole deployments, some of whose tests are about time: no other beside them.
      project([3, 1], {
        name: 'deployed',
        include: [ofTheHost],
        exclude: [...configDefaults.exclude, underFaults],
      }),
    ],
  },
});
