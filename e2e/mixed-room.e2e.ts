import { HttpMediaPage } from './support/http-media.ts';
import { expect, lacksStockClient, testMixed as test } from './support/stock-test.ts';

/** In one meeting, some are at our page and some at Galène's own web client. */

const BOSS = { name: 'boss', password: 'open sesame' } as const;
const SILENT = { camera: false, microphone: false } as const;

test.skip(lacksStockClient !== undefined, lacksStockClient ?? '');
// Up to four pages with video share two cores.
test.slow();

test('both see and hear each other, and who leaves is gone', async ({ join, joinOurs }) => {
  const ada = await joinOurs({ name: 'Ada' });
  const bob = await join({ name: 'Bob' });
  await Promise.all([bob.expectMedia('Ada'), ada.expectMedia({ videoTracks: 1 })]);
  await expect(ada.tile('Bob').locator('video')).toHaveJSProperty('paused', false);
  await expect(bob.tile('Ada').locator('video')).toHaveJSProperty('paused', false);
  await expect(bob.people).toHaveText(['Bob', 'Ada']);

  // Who comes later finds both.
  const cleo = await join({ name: 'Cleo', enable: 'nothing' });
  await Promise.all([cleo.expectMedia('Ada'), cleo.expectMedia('Bob')]);
  const dora = await joinOurs({ name: 'Dora', ...SILENT });
  await dora.expectMedia({ videoTracks: 2 });

  await bob.vanish();
  await expect(ada.tile('Bob')).toHaveCount(0);
  await ada.control('Leave').click();
  await expect(cleo.person('Ada')).toHaveCount(0);
  await expect(cleo.tiles).toHaveCount(0);
  expect(ada.troubles).toEqual([]);
});

test('both write to everybody, to one, and of themselves', async ({ join, joinOurs }) => {
  const ada = await joinOurs({ name: 'Ada', ...SILENT });
  await ada.write('written before Bob came');
  const bob = await join({ name: 'Bob', enable: 'nothing' });
  const cleo = await join({ name: 'Cleo', enable: 'nothing' });
  await expect(bob.chatLog).toContainText('written before Bob came');

  await ada.write('Hello from here');
  await bob.write('Hello from there');
  for (const { chatLog } of [ada, bob, cleo]) {
    await expect(chatLog.getByText('Hello from here')).toHaveCount(1);
    await expect(chatLog.getByText('Hello from there')).toHaveCount(1);
  }
  await ada.write('/me waves');
  await expect(bob.chatLog.locator('.message-me')).toContainText('waves');
  await bob.write('/me nods');
  await expect(ada.chatLog.locator('[data-kind="me"]').last()).toContainText('Bob nods');

  await ada.write('/msg Bob between you and me');
  await expect(bob.chatLog.locator('.message-private')).toContainText('between you and me');
  await bob.write('/msg Ada so it stays');
  await expect(ada.chatLog.locator('[data-private="true"]').last()).toContainText('so it stays');
  for (const text of ['between you and me', 'so it stays'])
    await expect(cleo.chatLog).not.toContainText(text);
});

test('both see raised hands', async ({ join, joinOurs }) => {
  const ada = await joinOurs({ name: 'Ada', ...SILENT });
  const bob = await join({ name: 'Bob', enable: 'nothing' });
  const raised = bob.page.locator('#users .user-status-raisehand');
  await bob.act('Bob', 'Raise hand');
  await expect(ada.page.getByLabel('Bob, muted, hand raised')).toBeVisible();
  await bob.act('Bob', 'Unraise hand');
  await expect(ada.page.getByLabel('Bob, muted', { exact: true })).toBeVisible();
  await ada.control('Raise your hand').click();
  await expect(raised).toHaveText(['Ada']);
  await ada.control('Raise your hand').click();
  await expect(raised).toHaveCount(0);
});

