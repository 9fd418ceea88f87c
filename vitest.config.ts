import { defineConfig } from 'vitest/config';
import { fuzzRuns } from './shared/testing/fuzz-budget.ts';

export default defineConfig({
  test: {
    include: ['{shared,server,client,tools,e2e,conformance}/**/*.test.{ts,tsx,mjs}'],
    // Real workers and sockets: a slow machine must not fail what is right.
    testTimeout: fuzzRuns === undefined ? 20_000 : 0,
    hookTimeout: 20_000,
    setupFiles: fuzzRuns === undefined ? [] : ['tools/fuzz-setup.ts'],
  },
});
