import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node',
    // Worker threads of our own and native modules need a process each.
    pool: 'forks',
    // One core less, as vitest would choose, halves the speed of a small machine; nothing here asserts on time.
    maxWorkers: '100%',
    include: ['{src,test,evaluation,benchmarks}/**/*.test.ts'],
    globalSetup: ['test/support/database-image.ts'],
    // Generous, because the embedded database takes seconds to open on a busy machine; nothing asserts on time.
    testTimeout: 30_000,
    hookTimeout: 120_000,
    reporters: ['default', './test/support/skipped-reporter.ts'],
  },
});
