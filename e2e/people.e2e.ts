import type { ServerConnection } from '@evagore/client';
import type { Locator, Page } from '@playwright/test';
import { tabTo } from './support/by-keyboard.ts';
import { expectAccessible } from './support/looks.ts';
import { joinFromNode } from './support/node-member.ts';
import { Participant } from './support/participant.ts';
import { TestServer } from './support/server.ts';
import { expect, test } from './support/test.ts';

const SILENT = { microphone: false, camera: false } as const;
const OPERATOR = { name: 'operator', password: 'open sesame', ...SILENT } as const;

const list = (page: Page): Locator => page.getByRole('list', { name: 'People in the meeting' });
const rows = (page: Page): Locator => list(page).getByRole('listitem');
const notice = (page: Page, text: string | RegExp): Locator =>
  page.locator('.notice').filter({ hasText: text });
const menu = (page: Page): Locator => page.getByRole('menu');

/** Chooses an entry of the open menu by its letters. */
async function chooseByKeys(page: Page, name: string): Promise<void> {
  // Nobody types before the menu has the focus.
  await expect(menu(page).locator(':focus')).toBeVisible();
  // The dots are on no keyboard.
  await page.keyboard.type(name.replace('…', ''));
  await expect(page.getByRole('menuitem', { name, exact: true })).toBeFocused();
  await page.keyboard.press('Enter');
}

test('an operator acts by keyboard, and never loses the focus', async ({ join, server }) => {
  const operator = await join('meeting', OPERATOR);
  const guests = await Promise.all(
    ['Ada', 'Ben', 'Cleo'].map((name) => joinFromNode(server.origin, 'meeting', name)),
  );
  const { page } = operator;
  const actions = (name: string) => page.getByRole('button', { name: `Actions for ${name}`, exact: true });

  await page.keyboard.press('p');
  await expect(rows(page)).toHaveCount(4);
  await tabTo(page, actions('yourself and the meeting'));
  await page.keyboard.press('ArrowDown');
  await expect(actions('Ada')).toBeFocused();
  await page.keyboard.press('c');
  await expect(actions('Cleo')).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(actions('Ben')).toBeFocused();
  await page.keyboard.press('End');
  await page.keyboard.press('Home');
  await page.keyboard.press('b');
  await expect(actions('Ben')).toBeFocused();
  await expectAccessible(page);

  await page.keyboard.press('Enter');
  await chooseByKeys(page, 'Forbid writing');
  await expect(actions('Ben')).toBeFocused();
  await expect.poll(() => guests[1]?.permissions).not.toContain('message');
  // The notice that offers to take it back is reached by a key of its own.
  await page.keyboard.press('F6');
  await tabTo(page, notice(page, 'Ben may not write').getByRole('button', { name: 'Undo' }));
  await page.keyboard.press('Enter');
  await expect.poll(() => guests[1]?.permissions).toContain('message');

  await actions('Ben').focus();
  await page.keyboard.press('Enter');
  await chooseByKeys(page, 'Remove from the meeting…');
  await page.keyboard.press('Tab');
  await tabTo(page, page.getByRole('button', { name: 'Remove', exact: true }));
  await page.keyboard.press('Enter');
  await expect(rows(page)).toHaveCount(3);
  // Whoever comes next in the list has the focus now.
  await expect(actions('Cleo')).toBeFocused();
  for (const guest of guests) guest.close();
});

