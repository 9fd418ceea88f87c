import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import { arrowTo, tabTo } from './support/by-keyboard.ts';
import { expectAccessible, expectNothingCutOff, inBothSchemes, picture, SCREENS } from './support/looks.ts';
import { joinFromNode } from './support/node-member.ts';
import { expect, test } from './support/test.ts';

/** The log of a meeting: what has happened, and a meeting held in it. */

const dialogOf = (page: Page): Locator => page.getByRole('dialog', { name: 'What happened' });
const logOf = (page: Page): Locator => page.getByRole('log', { name: 'Log of the meeting' });
/** An entry by what is read aloud of it, without its time. */
const entryOf = (page: Page, sentence: string): Locator =>
  logOf(page).getByRole('article', { name: `, ${sentence}` });

test('the log tells what has happened, finds it, and gives it away', async ({ join, server }, testInfo) => {
  test.setTimeout(180_000);
  const ada = await join('meeting', {
    ...{ name: 'operator', password: 'open sesame', camera: false, microphone: false },
    contextOptions: { permissions: ['clipboard-read', 'clipboard-write', 'camera', 'microphone'] },
  });
  const { page } = ada;
  const ben = await joinFromNode(server.origin, 'meeting', 'Ben');
  await expect(ada.tile('Ben')).toBeVisible();
  // By then the list of those who were there before is no longer taken for news.
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'What happened' }).click();
  await expect(entryOf(page, 'You joined.')).toBeVisible();
  await expect(async () => {
    const cy = await joinFromNode(server.origin, 'meeting', 'Cy');
    await expect(entryOf(page, 'Cy joined.').first()).toBeVisible({ timeout: 1500 });
    cy.close();
  }).toPass();
  await expect(entryOf(page, 'Cy left.').first()).toBeVisible();

  await ben.userAction('setdata', ben.id, { raisehand: true });
  await expect(entryOf(page, 'Ben raised a hand.')).toBeVisible();
  await ben.userAction('setdata', ben.id, { raisehand: null });
  await expect(entryOf(page, 'Ben’s hand is down.')).toBeVisible();
  await ben.chat('', '', 'Good morning, see https://example.org/agenda');
  await expect(entryOf(page, 'Ben: Good morning, see https://example.org/agenda')).toBeVisible();
  const self = Object.entries(ben.users).find(([, { username }]) => username === 'operator');
  await ben.chat('', self?.[0] ?? '', 'Only for you');
  await expect(entryOf(page, 'Ben, to you only: Only for you')).toBeVisible();

  const box = dialogOf(page).getByRole('textbox', { name: 'Message' });
  const send = dialogOf(page).getByRole('button', { name: 'Send' });
  await box.fill('Hello Ben');
  await send.click();
  await expect(entryOf(page, 'You: Hello Ben')).toBeVisible();
  await box.fill('/lock');
  await send.click();
  await expect(entryOf(page, 'The meeting was locked.')).toBeVisible();
  await box.fill('/unlock');
  await send.click();
  await expect(entryOf(page, 'The meeting was unlocked.')).toBeVisible();
  await box.fill('/kick Nobody');
  await send.click();
  await expect(entryOf(page, 'Not done: ')).toBeVisible();
  await box.fill('');

  for (const size of [SCREENS.desktop, SCREENS.phone, SCREENS.sideways]) {
    await page.setViewportSize(size);
    await inBothSchemes(page, async (scheme) => {
      await expectAccessible(page);
      await expectNothingCutOff(page);
      await picture(page, testInfo, `log-${size.width.toString()}-${scheme}`);
    });
  }
  await page.setViewportSize(SCREENS.desktop);

  // By kind, and by words.
  await dialogOf(page).getByRole('radio', { name: 'Meeting' }).click();
  await expect(logOf(page).getByRole('article')).toHaveText([/was locked/, /was unlocked/]);
  await dialogOf(page).getByRole('radio', { name: 'All' }).click();
  await dialogOf(page).getByRole('searchbox', { name: 'Search in the log' }).fill('only for YOU');
  await expect(logOf(page).getByRole('article')).toHaveText([/Only for you/]);

  await dialogOf(page).getByRole('button', { name: 'Copy as text' }).click();
  await expect(dialogOf(page).getByText('The log was copied.')).toBeAttached();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toMatch(/^\d\d:\d\d Ben, to you only: Only for you\n$/);
  const download = page.waitForEvent('download');
  await dialogOf(page).getByRole('button', { name: 'Save' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^Monday-meeting-\d{4}-\d\d-\d\d\.txt$/);
  expect(await readFile(await file.path(), 'utf8')).toBe(copied);

  // What an operator takes back can be read no more.
  await dialogOf(page).getByRole('searchbox').fill('');
  await box.fill('/clear');
  await send.click();
  await expect(entryOf(page, 'The chat was cleared.')).toBeVisible();
  await expect(logOf(page)).not.toContainText('Good morning');
  await expect(logOf(page)).toContainText('Only for you');
  ben.close();
  expect(ada.troubles).toEqual([]);
});

