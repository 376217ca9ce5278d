import { configDefaults, defineConfig } from 'vitest/config';

const conditions = ['@oms/source', 'node', 'default'];
const onServers = '**/*.int.test.ts';

export default defineConfig({
  test: {
    globalSetup: ['packages/host/test/build-once.ts'],
    projects: [
      {
        extends: true,
        ssr: { resolve: { conditions } },
        resolve: { conditions },
        test: {
          name: 'alone',
          include: [
            'packages/*/{src,test}/**/*.test.ts',
            'tools/**/*.test.ts',
            'examples/**/*.test.ts',
            'simulation/test/*.test.ts',
          ],
          exclude: [...configDefaults.exclude, onServers],
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        ssr: { resolve: { conditions } },
        resolve: { conditions },
        test: {
          name: 'on servers',
          include: [`packages/*/test/${onServers}`],
          testTimeout: 20_000,
          // The servers are shared, and several of these tests are about time: one file after another, and no other beside them.
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