test('an operator at our page keeps order among all', async ({ join, joinOurs }) => {
  const boss = await joinOurs({ ...BOSS, ...SILENT });
  const bob = await join({ name: 'Bob' });
  const cleo = await join({ name: 'Cleo', enable: 'nothing' });
  await boss.expectMedia({ videoTracks: 1 });
  await cleo.expectMedia('Bob');

  await boss.act('Bob', 'Mute');
  await expect(bob.toast('You have been muted by boss')).toBeVisible();
  await expect(bob.page.locator('#mutebutton')).toHaveClass(/muted/);
  await expect.poll(() => cleo.loudness('Bob')).toBeLessThan(1e-6);

  await boss.act('Bob', 'Forbid presenting');
  await expect(boss.tile('Bob').locator('video')).toHaveCount(0);
  await expect(cleo.tiles).toHaveCount(0);
  await boss.act('Bob', 'Allow presenting');
  await bob.page.locator('#presentbutton').click();
  await cleo.expectMedia('Bob', { audio: false });

  await boss.write('/wall Five minutes left');
  for (const person of [bob, cleo]) await expect(person.toast('Five minutes left')).toBeVisible();

  await boss.act('Bob', 'Remove from the meeting…');
  await boss.page.getByLabel('Message to them (optional)').fill('See you on Tuesday');
  await boss.page.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(bob.toast('See you on Tuesday')).toBeVisible();
  await expect(bob.loginForm).toBeVisible();
  await expect(boss.tile('Bob')).toHaveCount(0);
});

test("an operator at Galène's page keeps order among all", async ({ join, joinOurs }) => {
  const boss = await join({ ...BOSS, enable: 'nothing' });
  const ada = await joinOurs({ name: 'Ada' });
  const dora = await joinOurs({ name: 'Dora', ...SILENT });
  await boss.expectMedia('Ada');

  await boss.act('Ada', 'Mute');
  await expect(dora.page.getByLabel('Ada, muted')).toBeVisible();
  await expect.poll(() => boss.loudness('Ada')).toBeLessThan(1e-6);

  await boss.act('Ada', 'Forbid presenting');
  await expect(ada.control('Camera')).toHaveCount(0);
  await expect(boss.tiles).toHaveCount(0);
  await boss.act('Ada', 'Allow presenting');
  await expect(ada.control('Camera')).toBeVisible();

  await boss.write('/lock');
  await expect(ada.page.getByText('locked').first()).toBeVisible();
  await boss.write('/unlock');
  await boss.write('/kick Ada See you on Tuesday');
  await expect(ada.page.getByRole('alertdialog')).toContainText('See you on Tuesday');
  await expect(boss.person('Ada')).toHaveCount(0);
  await expect(dora.tile('Ada')).toHaveCount(0);
});

test('what is replaced at one end stays in its place at the other', async ({ join, joinOurs }) => {
  const ada = await joinOurs({ name: 'Ada', ...SILENT });
  const bob = await join({ name: 'Bob', simulcast: 'off' });
  await ada.expectMedia({ videoTracks: 1 });
  const tile = await ada.tile('Bob').elementHandle();

  for (const simulcast of ['on', 'off'] as const) {
    const before = (await bob.up())['camera'];
    await bob.choose('simulcast', simulcast);
    await expect.poll(async () => (await bob.up())['camera']).not.toBe(before);
    // What came of the old stream is not counted any more.
    await expect.poll(async () => (await ada.received()).framesDecoded).toBeLessThan(30);
    await ada.expectMedia({ videoTracks: 1 });
  }
  expect(await tile.evaluate((node) => node.isConnected)).toBe(true);
  await expect(ada.tile('Bob').locator('video')).toHaveJSProperty('paused', false);
  await expect(ada.tiles).toHaveCount(2);
});

