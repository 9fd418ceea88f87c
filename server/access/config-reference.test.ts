import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../config/load.ts';
import { SETTINGS } from '../config/settings.ts';
import { configReference } from './config-reference.ts';
import { parseGroupFile } from './group-file.ts';

const root = path.join(import.meta.dirname, '../..');
const config = path.join(root, 'config');

describe('config/', () => {
  it('says what the code says; `npm run schemas` brings it up to date', async () => {
    for (const [name, content] of await configReference(root)) {
      expect(await readFile(path.join(root, name), 'utf8'), name).toBe(content);
    }
  });

  it('documents every setting', async () => {
    const page = await readFile(path.join(config, 'README.md'), 'utf8');
    for (const { name, description } of SETTINGS) {
      expect(description, name).not.toBe('');
      expect(page).toContain(`**\`${name}\`**`);
    }
  });

  it('has an example of a configuration that a server takes, without a warning', async () => {
    const argv = ['--config', path.join(config, 'evagore.example.json')];
    expect(await loadConfig({ argv, env: {}, version: '' })).toMatchObject({ outcome: 'run', warnings: [] });
  });

  it('has examples of groups that a server takes, without a warning', async () => {
    const files = await readdir(path.join(config, 'groups'));
    expect(files.length).toBeGreaterThan(2);
    for (const name of files) {
      const text = await readFile(path.join(config, 'groups', name), 'utf8');
      expect(parseGroupFile(text).warnings, name).toEqual([]);
    }
  });
});
