import { HttpMediaPage } from './support/http-media.ts';
import { expect, test as base } from './support/test.ts';

interface Fixtures {
  /** Opens a page that speaks WHIP or WHEP; it is gone at the end of the test. */
  media: () => Promise<HttpMediaPage>;
}

const test = base.extend<Fixtures>({
  media: async ({ browser, server }, use) => {
    const pages: HttpMediaPage[] = [];
    await use(async () => {
      const page = await HttpMediaPage.open(browser, server.origin);
      pages.push(page);
      return page;
    });
    for (const page of pages) await page.close();
  },
});

const WHIP = '/group/meeting/.whip';
const WHEP = '/group/meeting/.whep';

test('what is published by WHIP is seen, heard and listed in the meeting', async ({ join, media }) => {
  const ada = await join('meeting', { name: 'Ada', camera: false, microphone: false });
  const encoder = await media();
  expect(await encoder.publish(WHIP)).toBe(201);

  await expect(ada.tile('whip')).toBeVisible();
  await ada.expectMedia({ videoTracks: 1 });
  await expect.poll(async () => (await ada.received()).audioEnergy).toBeGreaterThan(0);

  expect(await encoder.end()).toBe(200);
  await expect(ada.tile('whip')).toHaveCount(0, { timeout: 2000 });
});

test('WHEP shows who speaks, and follows when another begins to', async ({ media }) => {
  const [one, two, wall] = [await media(), await media(), await media()];
  expect(await one.publish(WHIP, { width: 640, height: 480 })).toBe(201);
  expect(await wall.watch(WHEP)).toBe(201);
  await expect.poll(async () => (await wall.playing()).width).toBe(640);
  await expect.poll(async () => (await wall.playing()).audioEnergy).toBeGreaterThan(0);

  expect(await two.publish(WHIP, { width: 320, height: 240 })).toBe(201);
  await one.speak(false);
  await expect.poll(async () => (await wall.playing()).width).toBe(320);
  const before = await wall.playing();
  await wall.page.waitForTimeout(2000);
  const after = await wall.playing();
  expect(after.framesDecoded).toBeGreaterThan(before.framesDecoded + 10);
  expect(after.audioEnergy).toBeGreaterThan(before.audioEnergy);

  await one.speak(true);
  await two.speak(false);
  await expect.poll(async () => (await wall.playing()).width).toBe(640);
  console.log(before, after, await wall.playing());
});
