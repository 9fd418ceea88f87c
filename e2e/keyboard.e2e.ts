import type { Locator, Page } from '@playwright/test';
import { arrowTo, expectFocusKept, tabTo } from './support/by-keyboard.ts';
import { joinFromNode } from './support/node-member.ts';
import { Participant } from './support/participant.ts';
import { expect, test } from './support/test.ts';

/** A whole meeting without a mouse. */

const item = (page: Page, name: string): Locator => page.getByRole('menuitem', { name, exact: true });
const title = (page: Page): Locator => page.getByRole('heading', { name: 'Monday meeting' });
const panel = (page: Page, name: string): Locator => page.getByRole('complementary', { name });

test('a meeting is held by keyboard alone, from the first page to the last', async ({ browser, server }) => {
  const ben = await joinFromNode(server.origin, 'meeting', 'Ben');
  const ada = await Participant.open(browser, server.origin, { name: 'Ada' });
  const { page } = ada;
  try {
    await tabTo(page, page.getByRole('textbox', { name: 'Group' }));
    await page.keyboard.type('meeting');
    await page.keyboard.press('Enter');

    await expect(page.getByRole('button', { name: 'Join', exact: true })).toBeVisible();
    for (const device of ['Microphone', 'Camera']) {
      const toggle = page.getByRole('button', { name: device, exact: true });
      await tabTo(page, toggle);
      await page.keyboard.press('Space');
      await expect(toggle).toHaveAttribute('aria-pressed', 'true');
    }
    await tabTo(page, page.getByLabel('Your name'));
    await page.keyboard.type('Ada');
    await page.keyboard.press('Enter');
    await expect(ada.controls).toBeVisible();
    await expect(title(page)).toBeFocused();

    // Devices and hand: by letters, and by the buttons.
    await expect(ada.control('Microphone')).toHaveAttribute('aria-pressed', 'true');
    await page.keyboard.press('m');
    await expect(ada.control('Microphone')).toHaveAttribute('aria-pressed', 'false');
    await page.keyboard.press('v');
    await expect(ada.control('Camera')).toHaveAttribute('aria-pressed', 'false');
    await tabTo(page, ada.control('Raise your hand'));
    await page.keyboard.press('Enter');
    await expect(ada.control('Raise your hand')).toHaveAttribute('aria-pressed', 'true');
    await expectFocusKept(page);

    // People: somebody's menu, and back through all of it.
    await tabTo(page, ada.control('People'));
    await page.keyboard.press('Enter');
    const actions = page.getByRole('button', { name: 'Actions for Ben' });
    await tabTo(page, page.getByRole('button', { name: 'Actions for yourself and the meeting' }));
    await page.keyboard.press('b');
    await expect(actions).toBeFocused();
    await page.keyboard.press('Enter');
    await arrowTo(page, item(page, 'Pin'));
    await page.keyboard.press('Enter');
    await expect(page.getByLabel('Ben, muted, pinned')).toBeVisible();
    await expect(actions).toBeFocused();
    await page.keyboard.press('Enter');
    await arrowTo(page, item(page, 'Volume…'));
    await page.keyboard.press('Enter');
    await expect(page.getByRole('slider', { name: 'Volume' })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(actions).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(panel(page, 'People')).toBeHidden();
    await expect(ada.control('People')).toBeFocused();

    // Chat.
    await page.keyboard.press('c');
    await expect(page.getByRole('textbox', { name: 'Message' })).toBeFocused();
    await page.keyboard.type('Hello Ben');
    await page.keyboard.press('Enter');
    await expect(ada.chatLog).toContainText('Hello Ben');
    await page.keyboard.press('Escape');
    await expect(panel(page, 'Chat')).toBeHidden();
    await expect(ada.control('People')).toBeFocused();

    // The stage.
    const tile = page.getByRole('button', { name: 'Options for Ben' });
    await tabTo(page, tile);
    await page.keyboard.press('Enter');
    await arrowTo(page, item(page, 'Unpin'));
    await page.keyboard.press('Enter');
    await expect(page.getByLabel('Ben, muted', { exact: true })).toBeVisible();
    await expect(tile).toBeFocused();

    // Settings: by a letter, and by the menu.
    const settings = page.getByRole('dialog', { name: 'Settings' });
    await page.keyboard.press(',');
    await expect(settings).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(settings).toBeHidden();
    await expect(tile).toBeFocused();
    const more = page.getByRole('button', { name: 'More', exact: true });
    for (const [entry, dialog] of [
      [/^Settings/, 'Settings'],
      [/^Keyboard shortcuts/, 'Keyboard shortcuts'],
      [/^Connection statistics/, 'Connection statistics'],
      [/^Commands/, 'Commands'],
    ] as const) {
      await tabTo(page, more);
      await page.keyboard.press('Enter');
      await arrowTo(page, page.getByRole('menuitem', { name: entry }));
      await page.keyboard.press('Enter');
      await expect(page.getByRole('dialog', { name: dialog })).toBeVisible();
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog', { name: dialog })).toBeHidden();
      await expect(more, `after ${dialog}`).toBeFocused();
    }

    await tabTo(page, ada.control('Leave'));
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'You left Monday meeting' })).toBeFocused();
    expect(ada.troubles).toEqual([]);
  } finally {
    ben.close();
    await ada.vanish();
  }
});

