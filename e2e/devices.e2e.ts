import type { Page } from '@playwright/test';
import {
  keysOf,
  locksOf,
  makeBusy,
  makeLoud,
  pressKey,
  sentBy,
  sharpnessOf,
  stubDevices,
  unplug,
  videoLimits,
} from './support/device-stubs.ts';
import { expectAccessible, expectNothingCutOff, inBothSchemes, picture, SCREENS } from './support/looks.ts';
import type { Participant, ParticipantOptions } from './support/participant.ts';
import { SEVERAL_CAMERAS } from './support/several-cameras.ts';
import { expect, test } from './support/test.ts';
import { filmed } from './support/video-file.ts';

test.use(SEVERAL_CAMERAS);

async function openSettings({ page }: Participant, section: string) {
  // Letters are for a menu until it is gone.
  await expect(page.getByRole('menu')).toHaveCount(0);
  await page.keyboard.press(',');
  const dialog = page.getByRole('dialog', { name: 'Settings' });
  await dialog.getByRole('tab', { name: section }).click();
  return dialog;
}

test('how much is sent is set by mouse and keyboard, holds at once, and survives a reload', async ({
  join,
}) => {
  const ada = await join('meeting', { name: 'Ada' });
  const { page } = ada;
  await expect(ada.tile('You').locator('video')).toBeVisible();

  const dialog = await openSettings(ada, 'Sending and receiving');
  await dialog.getByRole('radio', { name: /^Lowest/ }).click();
  await expect.poll(() => videoLimits(page)).toEqual([150_000]);

  // By keyboard: the next choice in the same group.
  await page.keyboard.press('ArrowDown');
  await expect(dialog.getByRole('radio', { name: /^Low,/ })).toBeChecked();
  await expect.poll(() => videoLimits(page)).toEqual([300_000]);

  await dialog.getByRole('radio', { name: 'Always' }).click();
  await expect.poll(async () => (await videoLimits(page)).length, { message: 'layers' }).toBe(3);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();

  await page.reload();
  await ada.enter({ name: 'Ada' });
  await expect(ada.controls).toBeVisible();
  await expect.poll(async () => (await videoLimits(page)).length).toBe(3);
  const limits = await videoLimits(page);
  expect(limits.reduce<number>((sum, limit) => sum + (limit ?? Infinity), 0)).toBeLessThanOrEqual(300_001);
  expect(ada.troubles).toEqual([]);
});