test('a meeting is held in the log by keyboard alone', async ({ join, server }) => {
  const ben = await joinFromNode(server.origin, 'meeting', 'Ben');
  const ada = await join('meeting', { name: 'Ada', camera: false, microphone: false });
  const { page } = ada;
  await tabTo(page, ada.control('Chat'));
  await page.keyboard.press('l');
  await expect(logOf(page).locator(':focus')).toHaveAttribute('role', 'article');
  await expect(entryOf(page, 'Already here: Ben.')).toBeVisible();

  const box = dialogOf(page).getByRole('textbox', { name: 'Message' });
  await tabTo(page, box);
  await page.keyboard.type('Hello from Ada');
  await page.keyboard.press('Enter');
  await expect(entryOf(page, 'You: Hello from Ada')).toBeVisible();
  await page.keyboard.type('/ra');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(entryOf(page, 'You raised your hand.')).toBeVisible();
  await expect(entryOf(page, 'Answer: ')).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: 'hand' })).toBeAttached();
  await page.keyboard.type('/msg Ben psst');
  await page.keyboard.press('Enter');
  await expect(entryOf(page, 'You, to Ben only: psst')).toBeVisible();

  // From entry to entry.
  await page.keyboard.press('Shift+Tab');
  await expect(entryOf(page, 'You, to Ben only: psst')).toBeFocused();
  await page.keyboard.press('Home');
  await expect(entryOf(page, 'You joined.')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(entryOf(page, 'Already here: Ben.')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(entryOf(page, 'You: Hello from Ada')).toBeFocused();
  for (let up = 0; up < 3; up += 1) await page.keyboard.press('ArrowUp');
  await expect(entryOf(page, 'You joined.')).toBeFocused();
  await page.keyboard.press('End');
  await expect(entryOf(page, 'You, to Ben only: psst')).toBeFocused();

  // Escape is for the suggestions first.
  await tabTo(page, box);
  await page.keyboard.type('/ra');
  await expect(page.getByRole('listbox', { name: 'Suggestions' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('listbox', { name: 'Suggestions' })).toBeHidden();
  await page.keyboard.type('i');
  await expect(box).toHaveValue('/rai');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(dialogOf(page)).toBeHidden();
  await expect(ada.control('Chat')).toBeFocused();

  // By the palette, and what was begun is still there.
  await page.keyboard.press('Control+k');
  await page.keyboard.type('everything that has happened');
  await page.keyboard.press('Enter');
  await expect(dialogOf(page)).toBeVisible();
  await expect(box).toHaveValue('/rai');
  await page.keyboard.press('Escape');
  await expect(dialogOf(page)).toBeHidden();
  await expect(ada.control('Chat')).toBeFocused();

  // And by the menu. Of very much, the last is drawn, and what was before where one asks for it.
  await Promise.all(Array.from({ length: 205 }, (_, index) => ben.chat('', '', `Line ${index.toString()}`)));
  await tabTo(page, page.getByRole('button', { name: 'More', exact: true }));
  await page.keyboard.press('Enter');
  await arrowTo(page, page.getByRole('menuitem', { name: 'What happened' }));
  await page.keyboard.press('Enter');
  await expect(entryOf(page, 'Ben: Line 204')).toBeFocused();
  const earlier = dialogOf(page).getByRole('button', { name: 'Show earlier' });
  await expect(earlier).toBeVisible();
  await page.keyboard.press('Home');
  await expect(logOf(page).getByRole('article').first()).toBeFocused();
  await expect(entryOf(page, 'You joined.')).toHaveCount(0);
  await page.keyboard.press('ArrowUp');
  await expect(earlier).toBeHidden();
  await expect(logOf(page).locator(':focus')).toHaveAttribute('role', 'article');
  await page.keyboard.press('Home');
  await expect(entryOf(page, 'You joined.')).toBeFocused();
  await ben.chat('', '', 'Line 205');
  await tabTo(page, dialogOf(page).getByRole('button', { name: 'New entries' }));
  await page.keyboard.press('Enter');
  await expect(entryOf(page, 'Ben: Line 205')).toBeFocused();
  ben.close();
  expect(ada.troubles).toEqual([]);
});
