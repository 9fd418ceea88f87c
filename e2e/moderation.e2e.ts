import type { Locator, Page } from '@playwright/test';
import { arrowTo, tabTo } from './support/by-keyboard.ts';
import { joinFromNode } from './support/node-member.ts';
import { expect, test } from './support/test.ts';

/** What operators do to people and to the meeting, by keyboard and from the tiles. */

const SILENT = { microphone: false, camera: false } as const;
const OPERATOR = { name: 'operator', password: 'open sesame', ...SILENT } as const;

const notice = (page: Page, text: string | RegExp): Locator =>
  page.locator('.notice').filter({ hasText: text });
const item = (page: Page, name: string | RegExp): Locator => page.getByRole('menuitem', { name });

/** Opens the menu of a button and chooses from it, by keyboard. */
async function choose(page: Page, button: Locator, name: string | RegExp): Promise<void> {
  // The menu before gives the focus back while it goes.
  await expect(page.getByRole('menu')).toHaveCount(0);
  await button.focus();
  await page.keyboard.press('Enter');
  await arrowTo(page, item(page, name));
  await page.keyboard.press('Enter');
}

test('an operator does to somebody from their tile what the list of people offers', async ({
  join,
  server,
}) => {
  const operator = await join('meeting', OPERATOR);
  const ada = await join('meeting', { name: 'Ada', camera: false });
  const ben = await joinFromNode(server.origin, 'meeting', 'Ben');
  const { page } = operator;
  const menuOf = (name: string) => operator.tile(name).getByRole('button', { name: `Options for ${name}` });

  // By mouse.
  await operator.tile('Ada').hover();
  await menuOf('Ada').click();
  const offered = await page.getByRole('menuitem').allTextContents();
  for (const name of [
    'Write privately',
    'Send a file…',
    'Mute',
    'Make operator',
    'Forbid presenting',
    'Warn…',
  ])
    expect(offered).toContain(name);
  expect(offered.filter((name) => name === 'Pin')).toHaveLength(1);
  await item(page, 'Mute').click();
  await expect(ada.control('Microphone')).toHaveAttribute('aria-pressed', 'false');
  await expect(notice(ada.page, 'operator muted you.')).toBeVisible();

  // By keyboard.
  await choose(page, menuOf('Ada'), 'Forbid presenting');
  await expect(ada.control('Microphone')).toHaveCount(0);
  await notice(page, 'Ada may not present any more.').getByRole('button', { name: 'Undo' }).click();
  await expect(ada.control('Microphone')).toBeVisible();
  await choose(page, menuOf('Ben'), 'Write privately');
  await expect(page.getByRole('textbox', { name: 'Message' })).toBeFocused();
  await expect(page.getByText('Private, to Ben')).toBeVisible();
  const got = new Promise<string>((resolve) => {
    ben.events.on('chatReceived', ({ value, dest }) => {
      if (dest === ben.id) resolve(value);
    });
  });
  await page.keyboard.type('between us');
  await page.keyboard.press('Enter');
  expect(await got).toBe('between us');

  await choose(page, menuOf('Ben'), 'Remove from the meeting…');
  await tabTo(page, page.getByRole('button', { name: 'Remove', exact: true }));
  await page.keyboard.press('Enter');
  await expect(operator.tile('Ben')).toHaveCount(0);
  // The tile is gone, and the focus stays where it was.
  await expect(page.locator('.stage:focus, .stage :focus')).toHaveCount(1);
  expect(operator.troubles).toEqual([]);
  ben.close();
});

test('the link is copied, and sound and picture are connected anew', async ({ join, server }) => {
  const ada = await join('meeting', { name: 'Ada' });
  const ben = await join('meeting', { name: 'Ben' });
  await ada.page.context().grantPermissions(['camera', 'microphone', 'clipboard-read', 'clipboard-write'], {
    origin: server.origin,
  });
  await choose(ada.page, ada.page.getByRole('button', { name: 'More', exact: true }), 'Copy the link');
  await expect(notice(ada.page, /copied/i)).toBeVisible();
  expect(await ada.page.evaluate(() => navigator.clipboard.readText())).toBe(server.group('meeting'));

  await ben.expectMedia({ videoTracks: 1 });
  await ada.openPanel('People');
  await choose(
    ada.page,
    ada.page.getByRole('button', { name: 'Actions for yourself and the meeting' }),
    'Connect audio and video anew',
  );
  await expect(notice(ada.page, /./).first()).toBeVisible();
  await ben.expectMedia({ videoTracks: 1 });
  await ada.expectMedia({ videoTracks: 1 });
  expect(ada.troubles).toEqual([]);
});

test('an invitation has a beginning and an end, and is revoked and extended by keyboard', async ({
  join,
}) => {
  const operator = await join('meeting', OPERATOR);
  const { page } = operator;
  await choose(page, page.getByRole('button', { name: 'More', exact: true }), 'Invite people…');
  await page.getByRole('textbox', { name: 'Name of the guest' }).fill('Eve');
  const span = page.getByRole('radio', { name: 'Until…' });
  await span.focus();
  await page.keyboard.press('Space');
  await expect(span).toBeChecked();
  const until = page.getByLabel('Good until');
  await expect(until).not.toHaveValue('');
  const make = page.getByRole('button', { name: 'Make a link' });

  await until.fill('2001-01-01T10:00');
  await make.press('Enter');
  await expect(page.getByRole('alert').filter({ hasText: 'That moment is over already.' })).toBeVisible();
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 16);
  await until.fill(inDays(3));
  await page.getByLabel('Not before').fill(inDays(5));
  await make.press('Enter');
  await expect(page.getByText('The invitation would end before it begins.')).toBeVisible();
  await page.getByLabel('Not before').fill(inDays(1));
  await make.press('Enter');
  await expect(page.getByRole('textbox', { name: 'The link for Eve' })).toHaveValue(/\?token=/);

  await tabTo(page, page.getByRole('tab', { name: 'New invitation' }));
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  const row = page.getByRole('listitem').filter({ hasText: 'Eve' });
  await expect(row.getByText('Not yet good')).toBeVisible();
  await tabTo(page, row.getByRole('button', { name: 'Revoke the invitation of Eve' }));
  await page.keyboard.press('Enter');
  await expect(row.getByText('Expired', { exact: true })).toBeVisible();
  await tabTo(page, row.getByRole('button', { name: /be good for two days/ }));
  await page.keyboard.press('Enter');
  await expect(row.getByText('Expired', { exact: true })).toHaveCount(0);
});
