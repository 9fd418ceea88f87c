import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { measureMedia } from './support/media-matrix.ts';
import { expect, lacksGalene, lacksStockClient, testInEvagore, testInGalene } from './support/stock-test.ts';
import { filmed } from './support/video-file.ts';

/**
 * Galène's own web client, unmodified, does in our server what it does in a Galène. The same tests are made in a real
 * one, so that a failure tells whether the server or the test is wrong.
 */

const BOSS = { name: 'boss', password: 'open sesame' } as const;

for (const [where, test, lack] of [
  ['our server', testInEvagore, lacksStockClient],
  ['a real Galène', testInGalene, lacksStockClient ?? lacksGalene],
] as const) {
  test.describe(`Galène's client in ${where}`, () => {
    test.skip(lack !== undefined, lack ?? '');
    // Each step is quick, but there are many.
    test.slow();

    test('is refused with a wrong password and let in with the right one', async ({ open }) => {
      const ada = await open('secret', { name: 'ada' });
      await ada.enter({ name: 'ada', password: 'byron', enable: 'nothing' });
      await expect(ada.toast('The server said: not authorised')).toBeVisible();
      await expect(ada.loginForm).toBeVisible();
      await ada.enter({ name: 'ada', password: 'lovelace', enable: 'nothing' });
      await expect(ada.person('ada')).toBeVisible();
      await expect(ada.loginForm).toBeHidden();
    });

    test('finds its way from the landing page, and has all of its pages', async ({ page, place }) => {
      const troubles: string[] = [];
      page.on('console', (message) => {
        if (/content.security.policy/i.test(message.text())) troubles.push(message.text());
      });
      page.on('pageerror', (error) => troubles.push(String(error)));
      await expect(() => page.goto(place.origin)).toPass();
      await expect(page.locator('#groupform')).toBeVisible();
      await page.locator('#group').fill('nowhere');
      await page.locator('#submitbutton').click();
      await expect(page.locator('#errormessage')).toHaveText('No such group');
      await page.locator('#group').fill('room');
      await page.locator('#submitbutton').click();
      await expect(page).toHaveURL(place.stock('room'));
      await expect(page.locator('#title')).toHaveText('Room');
      await expect(page.locator('#loginform')).toBeVisible();

      await page.goto(`${place.origin}/change-password.html?group=secret&username=ada`);
      await expect(page.locator('#passwordform')).toBeVisible();
      await page.goto(`${place.origin}/stats.html`);
      await expect(page).toHaveTitle(/stat/i);
      expect(troubles).toEqual([]);
    });

    test('sees and hears others', async ({ join, place }) => {
      const ada = await join({ name: 'Ada' });
      const bob = await join({ name: 'Bob' });
      const [first] = await Promise.all([bob.expectMedia('Ada'), ada.expectMedia('Bob')]);
      await expect(ada.tiles).toHaveCount(2);
      await expect(bob.tile('Ada').locator('video')).toHaveJSProperty('paused', false);
      await measureMedia(`Galène's client × ${place.kind}`, async () => (await bob.downFrom('Ada')) ?? first);
    });

    test('finds who was there before, and misses who leaves', async ({ join }) => {
      const ada = await join({ name: 'Ada' });
      await ada.write('written before Bob came');
      const bob = await join({ name: 'Bob', enable: 'microphone' });
      await bob.expectMedia('Ada');
      await ada.expectMedia('Bob', { video: false });
      await expect(bob.chatLog).toContainText('written before Bob came');

      await ada.page.locator('#unpresentbutton').click();
      await expect(bob.tile('Ada')).toHaveCount(0);
      await ada.page.locator('#presentbutton').click();
      await bob.expectMedia('Ada');

      await ada.vanish();
      await expect(bob.person('Ada')).toHaveCount(0);
      await expect(bob.tile('Ada')).toHaveCount(0);
    });

    test('sends two sizes, and receives the one that is asked for', async ({ join }) => {
      const ada = await join({ name: 'Ada', simulcast: 'on' });
      const bob = await join({ name: 'Bob', enable: 'nothing' });
      const width = async () => (await bob.downFrom('Ada'))?.width;
      const { id } = await bob.expectMedia('Ada');
      // The larger one is not sent before the bandwidth is known to suffice.
      await expect.poll(width, { timeout: 40_000 }).toBe(640);

      await bob.choose('request', 'everything-low');
      await expect.poll(width).toBe(320);
      await bob.expectMedia('Ada');
      await bob.choose('request', 'audio');
      await expect.poll(async () => (await bob.downFrom('Ada'))?.audioEnergy).toBeGreaterThan(0);
      await expect
        .poll(async () => {
          const before = await bob.downFrom('Ada');
          await bob.page.waitForTimeout(500);
          return ((await bob.downFrom('Ada'))?.framesDecoded ?? 0) - (before?.framesDecoded ?? 0);
        })
        .toBe(0);
      await bob.choose('request', 'everything');
      await bob.expectMedia('Ada');
      await expect.poll(width).toBe(640);
      expect((await bob.downFrom('Ada'))?.id).toBe(id);

      await bob.choose('request', '');
      await expect.poll(() => bob.down()).toEqual([]);
      expect(ada.troubles).toEqual([]);
    });

    test('replaces a stream without its picture going away', async ({ join, place }) => {
      const ada = await join({ name: 'Ada', simulcast: 'off' });
      const bob = await join({ name: 'Bob', enable: 'nothing' });
      const { id } = await bob.expectMedia('Ada');
      const removed = await bob.watchTiles();

      for (const simulcast of ['on', 'off'] as const) {
        const before = (await ada.up())['camera'];
        await ada.choose('simulcast', simulcast);
        await expect.poll(async () => (await ada.up())['camera']).not.toBe(before);
        await expect.poll(async () => (await bob.downFrom('Ada'))?.id).not.toBe(before);
        await bob.expectMedia('Ada');
      }
      expect((await bob.downFrom('Ada'))?.id).not.toBe(id);
      expect(await bob.down()).toHaveLength(1);
      // Galène itself sometimes closes the old stream and offers the new one as if it replaced nothing.
      if (place.kind === 'our server') expect(await removed()).toBe(0);
    });

    test('restarts its connections', async ({ join }) => {
      const ada = await join({ name: 'Ada' });
      const bob = await join({ name: 'Bob' });
      await bob.expectMedia('Ada');
      await ada.expectMedia('Bob');
      const credentials = await bob.iceCredentials();
      await bob.act('Bob', 'Restart media');
      await expect
        .poll(async () => {
          const now = await bob.iceCredentials();
          return now.length === credentials.length && now.every((one) => !credentials.includes(one));
        })
        .toBe(true);
      await bob.expectMedia('Ada');
      await ada.expectMedia('Bob');
    });

    test('shares a screen, until sharing stops', async ({ join }) => {
      const ada = await join({ name: 'Ada' });
      const bob = await join({ name: 'Bob', enable: 'nothing' });
      await ada.page.locator('#sharebutton').click();
      await bob.expectMedia('Ada', { label: 'screenshare', audio: false });
      await bob.expectMedia('Ada');
      await expect(bob.tiles).toHaveCount(2);
      await ada.write('/unsharescreen');
      await expect(bob.tiles).toHaveCount(1);
      await bob.expectMedia('Ada');
    });

    test('writes to everybody, to one, and of itself', async ({ join }) => {
      const ada = await join({ name: 'Ada', enable: 'nothing' });
      const bob = await join({ name: 'Bob', enable: 'nothing' });
      const cleo = await join({ name: 'Cleo', enable: 'nothing' });
      await ada.write('Hello everybody');
      await ada.write('/msg Bob between you and me');
      await ada.write('/me waves');
      for (const person of [ada, bob, cleo]) {
        await expect(person.chatLog.getByText('Hello everybody')).toHaveCount(1);
        await expect(person.chatLog.locator('.message-me')).toContainText('waves');
      }
      await expect(bob.chatLog.locator('.message-private')).toContainText('between you and me');
      await expect(bob.chatLog.locator('.message-private')).toContainText('Ada → Bob');
      await expect(cleo.chatLog).not.toContainText('between you and me');
    });

    test('raises a hand', async ({ join }) => {
      const ada = await join({ name: 'Ada', enable: 'nothing' });
      const bob = await join({ name: 'Bob', enable: 'nothing' });
      const raised = (person: typeof ada) => person.page.locator('#users .user-status-raisehand');
      await ada.act('Ada', 'Raise hand');
      for (const person of [ada, bob]) await expect(raised(person)).toHaveText(['Ada']);
      const cleo = await join({ name: 'Cleo', enable: 'nothing' });
      await expect(raised(cleo)).toHaveText(['Ada']);
      await ada.act('Ada', 'Unraise hand');
      for (const person of [ada, bob, cleo]) await expect(raised(person)).toHaveCount(0);
    });

    test('keeps order as an operator', async ({ join, open, room }) => {
      const boss = await join({ ...BOSS, enable: 'nothing' });
      const ada = await join({ name: 'Ada' });
      await boss.expectMedia('Ada');

      await boss.act('Ada', 'Mute');
      await expect(ada.toast('You have been muted by boss')).toBeVisible();
      await expect(ada.page.locator('#mutebutton')).toHaveClass(/muted/);
      await expect.poll(() => boss.loudness('Ada')).toBeLessThan(1e-6);
      await ada.page.locator('#mutebutton').click();
      await expect.poll(() => boss.loudness('Ada')).toBeGreaterThan(1e-6);

      await boss.act('Ada', 'Forbid presenting');
      await expect(boss.tiles).toHaveCount(0);
      await expect.poll(() => ada.up()).toEqual({});
      await expect(ada.page.locator('#presentbutton')).toBeHidden();
      await boss.act('Ada', 'Allow presenting');
      await ada.page.locator('#presentbutton').click();
      await boss.expectMedia('Ada');

      await boss.write('/wall Five minutes left');
      await expect(ada.toast('boss said: Five minutes left')).toBeVisible();
      await ada.write('/kick boss out');
      await expect(ada.toast('You are not an operator')).toBeVisible();

      await boss.write('/lock Closed for today');
      const late = await open(room, { name: 'Late' });
      await late.enter({ name: 'Late', enable: 'nothing' });
      await expect(late.toast('The server said: Closed for today')).toBeVisible();
      await boss.write('/unlock');
      await late.enter({ name: 'Late', enable: 'nothing' });
      await expect(late.person('Late')).toBeVisible();

      await boss.write('/kick Ada See you on Tuesday');
      await expect(ada.toast('said: See you on Tuesday')).toBeVisible();
      await expect(ada.loginForm).toBeVisible();
      await expect(boss.person('Ada')).toHaveCount(0);
      await expect(boss.tiles).toHaveCount(0);
    });

    test('invites by a link, for one person or for anybody', async ({ join, open }) => {
      const boss = await join({ ...BOSS, enable: 'nothing' });
      const invite = async (username: string): Promise<string> => {
        const links = boss.chatLog.locator('a[href*="token="]');
        const before = await links.count();
        await boss.act('boss', 'Invite user');
        await boss.page.locator('#invite-username').fill(username);
        await boss.page.getByRole('button', { name: 'Invite', exact: true }).click();
        await expect(links).toHaveCount(before + 1);
        return (await links.last().getAttribute('href')) ?? '';
      };

      const forGuest = await invite('Guest');
      const guest = await open(forGuest, { name: 'Guest' });
      await expect(guest.page.locator('#userform')).toBeHidden();
      await guest.enter({ name: 'Guest' });
      await boss.expectMedia('Guest');
      expect(new URL(guest.page.url()).search).toBe('');

      const dora = await open(await invite(''), { name: 'Dora' });
      await expect(dora.page.locator('#passwordform')).toBeHidden();
      await dora.enter({ name: 'Dora', enable: 'nothing' });
      await expect(boss.person('Dora')).toBeVisible();

      await boss.write('/listtokens');
      await expect(boss.chatLog.getByText('Invitation for user Guest issued by boss')).toHaveCount(1);
      await boss.write(`/revoke ${forGuest}`);
      await expect(boss.chatLog).toContainText('Expired invitation');
      const late = await open(forGuest, { name: 'Late' });
      await expect(late.toast('The server said: ')).toBeVisible();
      await expect(boss.people).toHaveCount(3);
    });

    test('sends a file to somebody, who may refuse', async ({ join }) => {
      const ada = await join({ name: 'Ada', enable: 'microphone' });
      const bob = await join({ name: 'Bob', enable: 'microphone' });
      const buffer = randomBytes(1_000_000);
      const offer = async () => {
        const chooser = ada.page.waitForEvent('filechooser');
        await ada.act('Bob', 'Send file');
        await (await chooser).setFiles({ name: 'noise.bin', mimeType: 'application/octet-stream', buffer });
      };

      // In either server, the sending page misses now and then that its buffer has drained, and sends no more.
      await expect(async () => {
        await offer();
        await expect(bob.chatLog).toContainText('User Ada offered to send us a file called "noise.bin"');
        const download = bob.page.waitForEvent('download', { timeout: 20_000 });
        await bob.chatLog.getByRole('button', { name: 'Accept' }).click();
        const received = await readFile(await (await download).path());
        expect(received.equals(buffer)).toBe(true);
      }).toPass({ timeout: 70_000 });
      for (const person of [ada, bob]) await expect(person.chatLog.getByText('Done.')).toHaveCount(1);

      await offer();
      await bob.chatLog.getByRole('button', { name: 'Reject' }).last().click();
      for (const person of [ada, bob]) await expect(person.chatLog.getByText(/^Cancelled/)).toHaveCount(1);
    });

    test('plays a file to everybody', async ({ join }) => {
      const ada = await join({ name: 'Ada', enable: 'nothing' });
      const bob = await join({ name: 'Bob', enable: 'nothing' });
      const film = await filmed(ada.page, 12);
      const chooser = ada.page.waitForEvent('filechooser');
      await ada.act('Ada', 'Broadcast file');
      await (await chooser).setFiles(film);
      await bob.expectMedia('Ada', { label: 'video' });
      await ada.page.locator('.top-video-controls .video-stop').first().click();
      await expect(bob.tiles).toHaveCount(0);
    });
  });
}
