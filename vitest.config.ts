import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{shared,server,client,tools,e2e,conformance}/**/*.test.{ts,tsx,mjs}'],
    // Real workers and sockets: a slow machine must not fail what is right.
    testTimeout: 20_000,
    hookTimeout: 20_000,
  },
});