test('a file is played to everybody, and ends cleanly', async ({ join }) => {
  const ada = await join('meeting', { name: 'Ada', camera: false });
  const { page } = ada;
  const film = await filmed(page, 15);
  const bob = await join('meeting', { name: 'Bob', microphone: false, camera: false });

  // By keyboard; presses wait for nothing to come to rest, so that the film is not over before it is paused.
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Present more' }).press('Enter');
  await page.getByRole('menuitem', { name: 'Play a file to everybody…' }).press('Enter');
  await (await chooser).setFiles(film);
  const player = page.getByRole('region', { name: 'You are playing “film.webm” to everybody' });
  await player.getByRole('button', { name: 'Pause' }).press('Enter');
  await expect(player.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  await expect(ada.control('Microphone')).toHaveAttribute('aria-pressed', 'false');
  await expect(bob.page.getByLabel('Ada, muted')).toBeVisible();
  const shown = bob.page.getByRole('article', { name: 'Video of Ada' });
  await expect(shown.locator('video')).toBeVisible();
  await player.getByRole('slider', { name: 'Volume for you' }).press('Home');
  await expect(player.getByRole('slider', { name: 'Volume for you' })).toHaveAttribute(
    'aria-valuetext',
    '0 %',
  );

  // By mouse.
  await player.getByRole('button', { name: 'Stop playing' }).click();
  await expect(player).toBeHidden();
  await expect(shown).toHaveCount(0);
  await expect(ada.control('Microphone'), 'nobody is unmuted silently').toHaveAttribute(
    'aria-pressed',
    'false',
  );
  expect([...ada.troubles, ...bob.troubles]).toEqual([]);
});

test('the space bar talks while it is held, and ends in silence when the window is left', async ({
  join,
}) => {
  const ada = await join('meeting', { name: 'Ada', camera: false });
  const bob = await join('meeting', { name: 'Bob', microphone: false, camera: false });
  const { page } = ada;
  const microphone = ada.control('Microphone');
  const muted = bob.page.getByLabel('Ada, muted');

  const dialog = await openSettings(ada, 'Audio');
  await dialog.getByRole('radio', { name: /Push to talk/ }).focus();
  await page.keyboard.press('Space');
  await expect(dialog.getByRole('radio', { name: /Push to talk/ })).toBeChecked();
  await page.keyboard.press('Escape');
  await expect(microphone).toHaveAttribute('aria-pressed', 'false');
  await expect(muted).toBeVisible();

  await page.locator('.meeting__stage').click({ position: { x: 4, y: 4 } });
  await page.keyboard.down('Space');
  await expect(microphone).toHaveAttribute('aria-pressed', 'true');
  await expect(muted).toHaveCount(0);
  await page.keyboard.up('Space');
  await expect(muted).toBeVisible();

  await page.keyboard.down('Space');
  await expect(muted).toHaveCount(0);
  await page.evaluate(() => dispatchEvent(new Event('blur')));
  await expect(muted).toBeVisible();
  await page.keyboard.up('Space');
  await expect(microphone).toHaveAttribute('aria-pressed', 'false');
  expect(ada.troubles).toEqual([]);
});

test('another loudspeaker and a second camera are chosen in the menus', async ({ join }) => {
  const ada = await join('meeting', { name: 'Ada' });
  const bob = await join('meeting', { name: 'Bob' });
  const { page } = ada;
  await expect(page.locator('audio')).toHaveCount(1);
  const sinks = () =>
    page.locator('audio').evaluateAll((all) => all.map((audio) => (audio as HTMLAudioElement).sinkId));
  expect(await sinks()).toEqual(['']);

  await page.getByRole('button', { name: 'Choose a microphone' }).click();
  const speakers = page.getByRole('group', { name: 'Loudspeaker' });
  await speakers.getByRole('menuitemradio').last().click();
  await expect.poll(async () => (await sinks()).every((sink) => sink !== '')).toBe(true);

  await page.getByRole('button', { name: 'Present more' }).press('Enter');
  const add = page.getByRole('menuitem', { name: /^Add / }).last();
  await expect(add).toBeVisible();
  await add.press('Enter');
  await expect(bob.page.getByRole('article', { name: 'Video of Ada' })).toBeVisible();
  await bob.expectMedia({ videoTracks: 2 });

  await page.getByRole('button', { name: 'Present more' }).click();
  await page.getByRole('menuitem', { name: /^Stop / }).click();
  await expect(bob.page.getByRole('article', { name: 'Video of Ada' })).toHaveCount(0);
  expect([...ada.troubles, ...bob.troubles]).toEqual([]);
});

test('settings are given as commands', async ({ join }) => {
  const ada = await join('meeting', { name: 'Ada', microphone: false });
  await ada.write('/set send "low"');
  await expect.poll(() => videoLimits(ada.page)).toEqual([300_000]);
  await ada.write('/unset send');
  await expect.poll(() => videoLimits(ada.page)).not.toEqual([300_000]);
  await ada.write('/set');
  await expect(ada.chatLog).toContainText('blackboard');
  await ada.write('/set send 3');
  await expect(ada.chatLog).toContainText('does not fit');
});

/** Somebody whose devices can be pulled out; in the meeting. */
async function withStubs(
  open: (group: 'meeting', options: ParticipantOptions) => Promise<Participant>,
  options: ParticipantOptions,
): Promise<Participant> {
  const person = await open('meeting', options);
  await stubDevices(person.page);
  await person.page.reload();
  await person.enter(options);
  await expect(person.controls).toBeVisible();
  return person;
}

const sent = async (page: Page, kind: 'audio' | 'video') =>
  (await sentBy(page)).find((each) => each.kind === kind);

test('a background of the meeting’s settings is what others see; where it cannot be had, that is said', async ({
  join,
}) => {
  const ada = await join('meeting', { name: 'Ada', microphone: false });
  const bob = await join('meeting', { name: 'Bob', microphone: false, camera: false });
  const { page } = ada;
  const picture = 'article[data-kind="person"] video';
  await expect.poll(() => sharpnessOf(bob.page, picture)).toBeGreaterThan(1);
  const alert = page.locator('.notice[data-kind="error"]').filter({ hasText: 'Others can see your room' });

  // The part that finds people does not come.
  let lost = true;
  await page.context().route(/\.tflite$/, (route) => (lost ? route.abort() : route.fallback()));
  const dialog = await openSettings(ada, 'Video');
  await dialog.getByRole('radio', { name: 'Strong blur' }).click();
  await expect(dialog.getByText(/could not be loaded.*Others can see your room/)).toBeVisible();
  await expect(alert).toBeVisible();
  await expect.poll(() => sharpnessOf(bob.page, picture)).toBeGreaterThan(1);

  lost = false;
  await dialog.getByRole('button', { name: 'Try again' }).press('Enter');
  await expect(dialog.getByText(/could not be loaded/)).toHaveCount(0);
  await expect(alert).toHaveCount(0);
  // There is nobody in front of this camera: all of it is background.
  await expect.poll(() => sharpnessOf(bob.page, picture)).toBeLessThan(0.2);

  await dialog.getByRole('radio', { name: 'None' }).click();
  await expect.poll(() => sharpnessOf(bob.page, picture)).toBeGreaterThan(1);
  // What was refused on purpose is no trouble.
  expect([...ada.troubles.filter((each) => !each.includes('ERR_FAILED')), ...bob.troubles]).toEqual([]);
});

test('devices that are pulled out are missed, and used again when they are back', async ({ open, join }) => {
  const ada = await withStubs(open, { name: 'Ada' });
  const bob = await join('meeting', { name: 'Bob', microphone: false, camera: false });
  const { page } = ada;
  const seen = bob.tile('Ada').locator('video');
  await expect(seen).toBeVisible();
  await page.getByRole('button', { name: 'Choose a camera' }).click();
  const entry = page.getByRole('group', { name: 'Camera' }).getByRole('menuitemradio').last();
  const name = ((await entry.textContent()) ?? '').trim();
  await entry.click();
  await expect.poll(async () => (await sent(page, 'video'))?.label).toBe(name);

  const plugIn = await unplug(page, 'video');
  await expect(ada.control('Camera')).toHaveAttribute('aria-pressed', 'false');
  await expect(seen).toHaveCount(0);
  await expect(page.getByText('The camera was disconnected.')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Use “/ })).toBeVisible();
  await plugIn();
  await expect(page.getByText(/^Your camera is back/)).toBeVisible();
  await expect(ada.control('Camera')).toHaveAttribute('aria-pressed', 'true');
  await expect(seen).toBeVisible();
  expect((await sent(page, 'video'))?.label).toBe(name);

  await unplug(page, 'audio');
  await expect(page.getByText(/^The microphone was disconnected. “.*” is used now\.$/)).toBeVisible();
  await expect(ada.control('Microphone')).toHaveAttribute('aria-pressed', 'true');
  expect([...ada.troubles, ...bob.troubles]).toEqual([]);
});

