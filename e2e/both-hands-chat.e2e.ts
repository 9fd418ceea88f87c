import type { ServerConnection } from '@evagore/client';
import type { Locator, Page } from '@playwright/test';
import { HANDS, type Hands } from './support/hands.ts';
import { joinFromNode } from './support/node-member.ts';
import type { Participant } from './support/participant.ts';
import { expect, test } from './support/test.ts';

/** Everything that is done in the chat, by either pair of hands. */

const SILENT = { microphone: false, camera: false } as const;

const box = (page: Page): Locator => page.getByRole('textbox', { name: 'Message' });
const send = (page: Page): Locator => page.getByRole('button', { name: 'Send', exact: true });
const panel = (page: Page): Locator => page.getByRole('complementary', { name: 'Chat' });
const button = (place: Locator, name: string): Locator => place.getByRole('button', { name, exact: true });
const notice = (page: Page, text: string | RegExp): Locator =>
  page.locator('.notice').filter({ hasText: text });
const message = ({ chatLog }: Participant, text: string): Locator =>
  chatLog.locator('.message').filter({ hasText: text });
const menuOf = (person: Participant, text: string): Locator =>
  message(person, text).getByRole('button', { name: /actions$/ });

async function say(hands: Hands, text: string): Promise<void> {
  await hands.write(box(hands.page), text);
  await hands.press(send(hands.page));
  await expect(box(hands.page)).toHaveValue('');
}

/** What has come to a member, oldest first; those in private have a mark before them. */
function inboxOf(member: ServerConnection): string[] {
  const inbox: string[] = [];
  member.events.on('chatReceived', ({ value, dest }) => {
    inbox.push(dest === undefined || dest === '' ? value : `private: ${value}`);
  });
  return inbox;
}

function idOf(name: string, member: ServerConnection): string {
  return Object.entries(member.users).find(([, { username }]) => username === name)?.[0] ?? '';
}

/** Comes before anybody whose history would be in the way. */
async function janitorOf(origin: string): Promise<ServerConnection> {
  const janitor = await joinFromNode(origin, 'meeting', 'operator', 'open sesame');
  await janitor.groupAction('clearchat');
  return janitor;
}

async function allowClipboard({ page }: Participant, origin: string): Promise<void> {
  await page.context().grantPermissions(['camera', 'microphone', 'clipboard-read', 'clipboard-write'], {
    origin,
  });
}

const copied = (page: Page): Promise<string> => page.evaluate(() => navigator.clipboard.readText());

