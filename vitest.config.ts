import { defineConfig } from 'vitest/config';

export default defineConfig({
  ssr: { resolve: { conditions: ['@oms/source', 'node', 'default'] } },
  resolve: { conditions: ['@oms/source', 'node', 'default'] },
  test: {
    include: [
      'packages/*/{src,test}/**/*.test.ts',
      'tools/**/*.test.ts',
      'examples/**/*.test.ts',
      'simulation/test/*.test.ts',
    ],
    globalSetup: ['packages/host/test/build-once.ts'],
    testTimeout: 20_000,
  },
});