test('what is muted at our page is silent at the other, and a camera that is off shows nothing', async ({
  join,
  joinOurs,
}) => {
  const ada = await joinOurs({ name: 'Ada' });
  const bob = await join({ name: 'Bob' });
  await bob.expectMedia('Ada');

  await ada.control('Microphone').click();
  await expect.poll(() => bob.loudness('Ada')).toBeLessThan(1e-6);
  await ada.control('Microphone').click();
  await expect.poll(() => bob.loudness('Ada')).toBeGreaterThan(1e-6);

  await ada.control('Camera').click();
  await expect.poll(() => bob.pictures('Ada')).toBe(0);
  await ada.control('Camera').click();
  await bob.expectMedia('Ada');

  // Galène's protocol has no word for a muted microphone: silence is all that there is.
  await bob.page.locator('#mutebutton').click();
  const loudness = async () => {
    const before = await ada.received();
    await ada.page.waitForTimeout(500);
    return (await ada.received()).audioEnergy - before.audioEnergy;
  };
  await expect.poll(loudness).toBeLessThan(1e-6);
  await bob.page.locator('#mutebutton').click();
  await expect.poll(loudness).toBeGreaterThan(1e-6);
});

test('screens are shared both ways', async ({ join, joinOurs }) => {
  const ada = await joinOurs({ name: 'Ada', ...SILENT });
  const bob = await join({ name: 'Bob', enable: 'nothing' });
  await ada.control('Share a screen').click();
  await bob.expectMedia('Ada', { label: 'screenshare', audio: false });
  await ada.control('Share a screen').click();
  await expect(bob.tiles).toHaveCount(0);

  await bob.page.locator('#sharebutton').click();
  const screen = ada.page.locator('article[data-kind="screen"]');
  await expect(screen).toBeVisible();
  await expect.poll(async () => (await ada.received()).framesDecoded).toBeGreaterThan(5);
  await bob.write('/unsharescreen');
  await expect(screen).toHaveCount(0);
});

test("Galène's page receives the size that it asks for from ours", async ({ join, joinOurs }) => {
  await joinOurs({ name: 'Ada' });
  // For two, one size is sent.
  await joinOurs({ name: 'Cleo', ...SILENT });
  const bob = await join({ name: 'Bob', enable: 'nothing' });
  await bob.expectMedia('Ada');
  const width = async () => (await bob.downFrom('Ada'))?.width ?? 0;
  await expect.poll(width, { timeout: 40_000 }).toBeGreaterThanOrEqual(640);
  const full = await width();
  await bob.choose('request', 'everything-low');
  await expect.poll(width).toBeLessThan(full);
  await bob.expectMedia('Ada');
  await bob.choose('request', 'everything');
  // Or more than there was at first: bandwidth is still being found out then.
  await expect.poll(width, { timeout: 40_000 }).toBeGreaterThanOrEqual(full);
});

test('an invitation of one page opens the other', async ({ join, joinOurs, open, room, evagore }) => {
  const boss = await join({ ...BOSS, enable: 'nothing' });
  await boss.write('/invite Guest');
  const link = await boss.chatLog.locator('a[href*="token="]').getAttribute('href');
  expect(link).toContain(`${evagore.origin}/classic/group/${room}/?token=`);

  const ada = await joinOurs({ name: 'Ada', ...SILENT });
  await ada.page.goto(link?.replace('/classic/', '/') ?? '');
  await ada.page.getByRole('button', { name: 'Join', exact: true }).click();
  await expect(boss.person('Guest')).toBeVisible();

  const guest = await open(link ?? '', { name: 'Guest' });
  await guest.enter({ name: 'Guest', enable: 'nothing' });
  await expect(boss.person('Guest')).toHaveCount(2);
});

test('everybody sees a WHIP encoder', async ({ browser, evagore, join, joinOurs, room }) => {
  const encoder = await HttpMediaPage.open(browser, evagore.origin);
  try {
    expect(await encoder.publish(`${evagore.group(room)}.whip`)).toBe(201);
    const ada = await joinOurs({ name: 'Ada', ...SILENT });
    const bob = await join({ name: 'Bob', enable: 'nothing' });
    await expect(bob.person('whip')).toBeVisible();
    await bob.expectMedia('whip', { label: '' });
    await ada.expectMedia({ videoTracks: 1 });
    await expect(ada.tile('whip').locator('video')).toBeVisible();
    expect(await encoder.end()).toBe(200);
    await expect(bob.person('whip')).toHaveCount(0);
    await expect(bob.tiles).toHaveCount(0);
    await expect(ada.tile('whip')).toHaveCount(0);
  } finally {
    await encoder.close();
  }
});
