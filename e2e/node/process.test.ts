import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CloseReason } from '@evagore/shared';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freePort } from '../../server/media/testing/free-port.ts';
import { joinFromNode } from '../support/node-member.ts';
import { TestServer } from '../support/server.ts';

const MAIN = path.join(import.meta.dirname, '../../server/main.ts');
const ANYBODY = { 'wildcard-user': { password: { type: 'wildcard' }, permissions: 'present' } };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'evagore-process-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Runs a server until it ends, or until it has printed its banner and is told to stop. */
async function run(...flags: string[]): Promise<{ code: number | null; printed: string }> {
  const places = ['--data-dir', path.join(folder, 'data'), '--groups-dir', path.join(folder, 'groups')];
  const media = [
    '--rtc-port',
    String(await freePort()),
    '--rtc-workers',
    '1',
    '--rtc-listen-addresses',
    '127.0.0.1',
  ];
  const child = spawn(process.execPath, [MAIN, ...places, ...media, '--log-level', 'warn', ...flags]);
  let printed = '';
  const onOutput = (data: Buffer): void => {
    printed += data.toString();
    if (printed.includes('To stop')) child.kill('SIGTERM');
  };
  child.stdout.on('data', onOutput);
  child.stderr.on('data', onOutput);
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { code, printed };
}

describe('the server as a process', () => {
  it('tells the operator’s password at the first start, and never again', async () => {
    const first = await run('--http-port', '0');
    expect(first.code).toBe(0);
    expect(first.printed).toMatch(/username {3}operator\s+password {3}[a-z]{5}(-[a-z]{5}){3}/);
    const second = await run('--http-port', '0');
    expect(second.code).toBe(0);
    expect(second.printed).not.toContain('password');
  });

  it('ends with a sentence when a setting is wrong', async () => {
    const { code, printed } = await run('--http-port', 'banana');
    expect(code).toBe(78);
    expect(printed).toContain('command line: --http-port');
    expect(printed).toContain('banana');
  });

  it('ends with a sentence when its port is taken', async () => {
    const other = await TestServer.start({ meeting: ANYBODY });
    const { code, printed } = await run(
      '--http-host',
      '127.0.0.1',
      '--http-port',
      new URL(other.origin).port,
    );
    expect(await other.stop()).toBe(0);
    expect(code).toBe(78);
    expect(printed).toContain('is in use by another program');
    expect(printed, 'a password that nobody could use').not.toContain('operator');
  });

  it('tells everybody why before it stops', async () => {
    const server = await TestServer.start({ meeting: ANYBODY });
    const connection = await joinFromNode(server.origin, 'meeting', 'ada');
    const told = new Promise<CloseReason>((resolve) => {
      connection.events.once('reconnecting', ({ cause }) => {
        resolve(cause);
      });
    });
    const startedAt = performance.now();
    expect(await server.stop()).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(5000);
    // It may be back in a moment, so that the client goes on trying.
    expect(await told).toMatchObject({ code: 'shutting-down' });
    connection.close();
  });

  it('lets people finish where it is told to, and lets nobody new in', async () => {
    const server = await TestServer.start({ meeting: ANYBODY }, { flags: ['--drain-seconds', '60'] });
    const ada = await joinFromNode(server.origin, 'meeting', 'ada');
    const draining = new Promise<{ closesAt?: Date }>((resolve) => ada.events.once('draining', resolve));
    const stopped = server.terminate();
    const { closesAt } = await draining;
    expect(closesAt?.getTime()).toBeGreaterThan(Date.now());
    await expect(joinFromNode(server.origin, 'meeting', 'bob')).rejects.toMatchObject({ code: 'draining' });
    await ada.chat('', '', 'the last word');
    ada.close();
    expect(await stopped).toBe(0);
  });

  it('stops at once when it is told a second time', async () => {
    const server = await TestServer.start({ meeting: ANYBODY }, { flags: ['--drain-seconds', '60'] });
    const ada = await joinFromNode(server.origin, 'meeting', 'ada');
    const draining = new Promise((resolve) => ada.events.once('draining', resolve));
    const stopped = server.terminate();
    await draining;
    expect(await server.stop()).toBe(0);
    expect(await stopped).toBe(0);
    ada.close();
  });
});
