import { HttpMediaPage } from './support/http-media.ts';
import { joinFromNode } from './support/node-member.ts';
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

/** Waits until a page goes on playing sound and picture. */
async function expectToPlay(page: HttpMediaPage): Promise<void> {
  const before = await page.playing();
  await expect
    .poll(async () => {
      const now = await page.playing();
      return now.framesDecoded > before.framesDecoded + 10 && now.audioEnergy > before.audioEnergy;
    })
    .toBe(true);
}

test('what is published by WHIP is seen, heard and listed in the meeting', async ({ join, media }) => {
  const ada = await join('meeting', { name: 'Ada', camera: false, microphone: false });
  const encoder = await media();
  expect(await encoder.publish(WHIP)).toBe(201);

  await expect(ada.tile('whip')).toBeVisible();
  await ada.expectMedia({ videoTracks: 1 });
  await ada.openPanel('People');
  await expect(ada.page.getByRole('list').filter({ hasText: 'whip' }).first()).toBeVisible();

  expect(await encoder.end()).toBe(200);
  await expect(ada.tile('whip')).toHaveCount(0, { timeout: 2000 });
  expect(ada.troubles).toEqual([]);
});

test('a publisher survives a change of its network, and is gone with its page', async ({ join, media }) => {
  const ada = await join('meeting', { name: 'Ada', camera: false, microphone: false });
  const encoder = await media();
  expect(await encoder.publish(WHIP)).toBe(201);
  await ada.expectMedia({ videoTracks: 1 });
  expect(await encoder.restartIce()).toBe(200);
  await ada.expectMedia({ videoTracks: 1 });
  expect((await encoder.playing()).state).toBe('connected');

  await encoder.leave();
  await expect(ada.tile('whip')).toHaveCount(0, { timeout: 5000 });
});

test('an operator removes a publisher from the page', async ({ join, media }) => {
  const operator = await join('meeting', {
    name: 'operator',
    password: 'open sesame',
    camera: false,
    microphone: false,
  });
  const encoder = await media();
  expect(await encoder.publish(WHIP)).toBe(201);
  await expect(operator.tile('whip')).toBeVisible();
  await operator.act('whip', 'Remove from the meeting…');
  await operator.page.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(operator.tile('whip')).toHaveCount(0, { timeout: 5000 });
  await expect.poll(() => encoder.end()).toBe(404);
});

test('WHEP shows who speaks, and follows when another begins to', async ({ media }) => {
  const [one, two, wall] = [await media(), await media(), await media()];
  expect(await one.publish(WHIP, { width: 640, height: 480 })).toBe(201);
  expect(await wall.watch(WHEP)).toBe(201);
  await expect.poll(async () => (await wall.playing()).width).toBe(640);
  await expectToPlay(wall);

  expect(await two.publish(WHIP, { width: 320, height: 240 })).toBe(201);
  for (const [speaker, other, width] of [
    [two, one, 320],
    [one, two, 640],
    [two, one, 320],
  ] as const) {
    await speaker.speak(true);
    await other.speak(false);
    await expect.poll(async () => (await wall.playing()).width).toBe(width);
    await expectToPlay(wall);
  }

  await one.speak(true);
  expect(await two.end()).toBe(200);
  await expect.poll(async () => (await wall.playing()).width).toBe(640);
  await expectToPlay(wall);
  expect((await wall.playing()).state).toBe('connected');
});

test('WHEP that came first shows whoever comes to the meeting page, and one stream by its name', async ({
  join,
  media,
  server,
}) => {
  const wall = await media();
  expect(await wall.watch(WHEP)).toBe(201);
  await join('meeting', { name: 'Ada' });
  await expectToPlay(wall);

  const encoder = await media();
  expect(await encoder.publish(WHIP, { width: 320, height: 240 })).toBe(201);
  const member = await joinFromNode(server.origin, 'meeting', 'Node');
  const names = () => Object.values(member.users).map(({ username }) => username);
  await expect.poll(names).toContain('whip');
  expect(names()).toContain('whep');
  const [id] = Object.entries(member.users).find(([, { username }]) => username === 'whip') ?? [];
  const other = await media();
  expect(await other.watch(`${WHEP}/${id ?? ''}?layer=low`)).toBe(201);
  await expect.poll(async () => (await other.playing()).width).toBe(320);
  await expectToPlay(other);
  member.close();
});