test('a device that has too much to do sends less, and all again for who wants that', async ({
  open,
  join,
}) => {
  const ada = await withStubs(open, { name: 'Ada', microphone: false });
  // What nobody looks at is not sent, and keeps no processor busy.
  const bob = await join('meeting', { name: 'Bob', microphone: false, camera: false });
  await expect(bob.tile('Ada').locator('video')).toBeVisible();
  const { page } = ada;
  await expect.poll(() => videoLimits(page)).toEqual([null]);
  await makeBusy(page, true);
  await expect(page.getByText(/^This device has too much to do/)).toBeVisible();
  await expect.poll(() => videoLimits(page)).toEqual([700_000]);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(async () => (await videoLimits(page))[0]).not.toBe(700_000);
  await expect(page.getByText(/^This device has too much to do/)).toHaveCount(0);
  expect(ada.troubles).toEqual([]);
});

test('keys of a headset work, the screen stays on, and who talks while muted is told so', async ({
  open,
}) => {
  const ada = await withStubs(open, { name: 'Ada', camera: false });
  const { page } = ada;
  const microphone = ada.control('Microphone');
  await expect(microphone).toHaveAttribute('aria-pressed', 'true');
  await expect.poll(() => locksOf(page)).toContain('taken');
  await pressKey(page, 'togglecamera');
  await expect(ada.control('Camera')).toHaveAttribute('aria-pressed', 'true');
  await pressKey(page, 'togglemicrophone');
  await expect(microphone).toHaveAttribute('aria-pressed', 'false');

  // Somebody who talks on and on: the tone of the browser's fake microphone comes once a second only.
  await makeLoud(page);
  await page.getByRole('button', { name: 'Choose a microphone' }).click();
  await page.getByRole('group', { name: 'Microphone' }).getByRole('menuitemradio').last().click();
  await expect(page.getByText('You are muted. Nobody hears you.')).toBeVisible();
  await page.getByRole('button', { name: 'Unmute' }).click();
  await expect(microphone).toHaveAttribute('aria-pressed', 'true');

  await pressKey(page, 'hangup');
  await expect(ada.controls).toHaveCount(0);
  await expect.poll(() => keysOf(page)).toEqual([]);
  expect((await locksOf(page)).at(-1)).toBe('released');
  expect(ada.troubles).toEqual([]);
});

