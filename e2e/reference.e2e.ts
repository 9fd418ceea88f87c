import { expect, test as base, type Browser } from '@playwright/test';
import { GaleneServer } from './support/galene.ts';
import { GuestPages } from './support/guest-pages.ts';
import { LibraryMember, type Kept } from './support/library-member.ts';
import { measureMedia } from './support/media-matrix.ts';
import { canMakeNamespaces } from './support/namespace.ts';
import { Participant, type ParticipantOptions } from './support/participant.ts';
import { StockClient, type StockOptions } from './support/stock-client.ts';

/** Our library, and the page that is made with it, in a real Galène: two of ours, and one of its own client. */

const BINARY = process.env['EVAGORE_GALENE_BINARY'];
const STOCK_DIR = process.env['EVAGORE_GALENE_STATIC'];

const GROUPS = {
  room: {
    'auto-subgroups': true,
    'allow-recording': true,
    users: { boss: { password: 'open sesame', permissions: 'op' } },
    'wildcard-user': { password: { type: 'wildcard' }, permissions: 'present' },
  },
  // Galène takes a permission from all who have it by the same list, so that these have one of their own.
  strict: {
    users: { boss: { password: 'open sesame', permissions: 'op' } },
    'wildcard-user': { password: { type: 'wildcard' }, permissions: ['present', 'message'] },
  },
};

interface LibraryOptions {
  name: string;
  password?: string;
  group?: string;
}

interface Fixtures {
  /** A group that no other test uses. */
  room: string;
  /** By our page. */
  join: (options: ParticipantOptions) => Promise<Participant>;
  /** By Galène's own. */
  joinStock: (options: StockOptions) => Promise<StockClient>;
  /** By the library alone. */
  joinLibrary: (options: LibraryOptions) => Promise<LibraryMember>;
}

interface WorkerFixtures {
  pages: GuestPages;
  galene: GaleneServer;
}

let rooms = 0;

/** Lets people in, and out again at the end. */
function guests<Options, Guest extends { vanish(): Promise<void> }>(
  open: (options: Options) => Promise<Guest>,
) {
  const all: Guest[] = [];
  return {
    join: async (options: Options): Promise<Guest> => {
      const guest = await open(options);
      all.push(guest);
      return guest;
    },
    leave: async (): Promise<void> => {
      for (const guest of all) await guest.vanish();
    },
  };
}

/** Whatever Chromium has under way when a network comes up, it gives up; that can take seconds to be noticed. */
async function networkIsKnown(browser: Browser, url: string): Promise<void> {
  const page = await browser.newPage();
  await expect(async () => {
    for (let second = 0; second < 4; second += 1) {
      await page.goto(url);
      await page.waitForTimeout(1000);
    }
  }).toPass({ timeout: 60_000 });
  await page.close();
}

