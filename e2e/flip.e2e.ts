import type { Locator } from '@playwright/test';
import config from './playwright.config.ts';
import { SCREENS } from './support/looks.ts';
import { expect, test } from './support/test.ts';

test.use({
  launchOptions: {
    ...config.use?.launchOptions,
    args: (config.use?.launchOptions?.args ?? []).map((arg) =>
      arg.startsWith('--use-fake-device-for-media-stream') ? `${arg},device-count=3` : arg,
    ),
  },
});

test('a phone turns its camera round by a tap or by keys, and others go on seeing it', async ({
  open,
  join,
}) => {
  const ada = await open('meeting', { name: 'Ada', viewport: SCREENS.phone });
  const { page } = ada;
  await page.addInitScript(() => {
    const asked: unknown[] = [];
    Object.assign(globalThis, { asked });
    const devices = navigator.mediaDevices;
    const getUserMedia = devices.getUserMedia.bind(devices);
    devices.getUserMedia = (constraints) => {
      if (typeof constraints?.video === 'object') asked.push(constraints.video.facingMode);
      return getUserMedia(constraints);
    };
  });
  await page.reload();
  await ada.enter({ name: 'Ada' });
  await expect(ada.controls).toBeVisible();
  const ben = await join('meeting', { name: 'Ben', microphone: false, camera: false });
  await ben.expectMedia({ videoTracks: 1 });

  const lastAsked = () => page.evaluate(() => (globalThis as unknown as { asked: unknown[] }).asked.at(-1));
  for (const [facing, choose] of [
    ['environment', (target: Locator) => target.tap()],
    ['user', (target: Locator) => target.press('Enter')],
  ] as const) {
    await choose(page.getByRole('button', { name: 'More', exact: true }));
    await choose(page.getByRole('menuitem', { name: 'Choose a camera' }));
    await choose(page.getByRole('menuitem', { name: 'Turn the camera round' }));
    await expect.poll(lastAsked).toEqual({ ideal: facing });
    await expect(page.getByRole('menu')).toHaveCount(0);
    await ben.expectMedia({ videoTracks: 1 });
  }
  expect([...ada.troubles, ...ben.troubles]).toEqual([]);
});