test('the meeting is locked, unlocked, warned and cleared', async ({ join, open }) => {
  const operator = await join('meeting', OPERATOR);
  const ada = await join('meeting', { name: 'Ada', ...SILENT });
  const { page } = operator;
  const self = async (action: string) => {
    await operator.openPanel('People');
    await page.getByRole('button', { name: 'Actions for yourself and the meeting' }).click();
    await page.getByRole('menuitem', { name: action }).click();
  };

  await self('Lock…');
  await page.getByRole('textbox', { name: /turned away/ }).fill('Back at noon');
  await page.getByRole('button', { name: 'Lock', exact: true }).click();
  for (const { page: each } of [operator, ada])
    await expect(each.getByRole('banner').getByText('Locked')).toBeVisible();
  const late = await open('meeting', { name: 'Late' });
  await late.enter({ name: 'Late', ...SILENT });
  await expect(late.page.getByText(/Back at noon/).first()).toBeVisible();
  await self('Unlock');
  await expect(ada.page.getByRole('banner').getByText('Locked')).toHaveCount(0);

  await ada.write('A secret');
  await operator.openPanel('Chat');
  await expect(operator.chatLog).toContainText('A secret');
  // The same entries are in the menu of the top bar, here by keyboard.
  await page.getByRole('button', { name: 'More', exact: true }).focus();
  await page.keyboard.press('Enter');
  await chooseByKeys(page, 'Clear the chat…');
  await tabTo(page, page.getByRole('button', { name: 'Clear', exact: true }));
  await page.keyboard.press('Enter');
  await expect(ada.chatLog).not.toContainText('A secret');

  await self('Warn everybody…');
  await page.getByRole('textbox', { name: 'Warning' }).fill('Five minutes left');
  await page.keyboard.press('Enter');
  await expect(notice(ada.page, 'operator: Five minutes left')).toBeVisible();

  await ada.page.getByRole('button', { name: 'More', exact: true }).click();
  await expect(ada.page.getByRole('menuitem', { name: 'Copy the link' })).toBeVisible();
  await expect(ada.page.getByRole('menuitem', { name: 'Lock…' })).toHaveCount(0);
  await expect(ada.page.getByRole('menuitem', { name: 'Invite people…' })).toHaveCount(0);
});

test('hands wait in a queue, and everybody knows their place', async ({ join, server }) => {
  const operator = await join('meeting', OPERATOR);
  const ada = await joinFromNode(server.origin, 'meeting', 'Ada');
  const ben = await join('meeting', { name: 'Ben', ...SILENT });
  await ada.userAction('setdata', ada.id, { raisehand: true });
  await ben.openPanel('People');
  const queue = (page: Page) => page.getByRole('region', { name: 'Raised hands' });
  await expect(queue(ben.page)).toContainText('Ada');
  await ben.page.getByRole('button', { name: 'Actions for yourself and the meeting' }).click();
  await ben.page.getByRole('menuitem', { name: 'Raise hand' }).click();
  await expect(queue(ben.page)).toContainText('You are number 2 in the queue.');
  await expect(queue(ben.page).getByRole('button', { name: 'Lower the hand of Ada' })).toHaveCount(0);

  await operator.openPanel('People');
  await expect(queue(operator.page).getByRole('listitem')).toHaveText([/Ada/, /Ben/]);
  await queue(operator.page).getByRole('button', { name: 'Lower the hand of Ada' }).click();
  await expect(queue(ben.page)).toContainText('You are next.');
  await operator.page.getByRole('button', { name: 'Lower all hands' }).click();
  await expect(queue(ben.page)).toHaveCount(0);
  ada.close();
});

test('a list of sixty people is searched, and only what is seen of it is drawn', async ({ join, server }) => {
  const operator = await join('meeting', OPERATOR);
  const { page } = operator;
  const members: ServerConnection[] = [];
  for (let number = 1; number <= 60; number += 1) {
    members.push(await joinFromNode(server.origin, 'meeting', `Guest ${number.toString()}`));
  }
  await operator.openPanel('People');
  await expect(rows(page).first()).toHaveAttribute('aria-setsize', '61');
  expect(await rows(page).count()).toBeLessThan(40);

  const own = page.getByRole('button', { name: 'Actions for yourself and the meeting' });
  await own.focus();
  await page.keyboard.press('End');
  const last = page.getByRole('button', { name: 'Actions for Guest 60' });
  await expect(last).toBeFocused();
  await expect(last).toBeInViewport();
  await expect(rows(page).last()).toHaveAttribute('aria-posinset', '61');
  // However far somebody scrolls by the wheel, the keyboard stays where it was.
  await list(page).evaluate((element) => element.parentElement?.scrollTo({ top: 0 }));
  await expect(own).toBeInViewport();
  await expect(last).toBeFocused();

  const search = page.getByRole('textbox', { name: 'Search by name' });
  await search.fill('guest 4');
  await expect(rows(page)).toHaveCount(11);
  await search.fill('nobody');
  await expect(page.getByText('Nobody here is called so.')).toBeVisible();
  await search.press('Escape');
  await expect(search).toHaveValue('');
  await expect(search).toBeVisible();
  await expectAccessible(page);
  for (const member of members) member.close();
});

