import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { referenceFiles } from './reference.ts';

const root = path.join(import.meta.dirname, '..');

describe('the written reference', () => {
  it('says what the code says; `npm run schemas` brings it up to date', async () => {
    for (const [name, content] of await referenceFiles(root)) {
      expect(await readFile(path.join(root, name), 'utf8'), name).toBe(content);
    }
  });
});
