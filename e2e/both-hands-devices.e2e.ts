import type { Page } from '@playwright/test';
import { sentBy } from './support/device-stubs.ts';
import { HANDS } from './support/hands.ts';
import { SEVERAL_CAMERAS } from './support/several-cameras.ts';
import { expect, test } from './support/test.ts';
import { filmed } from './support/video-file.ts';

/** Devices are chosen, and what is shown beside oneself is begun and ended, by pointer and by keyboard. */

test.use(SEVERAL_CAMERAS);

const sent = async (page: Page, kind: 'audio' | 'video') =>
  (await sentBy(page)).find((each) => each.kind === kind)?.label;

for (const [way, handsOf] of Object.entries(HANDS)) {
  test(`microphone, loudspeaker and camera are chosen in the menus ${way}`, async ({ join }) => {
    const ada = await join('meeting', { name: 'Ada' });
    const bob = await join('meeting', { name: 'Bob', camera: false });
    const { page } = ada;
    const hands = handsOf(page);
    const button = (name: string) => ada.controls.getByRole('button', { name, exact: true });
    await expect(page.locator('audio')).toHaveCount(1);
    await expect.poll(() => sent(page, 'video')).toBeTruthy();

    await hands.choose(button('Choose a microphone'), 'Fake Audio Input 2');
    await expect.poll(() => sent(page, 'audio')).toBe('Fake Audio Input 2');
    await hands.choose(button('Choose a microphone'), 'Fake Audio Output 1');
    const sinks = () =>
      page.locator('audio').evaluateAll((all) => all.map((audio) => (audio as HTMLAudioElement).sinkId));
    await expect.poll(async () => (await sinks()).every((sink) => sink !== '')).toBe(true);
    await hands.choose(button('Choose a microphone'), 'As the system');
    await expect.poll(async () => (await sinks()).every((sink) => sink === '')).toBe(true);
    await hands.choose(button('Choose a camera'), 'fake_device_2');
    await expect.poll(() => sent(page, 'video')).toBe('fake_device_2');
    for (const [name, kind] of [
      ['Microphone', 'audio'],
      ['Camera', 'video'],
    ] as const) {
      await hands.press(button(name));
      await expect(button(name)).toHaveAttribute('aria-pressed', 'false');
      await hands.press(button(name));
      await expect(button(name)).toHaveAttribute('aria-pressed', 'true');
      await expect.poll(() => sent(page, kind)).toContain('2');
    }
    expect([...ada.troubles, ...bob.troubles]).toEqual([]);
  });

  test(`further cameras and screens are shown, and taken away ${way}`, async ({ join }) => {
    const ada = await join('meeting', { name: 'Ada', microphone: false });
    const bob = await join('meeting', { name: 'Bob', microphone: false, camera: false });
    const hands = handsOf(ada.page);
    const button = (name: string) => ada.controls.getByRole('button', { name, exact: true });
    await expect(bob.tile('Ada').locator('video')).toBeVisible();
    const videos = bob.page.getByRole('article', { name: 'Video of Ada' });
    await hands.choose(button('Present more'), 'Add “fake_device_2”');
    await expect(videos).toHaveCount(1);
    await hands.choose(button('Present more'), 'Stop “fake_device_2”');
    await expect(videos).toHaveCount(0);

    const screens = bob.page.getByRole('article', { name: 'Screen of Ada' });
    const share = button('Share a screen');
    await hands.press(share);
    await expect(screens).toHaveCount(1);
    await expect(share).toHaveAttribute('aria-pressed', 'true');
    await hands.choose(button('Present more'), 'Share another screen');
    await expect(screens).toHaveCount(2);
    await hands.choose(button('Present more'), 'Stop sharing screens');
    await expect(screens).toHaveCount(0);
    await hands.choose(button('Present more'), 'Share a screen');
    await expect(screens).toHaveCount(1);
    await hands.press(share);
    await expect(screens).toHaveCount(0);
    expect([...ada.troubles, ...bob.troubles]).toEqual([]);
  });

  test(`a file is played to everybody ${way}`, async ({ join }) => {
    const ada = await join('meeting', { name: 'Ada', camera: false });
    const { page } = ada;
    const hands = handsOf(page);
    const film = await filmed(page, 20);
    const bob = await join('meeting', { name: 'Bob', microphone: false, camera: false });
    const shown = bob.page.getByRole('article', { name: 'Video of Ada' });

    const chooser = page.waitForEvent('filechooser');
    await hands.choose(
      ada.controls.getByRole('button', { name: 'Present more' }),
      'Play a file to everybody',
    );
    await (await chooser).setFiles(film);
    const player = page.getByRole('region', { name: 'You are playing “film.webm” to everybody' });
    await hands.press(player.getByRole('button', { name: 'Pause' }));
    await expect(player.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
    await expect(shown.locator('video')).toBeVisible();
    await expect(ada.control('Microphone')).toHaveAttribute('aria-pressed', 'false');

    const volume = player.getByRole('slider', { name: 'Volume for you' });
    await hands.slide(volume, 0);
    await expect(volume).toHaveAttribute('aria-valuetext', '0 %');
    const position = player.getByRole('slider', { name: /^Position in/ });
    // A film of a browser's recorder tells its length only once it was played to the end.
    if (await position.isEnabled()) {
      await hands.slide(position, 0);
      await expect.poll(async () => Number(await position.inputValue())).toBeLessThan(1);
    }
    await hands.press(player.getByRole('button', { name: 'Play', exact: true }));
    await expect(player.getByRole('button', { name: 'Pause' })).toBeVisible();
    await hands.press(player.getByRole('button', { name: 'Stop playing' }));
    await expect(player).toBeHidden();
    await expect(shown).toHaveCount(0);
    // Nobody is unmuted silently.
    await expect(ada.control('Microphone')).toHaveAttribute('aria-pressed', 'false');
    expect([...ada.troubles, ...bob.troubles]).toEqual([]);
  });
}
