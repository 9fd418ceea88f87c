import type { Locator, Page } from '@playwright/test';
import { HANDS } from './support/hands.ts';
import { joinFromNode } from './support/node-member.ts';
import { expect, test } from './support/test.ts';

/** What an operator does to people, to the meeting and about invitations, by either pair of hands. */

const SILENT = { microphone: false, camera: false } as const;
const OPERATOR = {
  ...{ name: 'operator', password: 'open sesame', ...SILENT },
  contextOptions: { permissions: ['clipboard-read', 'clipboard-write', 'camera', 'microphone'] },
};

const more = (page: Page): Locator => page.getByRole('button', { name: 'More', exact: true });
const notice = (page: Page, text: string | RegExp): Locator =>
  page.locator('.notice').filter({ hasText: text });
const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });

for (const [way, handsOf] of Object.entries(HANDS)) {
  test(`an operator does to somebody all that there is ${way}`, async ({ join, server }) => {
    const operator = await join('meeting', OPERATOR);
    const ada = await join('meeting', { name: 'Ada', camera: false });
    const ben = await joinFromNode(server.origin, 'meeting', 'Ben');
    const { page } = operator;
    const hands = handsOf(page);
    const may = (permission: 'op' | 'present' | 'message') =>
      expect.poll(() => ben.permissions.includes(permission));
    await hands.press(operator.control('People'));
    const rowOf = (name: string) => button(page, `Actions for ${name}`);
    await expect(rowOf('Ben')).toBeVisible();

    await hands.choose(rowOf('Ada'), 'Mute');
    await expect(ada.control('Microphone')).toHaveAttribute('aria-pressed', 'false');
    await expect(notice(ada.page, 'operator muted you.')).toBeVisible();

    await hands.choose(rowOf('Ben'), 'Forbid presenting');
    await may('present').toBe(false);
    await hands.press(notice(page, 'Ben may not present').getByRole('button', { name: 'Undo' }));
    await may('present').toBe(true);
    await hands.choose(rowOf('Ben'), 'Forbid presenting');
    await may('present').toBe(false);
    await hands.choose(rowOf('Ben'), 'Allow presenting');
    await may('present').toBe(true);
    await hands.choose(rowOf('Ben'), 'Forbid writing');
    await may('message').toBe(false);
    await hands.choose(rowOf('Ben'), 'Allow writing');
    await may('message').toBe(true);
    await hands.choose(rowOf('Ben'), 'Make operator');
    await may('op').toBe(true);
    await hands.choose(rowOf('Ben'), 'Take operator rights away');
    await may('op').toBe(false);

    await hands.choose(rowOf('Ada'), 'Warn');
    await hands.write(page.getByRole('textbox', { name: 'Warning' }), `Softer, please (${way})`);
    await hands.press(button(page, 'Warn'));
    await expect(notice(ada.page, `operator: Softer, please (${way})`)).toBeVisible();
    await hands.choose(rowOf('Ada'), 'Show the IP address');
    await expect(notice(page, /Ada comes from \S*127\.0\.0\.1/)).toBeVisible();

    const hand = () => ben.users[ben.id]?.data['raisehand'] === true;
    const raise = async () => {
      await ben.userAction('setdata', ben.id, { raisehand: true });
      await expect(button(page, 'Lower the hand of Ben')).toBeVisible();
    };
    await raise();
    await hands.press(button(page, 'Lower the hand of Ben'));
    await expect.poll(hand).toBe(false);
    await raise();
    await hands.choose(rowOf('Ben'), 'Lower hand');
    await expect.poll(hand).toBe(false);
    await raise();
    await hands.press(button(page, 'Lower all hands'));
    await expect.poll(hand).toBe(false);

    await hands.choose(operator.tile('Ada').getByRole('button').first(), 'Remove from the meeting');
    await hands.write(page.getByRole('textbox', { name: /Message to them/ }), 'See you tomorrow');
    await hands.press(button(page, 'Remove'));
    await expect(ada.page.getByText('See you tomorrow')).toBeVisible();
    ben.close();
    expect(operator.troubles).toEqual([]);
  });

  test(`an operator locks, warns, mutes and clears a meeting ${way}`, async ({ join, server }) => {
    const operator = await join('meeting', OPERATOR);
    const ada = await join('meeting', { name: 'Ada', camera: false });
    const ben = await joinFromNode(server.origin, 'meeting', 'Ben');
    const { page } = operator;
    const hands = handsOf(page);
    const lockOf = (each: Page) => each.getByRole('banner').getByText('Locked');

    await hands.choose(more(page), 'Lock');
    await hands.write(page.getByRole('textbox', { name: /turned away/ }), 'Back at noon');
    await hands.press(button(page, 'Lock'));
    await expect(lockOf(ada.page)).toBeVisible();
    await expect(joinFromNode(server.origin, 'meeting', 'Late')).rejects.toThrow('Back at noon');
    await hands.choose(more(page), 'Unlock');
    await expect(lockOf(ada.page)).toHaveCount(0);

    await hands.choose(more(page), 'Mute everybody else');
    await expect(ada.control('Microphone')).toHaveAttribute('aria-pressed', 'false');

    await ben.chat('', '', `A secret (${way})`);
    await ada.openPanel('Chat');
    await expect(ada.chatLog).toContainText(`A secret (${way})`);
    await hands.choose(more(page), 'Clear the chat');
    await hands.press(button(page, 'Clear'));
    await expect(ada.chatLog).not.toContainText('A secret');

    // What is needed less often is in the menu of one's own row.
    await hands.press(operator.control('People'));
    const own = button(page, 'Actions for yourself and the meeting');
    await hands.choose(own, 'Warn everybody');
    await hands.write(page.getByRole('textbox', { name: 'Warning' }), `Five minutes left (${way})`);
    await hands.press(button(page, 'Warn'));
    await expect(notice(ada.page, `operator: Five minutes left (${way})`)).toBeVisible();
    await hands.choose(own, 'Show your IP address');
    await expect(notice(page, /127\.0\.0\.1/)).toBeVisible();
    ben.close();
    expect(operator.troubles).toEqual([]);
  });

  test(`an operator invites, and takes invitations back ${way}`, async ({ join, open }) => {
    const operator = await join('meeting', OPERATOR);
    const { page } = operator;
    const hands = handsOf(page);
    const guest = way === 'by pointer' ? 'Iris' : 'Ivo';
    const copied = () => page.evaluate(() => navigator.clipboard.readText());
    const invite = async () => {
      await hands.write(page.getByRole('textbox', { name: 'Name of the guest' }), guest);
      await hands.pick(page.getByRole('radio', { name: 'Watch', exact: true }));
      await hands.pick(page.getByRole('radio', { name: 'A week', exact: true }));
      await hands.press(button(page, 'Make a link'));
      await expect(page.getByRole('textbox', { name: `The link for ${guest}` })).toHaveValue(/\?token=/);
    };

    await hands.choose(more(page), 'Invite people');
    await invite();
    await hands.press(button(page, 'Copy the link'));
    await expect.poll(copied).toMatch(/\?token=/);
    const link = await copied();
    await hands.press(button(page, 'Make another invitation'));
    await expect(page.getByRole('textbox', { name: 'Name of the guest' })).toHaveValue('');

    const watcher = await open('meeting', { name: guest });
    await watcher.page.goto(link);
    await watcher.page.getByRole('button', { name: 'Join', exact: true }).click();
    await expect(watcher.controls).toBeVisible();
    await expect(watcher.control('Microphone')).toHaveCount(0);

    await hands.pick(page.getByRole('tab', { name: 'All invitations' }));
    const row = page.getByRole('listitem').filter({ hasText: guest });
    await expect(row).toContainText('Watch');
    await hands.press(row.getByRole('button', { name: `Copy the link for ${guest}` }));
    await hands.press(row.getByRole('button', { name: `Revoke the invitation of ${guest}` }));
    await expect(row.getByText('Expired', { exact: true })).toBeVisible();
    await hands.press(row.getByRole('button', { name: /be good for two days/ }));
    await expect(row.getByText('Good', { exact: true })).toBeVisible();
    await hands.pick(page.getByRole('tab', { name: 'New invitation' }));
    await hands.dismiss();
    await expect(page.getByRole('dialog', { name: 'Invite people' })).toBeHidden();
    expect(operator.troubles).toEqual([]);
  });
}