test('somebody’s volume is set for oneself, and remembered', async ({ join, server }) => {
  const ada = await join('meeting', { name: 'Ada', ...SILENT });
  const ben = await join('meeting', { name: 'Ben', camera: false });
  const { page } = ada;
  const player = page.locator('audio');
  await expect(player).toHaveCount(1);

  await ada.act('Ben', 'Volume…');
  const slider = page.getByRole('slider', { name: 'Volume' });
  await expect(slider).toHaveAttribute('aria-valuetext', '100 %');
  await slider.focus();
  for (let step = 0; step < 6; step += 1) await page.keyboard.press('ArrowLeft');
  await expect(slider).toHaveAttribute('aria-valuetext', '70 %');
  await expect(player).toHaveJSProperty('volume', 0.7);
  await page.getByRole('button', { name: 'Mute Ben for me' }).click();
  await expect(player).toHaveJSProperty('muted', true);
  await page.keyboard.press('Escape');
  await expect(
    rows(page).filter({ hasText: 'Ben' }).getByLabel('Muted by you, for yourself alone'),
  ).toBeVisible();

  await page.goto(server.group('meeting'));
  await ada.enter({ name: 'Ada', ...SILENT });
  await expect(player).toHaveJSProperty('muted', true);
  // From the menu of the tile, by keyboard.
  await ada.tile('Ben').getByRole('button').focus();
  await page.keyboard.press('Enter');
  await chooseByKeys(page, 'Volume…');
  await tabTo(page, page.getByRole('button', { name: 'Hear Ben again' }));
  await page.keyboard.press('Enter');
  await expect(player).toHaveJSProperty('muted', false);
  await expect(player).toHaveJSProperty('volume', 0.7);
  await ben.vanish();
});

test('a password is changed in the meeting, and on a page of its own', async ({ browser }) => {
  const server = await TestServer.start(
    { secret: { users: { ada: { password: 'lovelace', permissions: 'present' } } } },
    { site: { writableGroups: true } },
  );
  try {
    const ada = await Participant.join(browser, server.group('secret'), {
      name: 'ada',
      password: 'lovelace',
      ...SILENT,
    });
    const { page } = ada;
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Change your password…' }).click();
    await change(page, 'wrong password', 'analytical engine');
    await expect(page.getByRole('dialog').getByRole('alert')).toContainText(
      'The present password is not right',
    );
    await expect(page.getByLabel('Present password')).toBeFocused();
    await expectAccessible(page);
    await change(page, 'lovelace', 'analytical engine');
    await expect(notice(page, 'Your password is changed.')).toBeVisible();
    await ada.vanish();

    const context = await browser.newContext();
    const alone = await context.newPage();
    await alone.goto(`${server.origin}/change-password.html?group=secret&username=ada`);
    await expectAccessible(alone);
    await change(alone, 'analytical engine', 'difference engine');
    await expect(alone.getByRole('heading', { name: 'Your password is changed.' })).toBeFocused();
    await alone.getByRole('link', { name: 'Go to secret' }).click();
    await context.close();

    const again = await Participant.join(browser, server.group('secret'), {
      name: 'ada',
      password: 'difference engine',
      ...SILENT,
    });
    await again.vanish();
  } finally {
    await server.stop();
  }
});

/** Fills in the form, and sends it by keyboard. */
async function change(page: Page, old: string, next: string): Promise<void> {
  await page.getByLabel('Present password').fill(old);
  await page.getByLabel('New password', { exact: true }).fill(next);
  await page.getByLabel('New password again').fill(next);
  await page.keyboard.press('Enter');
}