test('two screens and a file are shown by mouse, and the space bar mutes while it is held', async ({
  join,
}) => {
  const ada = await join('meeting', { name: 'Ada', camera: false });
  const { page } = ada;
  const film = await filmed(page, 12);
  const bob = await join('meeting', { name: 'Bob', microphone: false, camera: false });
  const muted = bob.page.getByLabel('Ada, muted');

  const dialog = await openSettings(ada, 'Audio');
  await dialog.getByRole('radio', { name: /Push to mute/ }).click();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await page.locator('.meeting__stage').click({ position: { x: 4, y: 4 } });
  await page.keyboard.down('Space');
  await expect(muted).toBeVisible();
  await page.keyboard.up('Space');
  await expect(muted).toHaveCount(0);

  const more = page.getByRole('button', { name: 'Present more' });
  await more.click();
  await page.getByRole('menuitem', { name: 'Share a screen' }).click();
  const screens = bob.page.getByRole('article', { name: 'Screen of Ada' });
  await expect(screens).toHaveCount(1);
  await more.click();
  await page.getByRole('menuitem', { name: 'Share another screen' }).click();
  await expect(screens).toHaveCount(2);
  await more.click();
  await page.getByRole('menuitem', { name: 'Stop sharing screens' }).click();
  await expect(screens).toHaveCount(0);

  const chooser = page.waitForEvent('filechooser');
  await more.click();
  await page.getByRole('menuitem', { name: 'Play a file to everybody…' }).click();
  await (await chooser).setFiles(film);
  const player = page.getByRole('region', { name: 'You are playing “film.webm” to everybody' });
  await player.getByRole('button', { name: 'Pause' }).click();
  const volume = player.getByRole('slider', { name: 'Volume for you' });
  const box = await player.locator('.player__volume .slider__control').boundingBox();
  await page.mouse.click((box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + (box?.height ?? 0) / 2);
  await expect(volume).toHaveAttribute('aria-valuetext', /^(4|5)\d %$/);
  // A film of a browser's recorder tells its length only once it was played to the end.
  const position = player.getByRole('slider', { name: /^Position in/ });
  if (await position.isEnabled()) {
    const bar = await player.locator('.player__position .slider__control').boundingBox();
    await page.mouse.click((bar?.x ?? 0) + (bar?.width ?? 0) / 2, (bar?.y ?? 0) + (bar?.height ?? 0) / 2);
    await expect.poll(async () => Number(await position.inputValue())).toBeGreaterThan(3);
  }
  await player.getByRole('button', { name: 'Stop playing' }).click();
  await expect(player).toBeHidden();
  expect([...ada.troubles, ...bob.troubles]).toEqual([]);
});

test('the settings are clear and accessible on every screen, in both colours', async ({ join }, testInfo) => {
  const ada = await join('meeting', { name: 'Ada', camera: false });
  const { page } = ada;
  await page.keyboard.press(',');
  const dialog = page.getByRole('dialog', { name: 'Settings' });
  await expect(dialog).toBeVisible();
  for (const device of ['desktop', 'phone', 'sideways'] as const) {
    await page.setViewportSize(SCREENS[device]);
    for (const tab of await dialog.getByRole('tab').all()) {
      await tab.click();
      await expect(dialog.getByRole('tabpanel')).toBeVisible();
      const name = ((await tab.textContent()) ?? '').replaceAll(' ', '-').toLowerCase();
      await inBothSchemes(page, async (scheme) => {
        await expectAccessible(page);
        await expectNothingCutOff(page);
        await picture(page, testInfo, `settings-${name}-${device}-${scheme}`);
      });
    }
  }
  expect(ada.troubles).toEqual([]);
});
