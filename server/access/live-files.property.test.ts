import { RtcConfiguration } from '@evagore/shared';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tries } from '../../shared/testing/fuzz-budget.ts';
import { damaged, mutated } from '../../shared/testing/mutations.ts';
import { IceServers } from './ice-servers.ts';
import { Passwords } from './passwords.ts';
import { SiteFile } from './site-file.ts';
import { testFolder, testLog, type TestFolder } from './testing.ts';

/** Files that operators write, with any mistake in them: they are taken, or keep their last good state and say so. */

const CANARY = 'kanarienvogel';

const SITE = {
  canonicalHost: 'meet.example:8443',
  proxyURL: 'https://meet.example/x/',
  allowOrigin: ['https://a.example'],
  allowAdminOrigin: ['https://b.example'],
  writableGroups: true,
  users: { root: { password: CANARY, permissions: 'admin' } },
};
const ICE = [
  { urls: ['stun:stun.example'] },
  { urls: ['turn:turn.example:443?transport=tcp'], username: 'galene', credential: CANARY },
  { urls: 'turn:turn.example', username: 'x', credential: CANARY, credentialType: 'hmac-sha1' },
];

/** A file that is nearly good. The words are secrets in the right places. */
function file(good: object): fc.Arbitrary<string> {
  return fc.oneof(
    mutated(good, [CANARY]).map((value) => JSON.stringify(value)),
    damaged(JSON.stringify(good, null, 2)).map((bytes) => bytes.toString()),
    fc.json(),
    fc.string(),
  );
}

let folder: TestFolder;
beforeAll(async () => {
  folder = await testFolder();
});
afterAll(() => folder.remove());

describe('the file of the site', () => {
  it('never opens the server to somebody new, whatever it says', async () => {
    const { log, lines } = testLog();
    const passwords = new Passwords({ maxChecks: 1, maxQueued: 10 });
    const path = await folder.write('config.json', SITE);
    const site = new SiteFile({ file: path, passwords, log });
    await fc.assert(
      fc.asyncProperty(file(SITE), async (text) => {
        await folder.write('config.json', text);
        await site.current();
        for (const password of ['', 'x', 'undefined', '[object Object]']) {
          expect(await site.isAdministrator('nobody', password)).toBe(false);
        }
        expect(lines.filter(({ level }) => level === 'error')).toEqual([]);
        lines.length = 0;
      }),
      tries(100),
    );
  });
});

describe('the file of ICE servers', () => {
  it('gives what browsers take, whatever it says, and no secret to the log', async () => {
    const { log, lines } = testLog();
    const path = await folder.write('ice-servers.json', ICE);
    const servers = new IceServers({ file: path, log });
    await fc.assert(
      fc.asyncProperty(file(ICE), async (text) => {
        await folder.write('ice-servers.json', text);
        await servers.refresh();
        expect(RtcConfiguration.safeParse(servers.configuration()).error).toBeUndefined();
        expect(JSON.stringify(lines)).not.toContain(CANARY);
        expect(lines.filter(({ level }) => level === 'error')).toEqual([]);
        lines.length = 0;
      }),
      tries(100),
    );
  });
});
