import type { Locator, Page } from '@playwright/test';
import { HANDS } from './support/hands.ts';
import { joinFromNode } from './support/node-member.ts';
import { expect, test } from './support/test.ts';

/** What somebody chooses for themselves in a meeting, by either pair of hands. */

const more = (page: Page): Locator => page.getByRole('button', { name: 'More', exact: true });
const dialog = (page: Page, name: string): Locator => page.getByRole('dialog', { name });

/** How wide something is drawn, in CSS pixels. */
async function widthOf(tile: Locator): Promise<number> {
  return (await tile.boundingBox())?.width ?? 0;
}

function hasSmallWindow(): boolean {
  // The types do not know it yet.
  const { documentPictureInPicture } = globalThis as unknown as {
    documentPictureInPicture: { window: Window | null };
  };
  return documentPictureInPicture.window !== null;
}

for (const [way, handsOf] of Object.entries(HANDS)) {
  test(`the view and one’s own picture are chosen ${way}`, async ({ join, server }) => {
    const ben = await joinFromNode(server.origin, 'meeting', 'Ben');
    const ada = await join('meeting', { name: 'Ada', microphone: false });
    const { page } = ada;
    const hands = handsOf(page);
    await expect(ada.tiles).toHaveCount(2);
    const isBenLarger = async () => (await widthOf(ada.tile('Ben'))) > 1.5 * (await widthOf(ada.tile('You')));

    await hands.press(page.getByRole('button', { name: 'Show the speaker large' }));
    await expect.poll(isBenLarger).toBe(true);
    await hands.press(page.getByRole('button', { name: 'Show everybody alike' }));
    await expect.poll(isBenLarger).toBe(false);
    await hands.choose(more(page), 'Speaker large');
    await expect.poll(isBenLarger).toBe(true);
    await hands.choose(more(page), 'Everybody alike');
    await expect.poll(isBenLarger).toBe(false);

    const picture = ada.tile('You').locator('video');
    await expect(picture).toHaveAttribute('data-mirrored', 'true');
    const own = page.getByRole('button', { name: 'Options for Ada' });
    await hands.choose(own, 'Mirror my picture');
    await expect(picture).toHaveAttribute('data-mirrored', 'false');
    await hands.choose(more(page), 'Mirror my picture');
    await expect(picture).toHaveAttribute('data-mirrored', 'true');
    await hands.choose(own, 'Hide my picture');
    await expect(ada.tiles).toHaveCount(1);
    await hands.choose(more(page), 'Show my own picture');
    await expect(ada.tiles).toHaveCount(2);
    await hands.choose(more(page), 'Show people without video');
    await expect(ada.tile('Ben')).toHaveCount(0);
    await expect(ada.tiles).toHaveCount(1);
    await hands.choose(more(page), 'Show people without video');
    await expect(ada.tile('Ben')).toBeVisible();

    await hands.choose(more(page), 'Full screen');
    const isFull = () => page.evaluate(() => document.fullscreenElement !== null);
    await expect.poll(isFull).toBe(true);
    await hands.choose(more(page), 'Leave full screen');
    await expect.poll(isFull).toBe(false);
    await hands.choose(more(page), 'Meeting in a small window');
    const small = () => page.evaluate(hasSmallWindow);
    await expect.poll(small).toBe(true);
    await hands.choose(more(page), 'Close the small window');
    await expect.poll(small).toBe(false);
    ben.close();
    expect(ada.troubles).toEqual([]);
  });

  test(`colours, language, hand, panels and dialogs are reached ${way}`, async ({ join, server }) => {
    const ben = await joinFromNode(server.origin, 'meeting', 'Ben');
    const ada = await join('meeting', {
      ...{ name: 'Ada', microphone: false, camera: false },
      contextOptions: { permissions: ['clipboard-read', 'clipboard-write', 'camera', 'microphone'] },
    });
    const { page } = ada;
    const hands = handsOf(page);
    await expect(ada.tile('Ben')).toBeVisible();

    await hands.choose(more(page), 'Appearance', 'Dark');
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await hands.choose(more(page), 'Appearance', 'As the system');
    await expect(page.locator('html')).not.toHaveAttribute('data-theme', 'dark');
    await hands.choose(more(page), 'Language', 'Français');
    await expect(page.locator('html')).toHaveAttribute('lang', 'fr');
    await hands.choose(page.getByRole('button', { name: 'Plus', exact: true }), 'Langue', 'English');
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');

    for (const [control, others] of [
      ['Microphone', 'Ada'],
      ['Camera', 'Ada'],
    ] as const) {
      await hands.press(ada.control(control));
      await expect(ada.control(control)).toHaveAttribute('aria-pressed', 'true');
      await expect
        .poll(() => Object.values(ben.users).find(({ username }) => username === others)?.published.length)
        .toBe(1);
    }
    await hands.press(ada.control('Camera'));
    await expect(ada.control('Camera')).toHaveAttribute('aria-pressed', 'false');
    await hands.press(ada.control('Raise your hand'));
    const handOfAda = () =>
      Object.values(ben.users).find(({ username }) => username === 'Ada')?.data['raisehand'];
    await expect.poll(handOfAda).toBe(true);
    await hands.press(ada.control('Raise your hand'));
    await expect.poll(handOfAda).not.toBe(true);

    for (const panel of ['Chat', 'People'] as const) {
      await hands.press(ada.controls.getByRole('button', { name: new RegExp(`^${panel}`) }));
      await expect(page.getByRole('complementary', { name: panel })).toBeVisible();
    }
    await hands.press(
      page.getByRole('complementary', { name: 'People' }).getByRole('button', { name: 'Close' }),
    );
    await expect(page.getByRole('complementary', { name: 'People' })).toBeHidden();

    await hands.choose(more(page), 'Copy the link');
    await expect
      .poll(() => page.evaluate(() => navigator.clipboard.readText()))
      .toBe(server.group('meeting'));
    for (const [entry, name] of [
      ['Connection statistics', 'Connection statistics'],
      ['Connection test', 'Connection test'],
      ['Settings', 'Settings'],
      ['Keyboard shortcuts', 'Keyboard shortcuts'],
    ] as const) {
      await hands.choose(more(page), entry);
      await expect(dialog(page, name)).toBeVisible();
      await hands.dismiss();
      await expect(dialog(page, name)).toBeHidden();
    }
    await hands.press(page.getByRole('button', { name: /^Your connection is/ }));
    await hands.press(page.getByRole('button', { name: 'Statistics', exact: true }));
    await expect(dialog(page, 'Connection statistics')).toBeVisible();
    await hands.press(dialog(page, 'Connection statistics').getByRole('button', { name: /^Copy/ }));
    await expect
      .poll(() => page.evaluate(() => navigator.clipboard.readText()))
      .toContain('Evagore connection report');
    await hands.dismiss();

    await hands.choose(more(page), 'What happened');
    const log = dialog(page, 'What happened');
    await hands.pick(log.getByRole('radio', { name: 'Chat' }));
    await expect(log.getByText('You joined.')).toHaveCount(0);
    await hands.pick(log.getByRole('radio', { name: 'All' }));
    await hands.write(log.getByRole('searchbox', { name: 'Search in the log' }), 'you joined');
    await expect(log.getByRole('article')).toHaveText([/You joined\./]);
    await hands.press(log.getByRole('button', { name: 'Copy as text' }));
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toContain('You joined.');
    const download = page.waitForEvent('download');
    await hands.press(log.getByRole('button', { name: 'Save' }));
    expect((await download).suggestedFilename()).toMatch(/\.txt$/);
    await hands.dismiss();

    await hands.press(ada.control('Leave'));
    await expect(page.getByRole('heading', { name: 'You left Monday meeting' })).toBeVisible();
    ben.close();
    expect(ada.troubles).toEqual([]);
  });
}