for (const [way, handsOf] of Object.entries(HANDS)) {
  test(`one writes to all and to one, answers, and takes back ${way}`, async ({ join, server }) => {
    const janitor = await janitorOf(server.origin);
    const ben = await joinFromNode(server.origin, 'meeting', 'Ben');
    const inbox = inboxOf(ben);
    const ada = await join('meeting', { name: 'Ada', ...SILENT });
    await allowClipboard(ada, server.origin);
    const { page } = ada;
    const hands = handsOf(page);
    const open = ada.controls.getByRole('button', { name: /^Chat/ });
    await hands.press(open);
    await say(hands, 'hello everybody');
    await expect.poll(() => inbox).toEqual(['hello everybody']);
    await hands.press(open);
    await expect(panel(page)).toHaveCount(0);

    // What comes meanwhile is answered from where it is told.
    await ben.chat('', idOf('Ada', ben), 'are you there?');
    await hands.press(button(notice(page, 'Ben, in private: are you there?'), 'Reply'));
    await expect(page.getByText('Private, to Ben')).toBeVisible();
    await say(hands, 'here I am');
    await expect.poll(() => inbox.at(-1)).toBe('private: here I am');
    await hands.press(page.getByRole('button', { name: 'Write to everybody instead' }));
    await say(hands, 'for all of you');
    await expect.poll(() => inbox.at(-1)).toBe('for all of you');
    await hands.press(button(panel(page), 'Close'));
    await expect(panel(page)).toHaveCount(0);
    await ben.chat('', '', 'Ada, look at this');
    await hands.press(button(notice(page, 'Ben: Ada, look at this'), 'Open the chat'));
    await expect(panel(page)).toBeVisible();

    // Each message has a menu.
    await hands.choose(menuOf(ada, 'look at this'), 'Copy text');
    await expect(notice(page, 'Copied.')).toBeVisible();
    expect(await copied(page)).toBe('Ada, look at this');
    await hands.choose(menuOf(ada, 'look at this'), 'Write to Ben in private');
    await say(hands, 'I see it');
    await expect.poll(() => inbox.at(-1)).toBe('private: I see it');
    await hands.press(page.getByRole('button', { name: 'Write to everybody instead' }));
    await hands.choose(menuOf(ada, 'for all of you'), 'Delete message');
    await expect(message(ada, 'for all of you')).toHaveCount(0);

    // A command is written with the help of what is suggested.
    await hands.write(box(page), '/m');
    await hands.pick(page.getByRole('option', { name: /^\/msg/ }));
    await expect(box(page)).toHaveValue('/msg ');
    await hands.pick(page.getByRole('option', { name: 'Ben' }));
    await page.keyboard.type('by command');
    await hands.press(send(page));
    await expect.poll(() => inbox.at(-1)).toBe('private: by command');

    // A long one is folded, and whoever reads further up is told of what is new.
    await ben.chat('', '', Array.from({ length: 200 }, (_, line) => `line ${line.toString()}`).join('\n'));
    const folded = message(ada, 'line 199').locator('.message__text');
    const height = async () => (await folded.boundingBox())?.height ?? 0;
    await expect(folded).toHaveAttribute('data-folded', 'true');
    const little = await height();
    await hands.press(page.getByRole('button', { name: 'Show all of it' }));
    await expect.poll(height).toBeGreaterThan(2 * little);
    await hands.toTop(ada.chatLog);
    await ben.chat('', '', 'the latest');
    await expect(message(ada, 'the latest')).not.toBeInViewport();
    await hands.press(page.getByRole('button', { name: 'New messages' }));
    await expect(message(ada, 'the latest')).toBeInViewport();
    await expect(page.getByRole('button', { name: 'New messages' })).toHaveCount(0);
    await expect(ada.chatLog).toBeFocused();
    await hands.press(page.getByRole('button', { name: 'Show less' }));
    await expect.poll(height).toBe(little);
    for (const member of [ben, janitor]) member.close();
  });

  test(`what the server refuses is tried again, or given up ${way}`, async ({ join, server }) => {
    const janitor = await janitorOf(server.origin);
    const inbox = inboxOf(janitor);
    const ada = await join('meeting', { name: 'Ada', ...SILENT });
    const { page } = ada;
    const hands = handsOf(page);
    await hands.press(ada.controls.getByRole('button', { name: /^Chat/ }));
    await page.context().setOffline(true);
    await expect(page.getByText('Reconnecting…')).toBeVisible();
    for (const text of ['first try', 'never mind']) await say(hands, text);
    await janitor.userAction('shutup', idOf('Ada', janitor));
    await page.context().setOffline(false);
    for (const text of ['first try', 'never mind'])
      await expect(message(ada, text)).toContainText('Not sent');
    await hands.press(button(message(ada, 'never mind'), 'Discard'));
    await expect(message(ada, 'never mind')).toHaveCount(0);
    await janitor.userAction('unshutup', idOf('Ada', janitor));
    await expect(box(page)).toBeVisible();
    await hands.press(button(message(ada, 'first try'), 'Try again'));
    await expect.poll(() => inbox).toEqual(['first try']);
    await expect(ada.chatLog.getByText('Not sent')).toHaveCount(0);
    janitor.close();
  });

  test(`an operator keeps the chat in order ${way}`, async ({ join, server }) => {
    (await janitorOf(server.origin)).close();
    const [ben, cleo] = [
      await joinFromNode(server.origin, 'meeting', 'Ben'),
      await joinFromNode(server.origin, 'meeting', 'Cleo'),
    ];
    const cleared: string[] = [];
    cleo.events.on('chatCleared', ({ userId, id }) => {
      cleared.push(`${id === undefined ? 'all' : 'one'} of ${String(cleo.users[userId ?? '']?.username)}`);
    });
    const operator = await join('meeting', { name: 'operator', password: 'open sesame', ...SILENT });
    await allowClipboard(operator, server.origin);
    const { page } = operator;
    const hands = handsOf(page);
    for (const text of ['one', 'two', 'three']) await ben.chat('', '', text);
    await hands.press(operator.controls.getByRole('button', { name: /^Chat/ }));
    await say(hands, 'mine');
    await expect(operator.chatLog.locator('.message')).toHaveCount(4);

    await hands.choose(menuOf(operator, 'two'), 'Delete message');
    await expect(operator.chatLog.locator('.message')).toHaveText([/one/, /three/, /mine/]);
    await hands.choose(menuOf(operator, 'one'), 'Show the IP address of Ben');
    const address = notice(page, /Ben comes from \S*127\.0\.0\.1/);
    await hands.press(button(address, 'Dismiss'));
    await expect(address).toHaveCount(0);
    await hands.choose(menuOf(operator, 'one'), 'Delete all of Ben…');
    await hands.press(button(page.getByRole('alertdialog'), 'Cancel'));
    await expect(page.getByRole('alertdialog')).toHaveCount(0);
    await hands.choose(menuOf(operator, 'one'), 'Delete all of Ben…');
    await hands.press(button(page.getByRole('alertdialog'), 'Delete all'));
    await expect(operator.chatLog.locator('.message')).toHaveText([/mine/]);
    await expect(page.getByRole('alertdialog')).toHaveCount(0);
    await hands.choose(menuOf(operator, 'mine'), 'Delete all of yours…');
    await hands.press(button(page.getByRole('alertdialog'), 'Delete all'));
    await expect(operator.chatLog.locator('.message')).toHaveCount(0);
    await expect.poll(() => cleared).toEqual(['one of Ben', 'all of Ben', 'all of operator']);

    await ben.chat('', '', 'four');
    await expect(page.getByRole('alertdialog')).toHaveCount(0);
    const gone = new Promise((resolve) => ben.events.on('closed', resolve));
    await hands.choose(menuOf(operator, 'four'), 'Remove Ben from the meeting…');
    await hands.write(page.getByRole('textbox', { name: /Message to them/ }), 'Be nice');
    await hands.press(button(page.getByRole('alertdialog'), 'Remove'));
    await gone;
    await expect(operator.tile('Ben')).toHaveCount(0);
    await expect(page.getByRole('alertdialog')).toHaveCount(0);

    // What a command answers can be passed on.
    await say(hands, '/invite Dora');
    const answer = operator.chatLog.locator('.message--local');
    await hands.press(button(answer, 'Copy link'));
    await expect(button(answer, 'Copied')).toBeVisible();
    expect(await copied(page)).toBe(await answer.locator('.message__address').textContent());
    cleo.close();
  });
}
