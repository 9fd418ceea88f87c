import { expect, type Locator, type Page } from '@playwright/test';

/** Further stops than any page has. */
const MOST_STOPS = 60;

/** Goes on by Tab until something has the focus, as somebody without a mouse does. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let stops = 0; stops < MOST_STOPS; stops += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  await expect(target).toBeFocused();
}

/** Chooses an entry of the open menu by arrow keys. */
export async function arrowTo(page: Page, item: Locator): Promise<void> {
  // Nobody presses a key before the menu has the focus.
  await expect(page.getByRole('menu').locator(':focus')).toBeVisible();
  for (let stops = 0; stops < MOST_STOPS; stops += 1) {
    if (await item.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('ArrowDown');
  }
  await expect(item).toBeFocused();
}

/** Chooses an entry of the open menu by its first letters, as far as they are needed; by arrow keys where they lead elsewhere. */
export async function spellTo(page: Page, item: Locator): Promise<void> {
  await expect(page.getByRole('menu').locator(':focus')).toBeVisible();
  const [word = ''] = /^\p{L}+/u.exec((await item.textContent()) ?? '') ?? [];
  for (const letter of word) {
    if (await item.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(letter);
  }
  await arrowTo(page, item);
}

/** Whoever has lost the focus begins at the top of the page again, and a screen reader falls silent. */
export async function expectFocusKept(page: Page): Promise<void> {
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.tagName), { message: 'something has the focus' })
    .not.toBe('BODY');
}
