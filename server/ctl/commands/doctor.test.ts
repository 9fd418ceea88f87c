import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testFolder, type TestFolder } from '../../access/testing.ts';
import type { Finding } from '../doctor/finding.ts';
import { ctl } from '../testing/run-in-process.ts';

let folder: TestFolder;
beforeEach(async () => {
  folder = await testFolder();
});
afterEach(() => folder.remove());

function doctor(options: readonly string[] = [], env: Record<string, string> = {}) {
  // No port of this machine is anybody's business here.
  const quiet = {
    EVAGORE_HTTP_PORT: '0',
    EVAGORE_RTC_LISTEN_ADDRESSES: '127.0.0.1',
    EVAGORE_RTC_WORKERS: '1',
  };
  return ctl(['doctor', ...options], { folder: folder.path, env: { ...quiet, HOME: folder.path, ...env } });
}

describe('doctor', () => {
  it('looks at everything, and says what to do about it', async () => {
    await folder.write('groups/bad.json', '{');
    const ran = await doctor();
    for (const check of [
      'configuration',
      'ports',
      'certificate',
      'names',
      'turn',
      'folders',
      'disk',
      'groups',
      'media worker',
      'clock',
    ]) {
      expect(ran.out).toMatch(new RegExp(`^(ok|warning|problem) +${check} `, 'm'));
    }
    expect(ran.out).toMatch(/^problem +groups .*bad\.json.*\n +→ Mend it/m);
    expect(ran.out).toMatch(/\d+ problems?, \d+ warnings?\.\n$/);
    expect(ran.code).toBe(1);
  });

  it('tells scripts the same by JSON', async () => {
    const ran = await doctor(['--json']);
    const findings = JSON.parse(ran.out) as Finding[];
    expect(findings).toContainEqual({
      check: 'configuration',
      grade: 'ok',
      text: 'There is no configuration file; defaults and the environment hold.',
    });
    expect(ran.code).toBe(findings.some(({ grade }) => grade === 'problem') ? 1 : 0);
  });

  it('tells each mistake of the configuration, and then what does not depend on it', async () => {
    const { code, out } = await doctor([], { EVAGORE_HTTP_PORT: 'https', EVAGORE_RTC_PORT: '0' });
    expect(code).toBe(1);
    expect(out).toMatch(/^problem +configuration +.*EVAGORE_HTTP_PORT/m);
    expect(out).toMatch(/^problem +configuration +.*EVAGORE_RTC_PORT/m);
    expect(out).toMatch(/^\w+ +clock/m);
    expect(out).not.toMatch(/^\w+ +groups/m);
  });

  it('looks where it is told to', async () => {
    await folder.write('d/evagore.json', { groupsDir: 'unused' });
    await folder.write('g/tea.json', {});
    const { out } = await doctor(['--data-dir', 'd', '--groups-dir', 'g']);
    expect(out).toContain(`${folder.path}/d/evagore.json can be used.`);
    expect(out).toContain('All 1 group files can be used.');
    await folder.write('mine.json', { dataDir: 'e' });
    expect((await doctor(['--server-config', 'mine.json'])).out).toContain(
      `${folder.path}/e is not there yet`,
    );
    await folder.write('other.json', { nonsense: 1 });
    expect((await doctor(['--server-config', 'other.json'])).out).toMatch(
      /^problem +configuration .*nonsense/m,
    );
  });
});
