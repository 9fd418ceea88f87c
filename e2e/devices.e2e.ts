import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import config from './playwright.config.ts';
import type { Participant } from './support/participant.ts';
import { expect, test } from './support/test.ts';
import { filmed } from './support/video-file.ts';

// Several cameras, where a browser has one by default. The second of them measures depth, which no codec takes.
const { launchOptions } = config.use ?? {};
test.use({
  launchOptions: {
    ...launchOptions,
    args: (launchOptions?.args ?? []).map((arg) =>
      arg.startsWith('--use-fake-device-for-media-stream') ? `${arg},device-count=3` : arg,
    ),
  },
});

/** What limits the video that a page sends, in bits per second; an encoding without a limit is null. */
function videoLimits(page: Page): Promise<(number | null)[]> {
  return page.evaluate(() => {
    const { peerConnections } = globalThis as unknown as { peerConnections: RTCPeerConnection[] };
    return peerConnections
      .filter((pc) => pc.connectionState !== 'closed')
      .flatMap((pc) => pc.getSenders())
      .filter((sender) => sender.track?.kind === 'video')
      .flatMap((sender) => sender.getParameters().encodings.map(({ maxBitrate }) => maxBitrate ?? null));
  });
}

async function openSettings({ page }: Participant, section: string) {
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

test('what is received is a choice', async ({ join }) => {
  const ada = await join('meeting', { name: 'Ada' });
  const bob = await join('meeting', { name: 'Bob', camera: false });
  await expect(bob.tile('Ada').locator('video')).toBeVisible();
  const dialog = await openSettings(bob, 'Sending and receiving');
  await dialog.getByRole('radio', { name: 'Voices only' }).click();
  await expect(bob.tile('Ada').locator('video')).toHaveCount(0);
  await dialog.getByRole('radio', { name: 'Everything', exact: true }).click();
  await expect(bob.tile('Ada').locator('video')).toHaveCount(1);
  expect([...ada.troubles, ...bob.troubles]).toEqual([]);
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

for (const [device, viewport] of Object.entries({
  desktop: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
  sideways: { width: 844, height: 390 },
})) {
  for (const colorScheme of ['light', 'dark'] as const) {
    test(`the settings are clear and accessible on a ${device} in ${colorScheme} colours`, async ({
      join,
    }) => {
      const ada = await join('meeting', { name: 'Ada', camera: false, viewport, colorScheme });
      const { page } = ada;
      await page.keyboard.press(',');
      const dialog = page.getByRole('dialog', { name: 'Settings' });
      await expect(dialog).toBeVisible();
      for (const tab of await dialog.getByRole('tab').all()) {
        await tab.click();
        await expect(dialog.getByRole('tabpanel')).toBeVisible();
        const { violations } = await new AxeBuilder({ page }).include('[role="dialog"]').analyze();
        expect(violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => html) }))).toEqual([]);
        const pictures = process.env['EVAGORE_DEVICE_PICTURES'];
        if (pictures !== undefined) {
          const name = `${device}-${colorScheme}-${(await tab.textContent()) ?? ''}`;
          await page.screenshot({ path: `${pictures}/${name.replaceAll(' ', '-').toLowerCase()}.png` });
        }
      }
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect(overflow).toBeLessThanOrEqual(0);
    });
  }
}
