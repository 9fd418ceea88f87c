import { expectAccessible, expectNothingCutOff, inBothSchemes, picture, SCREENS } from './support/looks.ts';
import { Participant } from './support/participant.ts';
import { expect, test } from './support/test.ts';

test.describe('the pages', () => {
  for (const [device, viewport] of Object.entries(SCREENS)) {
    test(`are clear and accessible on a screen like that of a ${device}`, async ({
      browser,
      server,
    }, testInfo) => {
      const ada = await Participant.open(browser, server.origin, { name: 'Ada', viewport });
      const { page } = ada;
      const look = (name: string) =>
        inBothSchemes(page, async (scheme) => {
          await expectAccessible(page);
          await expectNothingCutOff(page);
          await picture(page, testInfo, `${name}-${device}-${scheme}`);
        });

      await expect(page.getByText('Monday meeting')).toBeVisible();
      await look('landing');
      await page.goto(server.group('nowhere'));
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await look('no-such-group');
      await page.goto(server.group('meeting'));
      await expect(page.getByRole('button', { name: 'Join', exact: true })).toBeVisible();
      await look('login');

      await ada.enter({ name: 'Ada', camera: false });
      await expect(ada.controls).toBeVisible();
      await look('alone');
      // On a low screen the controls have faded by now; any key brings them back.
      await page.keyboard.press('Shift');
      await ada.openPanel('Chat');
      await ada.write('Welcome, the agenda is at https://example.org/agenda');
      await expect(ada.chatLog.getByRole('link').last()).toBeVisible();
      await look('chat');
      await ada.openPanel('People');
      await look('people');
      await ada.vanish();
    });
  }
});

/** Small phones held sideways, and a laptop's screen at 200 % and at 400 %, where less is not asked for (WCAG 1.4.10). */
const TIGHT = [
  { width: 740, height: 360 },
  { width: 667, height: 375 },
  { width: 720, height: 450 },
  { width: 360, height: 225 },
  { width: 320, height: 256 },
];

test('however little room there is, everything stays in reach', async ({ join }) => {
  const ada = await join('meeting', { name: 'Ada', camera: false });
  const { page } = ada;
  for (const size of TIGHT) {
    await page.setViewportSize(size);
    await expectNothingCutOff(page);
    for (const key of ['c', 'p']) {
      await page.keyboard.press(key);
      const panel = page.locator('.panel');
      await expect(panel).toBeVisible();
      await expectNothingCutOff(page);
      const beside = await page
        .getByRole('complementary')
        .boundingBox({ timeout: 1 })
        .catch(() => null);
      const leave = await ada.control('Leave').boundingBox();
      if (beside !== null) expect((leave?.x ?? 0) + (leave?.width ?? 0)).toBeLessThanOrEqual(beside.x);
      await page.keyboard.press('Escape');
      await expect(panel).toBeHidden();
    }
  }
  // What has no place in the bar any more is in the menu.
  await page.setViewportSize({ width: 256, height: 500 });
  await expect(ada.control('Raise your hand')).toHaveCount(0);
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Raise hand' }).click();
  await page.setViewportSize(SCREENS.desktop);
  await expect(ada.control('Raise your hand')).toHaveAttribute('aria-pressed', 'true');
  expect(ada.troubles).toEqual([]);
});