const test = base.extend<Fixtures, WorkerFixtures>({
  pages: [
    // eslint-disable-next-line no-empty-pattern -- Playwright wants the pattern
    async ({}, use) => {
      const pages = await GuestPages.make(STOCK_DIR ?? '');
      await use(pages);
      await pages.remove();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  galene: [
    async ({ pages, browser }, use) => {
      const server = await GaleneServer.start({
        binary: BINARY ?? '',
        staticDir: pages.folder,
        groups: GROUPS,
      });
      await networkIsKnown(browser, server.origin);
      await use(server);
      await server.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  // eslint-disable-next-line no-empty-pattern -- Playwright wants the pattern
  room: async ({}, use) => {
    rooms += 1;
    await use(`room/${rooms.toString()}`);
  },
  join: async ({ browser, galene, pages, room }, use) => {
    const { join, leave } = guests((options: ParticipantOptions) =>
      Participant.join(browser, pages.ours(galene.origin, room), options),
    );
    await use(join);
    await leave();
  },
  joinStock: async ({ browser, galene, room }, use) => {
    const { join, leave } = guests((options: StockOptions) =>
      StockClient.join(browser, galene.group(room), options),
    );
    await use(join);
    await leave();
  },
  joinLibrary: async ({ browser, galene, pages, room }, use) => {
    const { join, leave } = guests((options: LibraryOptions) =>
      LibraryMember.join(browser, pages.library(galene.origin), { group: room, ...options }),
    );
    await use(join);
    await leave();
  },
});
declare const kept: Kept;

// Three pages that code and decode pictures, and a server beside them, on a machine that may have two cores.
test.describe.configure({ timeout: 240_000 });
test.skip(BINARY === undefined, 'needs a real Galène: EVAGORE_GALENE_BINARY');
test.skip(STOCK_DIR === undefined, "needs Galène's own web client: EVAGORE_GALENE_STATIC=CHECKOUT/static");
test.skip(!canMakeNamespaces(), 'needs root on Linux, to give Galène a network of its own');

const BOSS = { name: 'boss', password: 'open sesame' };

test.describe('our page in a real Galène', () => {
  test('two people see, hear and write to each other', async ({ join }) => {
    const ada = await join({ name: 'Ada' });
    const bob = await join({ name: 'Bob' });
    for (const person of [ada, bob]) await person.expectMedia({ videoTracks: 1 });
    await expect(ada.tile('Bob').locator('video')).toHaveJSProperty('paused', false);
    const { peerConnections } = await ada.received();
    expect(peerConnections, 'one for each stream').toBe(2);

    await ada.write('Hello Bob');
    await bob.openPanel('Chat');
    await expect(bob.chatLog).toContainText('Hello Bob');
    await bob.write('/msg Ada psst');
    await expect(ada.chatLog).toContainText('psst');
    expect([...ada.troubles, ...bob.troubles]).toEqual([]);
    await measureMedia('our client × Galène', () => bob.received());
  });

  test("sees and hears Galène's own client, and is seen and heard by it", async ({ join, joinStock }) => {
    const ada = await join({ name: 'Ada' });
    const carol = await joinStock({ name: 'Carol' });
    await ada.expectMedia({ videoTracks: 1 });
    const seenByCarol = await carol.expectMedia('Ada');
    await ada.write('hello from Evagore');
    await expect(carol.chatLog).toContainText('hello from Evagore');
    await carol.write('hello from Galène');
    await expect(ada.chatLog).toContainText('hello from Galène');
    console.log("our page × Galène's client:", JSON.stringify({ ada: await ada.received(), seenByCarol }));
    await carol.vanish();
    await expect(ada.tile('Carol')).toHaveCount(0);
  });

  test('what is muted is not heard', async ({ join }) => {
    const ada = await join({ name: 'Ada', camera: false });
    const bob = await join({ name: 'Bob' });
    await expect.poll(async () => (await bob.received()).audioEnergy).toBeGreaterThan(0);
    await ada.control('Microphone').click();
    await expect
      .poll(async () => {
        const before = await bob.received();
        await bob.page.waitForTimeout(500);
        return (await bob.received()).audioEnergy - before.audioEnergy;
      })
      .toBeLessThan(1e-6);
    await ada.control('Microphone').click();
    const silent = await bob.received();
    await expect.poll(async () => (await bob.received()).audioEnergy).toBeGreaterThan(silent.audioEnergy);
  });

  test('the camera can be turned off and on again, and the microphone goes on', async ({ join }) => {
    const ada = await join({ name: 'Ada' });
    const bob = await join({ name: 'Bob', camera: false });
    await expect(bob.tile('Ada').locator('video')).toBeVisible();
    await ada.control('Camera').click();
    await expect(bob.tile('Ada').locator('video')).toHaveCount(0);
    const before = await bob.received();
    await expect.poll(async () => (await bob.received()).audioEnergy).not.toBe(before.audioEnergy);
    await ada.control('Camera').click();
    await expect(bob.tile('Ada').locator('video')).toBeVisible();
    await bob.expectMedia({ videoTracks: 1 });
  });

  test('a shared screen is seen until sharing stops', async ({ join }) => {
    const ada = await join({ name: 'Ada', camera: false });
    const bob = await join({ name: 'Bob', camera: false });
    await ada.control('Share a screen').click();
    const screen = bob.page.locator('article[data-kind="screen"]');
    await expect(screen).toBeVisible();
    await bob.expectMedia({ videoTracks: 1 });
    await ada.control('Share a screen').click();
    await expect(screen).toHaveCount(0);
  });

  test('an operator mutes and removes somebody', async ({ join }) => {
    const ada = await join({ name: 'Ada' });
    const boss = await join(BOSS);
    await boss.expectMedia({ videoTracks: 1 });
    await boss.openPanel('Chat');
    await boss.write('/mute Ada');
    await expect(ada.control('Microphone')).toHaveAttribute('aria-pressed', 'false');
    await boss.write('/kick Ada be nice');
    await expect(ada.page.getByText('be nice')).toBeVisible();
    await expect(boss.tile('Ada')).toHaveCount(0);
  });

  test('everybody sees that the meeting is recorded, from its beginning to its end', async ({ join }) => {
    const ada = await join({ name: 'Ada', camera: false });
    const boss = await join({ ...BOSS, camera: false, microphone: false });
    const people = [ada, boss];
    await boss.page.getByRole('button', { name: 'More', exact: true }).click();
    await boss.page.getByRole('menuitem', { name: 'Start recording' }).click();
    for (const { page } of people) {
      await expect(page.locator('.recording-frame')).toBeVisible();
      await expect(page.getByRole('status').filter({ hasText: 'Recording' }).first()).toBeVisible();
      await expect(page.getByText('This meeting is being recorded.').first()).toBeVisible();
    }
    // What records is nobody: neither a tile, nor a person in the list.
    await expect(ada.tiles).toHaveCount(2);
    await expect(ada.page.getByText('2 people')).toBeVisible();

    // Who comes later is told as well.
    const eve = await join({ name: 'Eve', camera: false });
    await expect(eve.page.getByText('This meeting is being recorded.').first()).toBeVisible();
    // Whoever agrees goes on, and whoever does not leaves, both by the notice.
    const notice = (person: Participant) => person.page.locator('.notice').filter({ hasText: 'recorded' });
    await notice(ada).getByRole('button', { name: 'Continue' }).click();
    await expect(notice(ada)).toHaveCount(0);
    await expect(ada.controls).toBeVisible();
    await notice(eve).getByRole('button', { name: 'Leave' }).press('Enter');
    await expect(eve.controls).toHaveCount(0);
    await expect(ada.page.getByText('2 people')).toBeVisible();

    await boss.write('/unrecord');
    for (const { page } of people) {
      await expect(page.locator('.recording-frame')).toHaveCount(0);
      await expect(page.getByText('The recording has ended.').first()).toBeVisible();
    }
  });
});

test.describe('the library in a real Galène', () => {
  test('knows what the server is not capable of', async ({ joinLibrary }) => {
    const ada = await joinLibrary({ name: 'Ada' });
    const found = await ada.page.evaluate(() => ({
      version: kept.connection.version,
      capabilities: [...kept.connection.capabilities],
      permissions: kept.connection.permissions,
    }));
    expect(found).toEqual({ version: '2', capabilities: [], permissions: ['present', 'message'] });
  });

  test('sends two sizes, and receives the one that is asked for', async ({ joinLibrary }) => {
    const ada = await joinLibrary({ name: 'Ada' });
    const bob = await joinLibrary({ name: 'Bob' });
    await ada.publish(true);
    await bob.request('audio', 'video');
    const high = await bob.expectMedia('Ada', { width: 640 });
    await bob.request('audio', 'video-low');
    const low = await bob.expectMedia('Ada', { width: 320 });
    await bob.request('audio', 'video');
    await bob.expectMedia('Ada', { width: 640 });
    await bob.page.evaluate(async (id) => kept.connection.down[id]?.request(['audio', 'video-low']), high.id);
    await bob.expectMedia('Ada', { width: 320 });
    await bob.page.evaluate(async (id) => kept.connection.down[id]?.request(null), high.id);
    await bob.expectMedia('Ada', { width: 640 });
    // It is one stream all the time.
    expect(await bob.told()).toEqual(['stream: Ada']);
    console.log('simulcast in Galène:', JSON.stringify({ high, low }));
  });

  test('replaces a stream, which is told as such, and refuses one', async ({ joinLibrary, joinStock }) => {
    const ada = await joinLibrary({ name: 'Ada' });
    const bob = await joinLibrary({ name: 'Bob' });
    const carol = await joinStock({ name: 'Carol', enable: 'nothing' });
    await bob.request('audio', 'video');
    const first = await ada.publish(false);
    const before = await bob.expectMedia('Ada');
    await carol.expectMedia('Ada');
    const removed = await carol.watchTiles();
    const second = await ada.publish(true);
    await expect.poll(async () => (await bob.from('Ada'))?.id).toBe(second);
    const after = await bob.expectMedia('Ada');
    expect([before.id, after.localId]).toEqual([first, before.localId]);
    expect(await bob.told()).toEqual(['stream: Ada', 'replaced: Ada', 'stream: Ada']);
    await carol.expectMedia('Ada');
    expect(await removed()).toBe(0);

    await bob.page.evaluate((id) => kept.connection.down[id]?.close(), second);
    expect(await bob.from('Ada')).toBeUndefined();
    await bob.request('audio', 'video');
    await bob.page.waitForTimeout(1000);
    expect(await bob.from('Ada')).toBeUndefined();
    await carol.expectMedia('Ada');
  });

  test('shows in the roster what is published, and what is not any more', async ({ joinLibrary }) => {
    const ada = await joinLibrary({ name: 'Ada' });
    const bob = await joinLibrary({ name: 'Bob' });
    await bob.request('audio', 'video');
    await ada.publish(false);
    const streams = (member: LibraryMember) =>
      member.page.evaluate(
        () => Object.values(kept.connection.users).find(({ username }) => username === 'Ada')!.streams,
      );
    for (const member of [ada, bob]) {
      await expect.poll(() => streams(member)).toEqual({ camera: { audio: true, video: true } });
    }
    await ada.page.evaluate(() => {
      kept.camera?.close();
    });
    for (const member of [ada, bob]) await expect.poll(() => streams(member)).toEqual({});
    await expect.poll(() => bob.told()).toEqual(['stream: Ada', 'ended: Ada']);
  });

  test('loses its streams with the permission to present, and learns why', async ({ joinLibrary }) => {
    const ada = await joinLibrary({ name: 'Ada', group: 'strict' });
    const boss = await joinLibrary({ ...BOSS, group: 'strict' });
    await boss.request('audio', 'video');
    await ada.publish(false);
    await boss.expectMedia('Ada');
    const ended = ada.page.evaluate(
      () =>
        new Promise<string[]>((resolve) => {
          const seen: string[] = [];
          kept.camera!.events.on('failed', (error) => seen.push((error as Error & { code: string }).code));
          kept.camera!.events.on('closed', () => {
            resolve(seen);
          });
        }),
    );
    await boss.page.evaluate(async () => {
      const [id] = Object.entries(kept.connection.users).find(([, user]) => user.username === 'Ada')!;
      await kept.connection.userAction('unpresent', id);
    });
    expect(await ended).toEqual(['not-permitted']);
    const refusal = ada.page.evaluate(async () => {
      const media = await navigator.mediaDevices.getUserMedia({ audio: true });
      return kept.connection
        .newUpStream()
        .publish(media)
        .then(
          () => 'published',
          (error: unknown) => (error as { code: string }).code,
        );
    });
    expect(await refusal).toBe('not-permitted');
    expect(await ada.page.evaluate(() => Object.keys(kept.connection.up).length)).toBeLessThanOrEqual(1);
  });

  test('restarts ICE in both directions, and pictures go on', async ({ joinLibrary }) => {
    const ada = await joinLibrary({ name: 'Ada' });
    const bob = await joinLibrary({ name: 'Bob' });
    await ada.publish(false);
    await bob.request('audio', 'video');
    await bob.expectMedia('Ada');
    const credentials = (member: LibraryMember) =>
      member.page.evaluate(() =>
        (globalThis as unknown as { peerConnections: RTCPeerConnection[] }).peerConnections.map(
          (pc) => /^a=ice-ufrag:(.*)$/m.exec(pc.remoteDescription?.sdp ?? '')?.[1]?.trim() ?? '',
        ),
      );
    for (const member of [ada, bob]) {
      const before = await credentials(member);
      await member.page.evaluate(() => {
        for (const stream of [...Object.values(kept.connection.up), ...Object.values(kept.connection.down)])
          stream.restartIce();
      });
      await expect.poll(() => credentials(member)).not.toEqual(before);
    }
    await bob.expectMedia('Ada');
    expect(await bob.told()).toEqual(['stream: Ada']);
  });

  test('sends a file to another page', async ({ joinLibrary }) => {
    const ada = await joinLibrary({ name: 'Ada' });
    const bob = await joinLibrary({ name: 'Bob' });
    const received = bob.page.evaluate(
      () =>
        new Promise<{ size: number; first: number; last: number }>((resolve, reject) => {
          kept.connection.onfiletransfer = (file) => {
            file.onevent = (state, data) => {
              if (state === 'inviting') void file.receive();
              if (state === 'cancelled') reject(new Error(String(data)));
              if (state !== 'done' || !(data instanceof Blob)) return;
              void data.arrayBuffer().then((buffer) => {
                const bytes = new Uint8Array(buffer);
                resolve({ size: bytes.length, first: bytes[0]!, last: bytes.at(-1)! });
              });
            };
          };
        }),
    );
    await ada.page.evaluate(() => {
      const bytes = new Uint8Array(1_000_000);
      bytes[0] = 7;
      bytes[bytes.length - 1] = 9;
      const [id] = Object.entries(kept.connection.users).find(([, user]) => user.username === 'Bob')!;
      kept.connection.sendFile(id, new File([bytes], 'a.bin'));
    });
    expect(await received).toEqual({ size: 1_000_000, first: 7, last: 9 });
  });

  test('comes back after its connection was lost, with its streams', async ({ joinLibrary }) => {
    const ada = await joinLibrary({ name: 'Ada' });
    const bob = await joinLibrary({ name: 'Bob' });
    await ada.publish(false);
    await bob.publish(false);
    for (const member of [ada, bob]) await member.request('audio', 'video');
    await ada.expectMedia('Bob');
    await bob.expectMedia('Ada');
    // Closes the socket as a server does that has had enough of it.
    await ada.page.evaluate(() => kept.connection.socket?.close(3001, 'test'));
    await expect.poll(() => ada.told(), { timeout: 30_000 }).toContain('rejoined');
    await ada.expectMedia('Bob');
    await bob.expectMedia('Ada');
    expect(await bob.told()).toEqual(['stream: Ada', 'ended: Ada', 'stream: Ada']);
  });
});
