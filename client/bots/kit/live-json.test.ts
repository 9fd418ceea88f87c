import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { RecordedLog } from '../testing/stage.ts';
import { LiveJson } from './live-json.ts';

const schema = z.strictObject({ level: z.number() });

let folder: string;
let file: string;
let log: RecordedLog;
const opened: LiveJson<typeof schema>[] = [];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'evagore-live-'));
  file = path.join(folder, 'rules.json');
  log = new RecordedLog();
});
afterEach(async () => {
  for (const each of opened.splice(0)) each.close();
  await rm(folder, { recursive: true, force: true });
});

async function open(): Promise<LiveJson<typeof schema>> {
  await writeFile(file, '{"level": 1}');
  const live = await LiveJson.open({ file, schema, log });
  opened.push(live);
  return live;
}

describe('LiveJson', () => {
  it('is refused where the file cannot be used to begin with', async () => {
    await expect(LiveJson.open({ file, schema, log })).rejects.toThrow(/cannot be read/);
    await writeFile(file, '{"level": "high"}');
    await expect(LiveJson.open({ file, schema, log })).rejects.toThrow(/rules\.json: level: /);
  });

  it('takes up a file that is written over, or put in its place', async () => {
    const live = await open();
    expect(live.value).toEqual({ level: 1 });
    await writeFile(file, '{"level": 22}');
    await live.look();
    expect(live.value).toEqual({ level: 22 });
    await writeFile(`${file}.new`, '{"level": 3}');
    await rename(`${file}.new`, file);
    await live.look();
    expect(live.value).toEqual({ level: 3 });
    expect(log.all('file read again')).toHaveLength(2);
  });

  it.each([
    ['is no JSON', () => writeFile(file, '{"level": 2')],
    ['does not fit', () => writeFile(file, '{"level": 2, "lever": 3}')],
    ['goes away', () => rm(file)],
    ['is too long', () => writeFile(file, `{"level": 2${' '.repeat(1_048_576)}}`)],
  ])('keeps the last good version where the file %s, and says so once', async (_, spoil) => {
    const live = await open();
    await spoil();
    await live.look();
    await live.look();
    expect(live.value).toEqual({ level: 1 });
    expect(log.all('file is broken; the last good version stays in force')).toHaveLength(1);
    await writeFile(file, '{"level": 4444}');
    await live.look();
    expect(live.value).toEqual({ level: 4444 });
  });

  it('looks by itself', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    try {
      const live = await open();
      const look = vi.spyOn(live, 'look');
      vi.advanceTimersByTime(6000);
      expect(look).toHaveBeenCalledTimes(3);
      live.close();
      vi.advanceTimersByTime(6000);
      expect(look).toHaveBeenCalledTimes(3);
      await Promise.all(look.mock.results.map(({ value }) => value as Promise<void>));
    } finally {
      vi.useRealTimers();
    }
  });
});
