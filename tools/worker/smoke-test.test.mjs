import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const script = fileURLToPath(new URL('smoke-test.mjs', import.meta.url));
const worker = process.env['MEDIASOUP_WORKER_BIN'] ?? '';

describe("mediasoup's worker", () => {
  it.skipIf(worker === '')('carries media and negotiates AES-GCM', () => {
    const { stdout, stderr } = spawnSync(process.execPath, [script, worker], { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(stdout).toBe('AEAD_AES_256_GCM\n');
  });
});
