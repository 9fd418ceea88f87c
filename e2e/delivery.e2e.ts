import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test as base } from '@playwright/test';
import { build } from 'vite';
import { LibraryMember, type Kept } from './support/library-member.ts';
import { TestServer } from './support/server.ts';

/** Media follows what is drawn: two pages with nothing but the library, and a real server. */

declare const kept: Kept;

interface Fixtures {
  join: (name: string) => Promise<LibraryMember>;
}

interface WorkerFixtures {
  server: TestServer;
}

const test = base.extend<Fixtures, WorkerFixtures>({
  server: [
    // eslint-disable-next-line no-empty-pattern -- Playwright wants the pattern
    async ({}, use) => {
      const folder = await mkdtemp(path.join(tmpdir(), 'evagore-library-'));
      await build({
        configFile: false,
        root: path.join(import.meta.dirname, 'support/library-page'),
        base: '/library/',
        logLevel: 'error',
        build: { outDir: folder, emptyOutDir: true, modulePreload: { polyfill: false } },
      });
      const server = await TestServer.start(
        { room: { 'wildcard-user': { password: { type: 'wildcard' }, permissions: 'present' } } },
        { flags: ['--static', `/library/=${folder}`] },
      );
      await use(server);
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
    { scope: 'worker' },
  ],
  join: async ({ browser, server }, use) => {
    const people: LibraryMember[] = [];
    await use(async (name) => {
      const url = `${server.origin}/library/index.html`;
      const person = await LibraryMember.join(browser, url, { group: 'room', name });
      people.push(person);
      return person;
    });
    for (const person of people) await person.vanish();
  },
});

/** How large somebody draws what comes of somebody else. */
function draw(who: LibraryMember, username: string, size: { width: number; height: number } | null) {
  return who.page.evaluate(
    ([name, drawn]) => {
      const streams = Object.values(kept.connection.down);
      streams.find((stream) => stream.username === name)?.setDrawnSize(drawn);
    },
    [username, size] as const,
  );
}

interface Sent {
  readonly videoBytes: number;
  /** Of each layer that is sent. */
  readonly widths: readonly number[];
  readonly audioBytes: number;
  readonly needed: number | undefined;
}

/** What has left a page of its camera. */
function sent(who: LibraryMember): Promise<Sent> {
  return who.page.evaluate(async () => {
    const stats = (await kept.camera?.collectStats()) ?? {};
    const all = Object.values(stats).flatMap((each) => each['outbound-rtp'] ?? []);
    const sum = (kind: 'audio' | 'video') =>
      all.reduce((total, each) => total + (each.kind === kind ? (each.bytesSent ?? 0) : 0), 0);
    return {
      videoBytes: sum('video'),
      audioBytes: sum('audio'),
      widths: all
        .filter(({ kind, active }) => kind === 'video' && active !== false)
        .map((each) => each.frameWidth ?? 0),
      needed: kept.camera?.neededLayer,
    };
  });
}

/** How many bytes of video leave a page within a while, in which sound must go on. */
async function videoWithin(who: LibraryMember, ms: number): Promise<number> {
  const before = await sent(who);
  await who.page.waitForTimeout(ms);
  const after = await sent(who);
  expect(after.audioBytes).toBeGreaterThan(before.audioBytes);
  return after.videoBytes - before.videoBytes;
}

async function framesWithin(who: LibraryMember, username: string, ms: number): Promise<number> {
  const before = (await who.from(username))!;
  await who.page.waitForTimeout(ms);
  const after = (await who.from(username))!;
  expect(after.audioEnergy).toBeGreaterThan(before.audioEnergy);
  return after.framesDecoded - before.framesDecoded;
}

const width = async (who: LibraryMember, username: string) => (await who.from(username))?.width;

test('what is drawn small arrives small, and what is not drawn does not arrive, but its sound', async ({
  join,
}) => {
  const ada = await join('Ada');
  const vera = await join('Vera');
  await ada.publish(true);
  await vera.request('audio', 'video');
  // How large it gets is up to the machine; the lowest layer of three is 160 wide.
  await expect.poll(() => width(vera, 'Ada')).toBeGreaterThan(160);

  await draw(vera, 'Ada', { width: 160, height: 120 });
  await expect.poll(() => width(vera, 'Ada')).toBe(160);
  // What nobody needs is not even sent.
  await expect.poll(async () => (await sent(ada)).needed, { timeout: 20_000 }).toBe(0);

  await draw(vera, 'Ada', null);
  await expect.poll(() => framesWithin(vera, 'Ada', 1000)).toBe(0);

  await draw(vera, 'Ada', { width: 640, height: 480 });
  await vera.expectMedia('Ada');
  await expect.poll(() => width(vera, 'Ada')).toBeGreaterThan(160);
  expect(await vera.told()).toEqual(['stream: Ada']);
});

test('what nobody watches is not sent, and begins again when somebody does', async ({ join }) => {
  const ada = await join('Ada');
  const vera = await join('Vera');
  await ada.publish(true);
  await vera.request('audio', 'video');
  await vera.expectMedia('Ada');

  await draw(vera, 'Ada', null);
  await expect.poll(() => videoWithin(ada, 1000), { timeout: 12_000 }).toBe(0);
  const roster = await vera.page.evaluate(() =>
    Object.values(kept.connection.users).flatMap(({ published }) =>
      published.flatMap(({ tracks }) => tracks),
    ),
  );
  expect(roster.map(({ kind, muted }) => [kind, muted]).sort()).toEqual([
    ['audio', false],
    ['video', false],
  ]);

  const began = Date.now();
  const before = (await vera.from('Ada'))!.framesDecoded;
  await draw(vera, 'Ada', { width: 320, height: 240 });
  await expect
    .poll(async () => (await vera.from('Ada'))!.framesDecoded, { intervals: [100] })
    .toBeGreaterThan(before);
  test.info().annotations.push({ type: 'frames again after', description: `${Date.now() - began} ms` });
  expect(Date.now() - began).toBeLessThan(2000);
  await vera.expectMedia('Ada');
});

test('a bit rate is changed while a camera is sent', async ({ join }) => {
  const ada = await join('Ada');
  const vera = await join('Vera');
  await ada.publish(true);
  await vera.request('audio', 'video');
  await vera.expectMedia('Ada');
  await expect.poll(() => videoWithin(ada, 2000), { timeout: 30_000 }).toBeGreaterThan(50_000);
  await ada.page.evaluate(() => kept.camera?.setMaxBitrate('video', 80_000));
  await expect.poll(() => videoWithin(ada, 2000), { timeout: 30_000 }).toBeLessThan(35_000);
  await ada.page.evaluate(() => kept.camera?.setMaxBitrate('video', null));
  await expect.poll(() => videoWithin(ada, 2000), { timeout: 30_000 }).toBeGreaterThan(50_000);
  expect(await ada.told()).toEqual([]);
});