test('the palette begins anew each time, says which keys do the same, and gives the focus back', async ({
  join,
  server,
}) => {
  const ada = await join('meeting', { name: 'Ada', camera: false, microphone: false });
  const ben = await joinFromNode(server.origin, 'meeting', 'Ben');
  const { page } = ada;
  const box = page.getByRole('combobox', { name: 'What do you want to do?' });
  await tabTo(page, ada.control('Chat'));

  await page.keyboard.press('Control+k');
  await expect(box).toBeFocused();
  await expect(page.getByRole('option', { name: 'Open or close the chat' })).toContainText('C');
  await page.keyboard.type('one');
  // Before the first has faded out.
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await page.keyboard.type('two');
  await expect(box).toHaveValue('two');
  await expect(box).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(box).toBeHidden();
  await expect(ada.control('Chat')).toBeFocused();

  const give = async (words: string) => {
    await page.keyboard.press('Control+k');
    await expect(box).toBeFocused();
    await page.keyboard.type(words);
    await page.keyboard.press('Enter');
    await expect(box).toBeHidden();
  };
  await give('pin ben');
  await expect(page.getByLabel('Ben, muted, pinned')).toBeVisible();
  await expect(ada.control('Chat')).toBeFocused();
  await give('unpin all');
  await expect(page.getByLabel('Ben, muted', { exact: true })).toBeVisible();
  await give('speaker large');
  await expect(page.getByRole('button', { name: 'Show everybody alike' })).toBeVisible();
  await give('appearance dark');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  for (const [words, dialog] of [
    ['statistics', 'Connection statistics'],
    ['settings', 'Settings'],
    ['connection test', 'Connection test'],
    ['single keys', 'Keyboard shortcuts'],
  ] as const) {
    await give(words);
    await expect(page.getByRole('dialog', { name: dialog })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog', { name: dialog })).toBeHidden();
    await expect(ada.control('Chat'), `after ${dialog}`).toBeFocused();
  }
  await give('deutsch');
  await expect(page.locator('html')).toHaveAttribute('lang', 'de');
  await expectFocusKept(page);
  ben.close();
  expect(ada.troubles).toEqual([]);
});

test('F6 leads through the page, to notices first, and Shift and F6 back', async ({ join, server }) => {
  const ada = await join('meeting', { name: 'Ada', camera: false, microphone: false });
  const { page } = ada;
  const inside = (region: Locator) => region.locator(':focus');
  const stage = page.getByRole('main');
  const list = panel(page, 'People');
  await page.keyboard.press('p');
  await expect(list).toBeFocused();

  await page.keyboard.press('F6');
  await expect(inside(page.getByRole('banner'))).toBeVisible();
  await page.keyboard.press('F6');
  await expect(inside(stage)).toBeVisible();
  await page.keyboard.press('F6');
  await expect(inside(ada.controls)).toBeVisible();
  await page.keyboard.press('F6');
  await expect(list.locator(':focus').or(list.and(page.locator(':focus')))).toBeVisible();
  await page.keyboard.press('Shift+F6');
  await expect(inside(ada.controls)).toBeVisible();

  const ben = await joinFromNode(server.origin, 'meeting', 'Ben');
  await ben.chat('', '', 'Ada, are you there?');
  const news = page.locator('.notice').filter({ hasText: 'are you there' });
  await expect(news).toBeVisible();
  await page.keyboard.press('F6');
  await expect(inside(news)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(inside(ada.controls)).toBeVisible();
  ben.close();
});
