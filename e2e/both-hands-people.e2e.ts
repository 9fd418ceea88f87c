import type { ServerConnection } from '@evagore/client';
import type { Locator, Page } from '@playwright/test';
import { HANDS, type Hands } from './support/hands.ts';
import { joinFromNode } from './support/node-member.ts';
import { expect, test } from './support/test.ts';

/** What anybody may do about others and about themselves, from the list of people and from tiles, by either pair of hands. */

const SILENT = { microphone: false, camera: false } as const;

const rows = (page: Page): Locator =>
  page.getByRole('list', { name: 'People in the meeting' }).getByRole('listitem');
const notice = (page: Page, text: string | RegExp): Locator =>
  page.locator('.notice').filter({ hasText: text });
const button = (place: Page | Locator, name: string): Locator =>
  place.getByRole('button', { name, exact: true });

/** Chooses a file for somebody from their menu. */
async function sendFile(hands: Hands, opener: Locator, name: string): Promise<void> {
  const chooser = hands.page.waitForEvent('filechooser');
  await hands.choose(opener, 'Send a file…');
  await (await chooser).setFiles({ name, mimeType: 'text/plain', buffer: Buffer.from('hello') });
  await expect(hands.page.getByRole('group', { name, exact: true })).toContainText('Waiting for Ben');
}

/** Turns somebody's volume down, mutes them and hears them again, from their menu. */
async function adjust(hands: Hands, opener: Locator, percent: number): Promise<void> {
  const { page } = hands;
  const dialog = page.getByRole('dialog', { name: 'Volume of Ben' });
  const player = page.locator('audio').first();
  await hands.choose(opener, 'Volume…');
  await hands.slide(dialog.getByRole('slider', { name: 'Volume' }), percent);
  await expect(player).toHaveJSProperty('volume', percent / 100);
  await hands.press(button(dialog, 'Mute Ben for me'));
  await expect(player).toHaveJSProperty('muted', true);
  await hands.dismiss();
  await expect(dialog).toHaveCount(0);
  await hands.choose(opener, 'Volume…');
  await hands.press(button(dialog, 'Hear Ben again'));
  await expect(player).toHaveJSProperty('muted', false);
  await expect(player).toHaveJSProperty('volume', percent / 100);
  await hands.dismiss();
  await expect(dialog).toHaveCount(0);
}

/** Writes to somebody alone, from their menu. */
async function whisper(hands: Hands, opener: Locator, text: string): Promise<void> {
  const { page } = hands;
  await hands.choose(opener, 'Write privately');
  await expect(page.getByText('Private, to Ben')).toBeVisible();
  await hands.write(page.getByRole('textbox', { name: 'Message' }), text);
  await hands.press(button(page, 'Send'));
  await hands.press(button(page, 'Write to everybody instead'));
}

/** By what the server knows the page's connections: another after each time they are made anew. */
function serverCredentials(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { peerConnections } = globalThis as unknown as { peerConnections: RTCPeerConnection[] };
    return peerConnections
      .filter((pc) => pc.connectionState !== 'closed')
      .flatMap((pc) => /ice-ufrag:(\S+)/.exec(pc.remoteDescription?.sdp ?? '')?.[1] ?? []);
  });
}

function raisedHands(member: ServerConnection): string[] {
  return Object.values(member.users).flatMap(({ username, data }) =>
    data['raisehand'] === true ? [username] : [],
  );
}

/** How large a tile is, in square pixels. */
async function extentOf(tile: Locator): Promise<number> {
  const box = await tile.boundingBox();
  return (box?.width ?? 0) * (box?.height ?? 0);
}

/** What has the whole screen. */
function onWholeScreen(page: Page): Promise<string> {
  return page.evaluate(() => document.fullscreenElement?.getAttribute('aria-label') ?? 'nothing');
}

for (const [way, handsOf] of Object.entries(HANDS)) {
  test(`the list of people is searched and its menus do what they say ${way}`, async ({ join, server }) => {
    const guests: ServerConnection[] = [];
    for (let number = 1; number <= 10; number += 1)
      guests.push(await joinFromNode(server.origin, 'meeting', `Guest ${number.toString()}`));
    const ben = await join('meeting', { name: 'Ben', camera: false });
    const ada = await join('meeting', { name: 'Ada', camera: false });
    const { page } = ada;
    await page.context().grantPermissions(['camera', 'microphone', 'clipboard-read', 'clipboard-write'], {
      origin: server.origin,
    });
    const hands = handsOf(page);
    const open = ada.controls.getByRole('button', { name: /^People/ });
    const panel = page.getByRole('complementary', { name: 'People' });
    const menuOf = (name: string) => button(page, `Actions for ${name}`);
    await hands.press(open);
    await expect(rows(page)).toHaveCount(12);
    await hands.write(page.getByRole('textbox', { name: 'Search by name' }), 'be');
    await expect(rows(page)).toHaveText([/Ben/]);
    await hands.press(button(page, 'Clear the search'));
    await expect(rows(page)).toHaveCount(12);

    await adjust(hands, menuOf('Ben'), 70);
    const benOnStage = ada.tile('Ben');
    await hands.choose(menuOf('Ben'), 'Pin');
    await expect(benOnStage).toHaveAttribute('data-pinned', 'true');
    await hands.choose(menuOf('Ben'), 'Unpin');
    await expect(benOnStage).toHaveAttribute('data-pinned', 'false');

    await whisper(hands, menuOf('Ben'), 'from the list');
    await expect(notice(ben.page, 'Ada, in private: from the list')).toBeVisible();
    await hands.press(open);
    await sendFile(hands, menuOf('Ben'), 'list.txt');
    await expect(notice(ben.page, 'Ada wants to send you “list.txt”.')).toBeVisible();
    await hands.press(open);
    await hands.press(button(panel, 'Close'));
    await expect(panel).toHaveCount(0);
    expect([...ada.troubles, ...ben.troubles]).toEqual([]);
    for (const each of guests) each.close();
  });

  test(`one’s own row in the list of people does what it says ${way}`, async ({ join, server }) => {
    const guest = await joinFromNode(server.origin, 'meeting', 'Guest 1');
    const ada = await join('meeting', { name: 'Ada', camera: false });
    const { page } = ada;
    await page.context().grantPermissions(['camera', 'microphone', 'clipboard-read', 'clipboard-write'], {
      origin: server.origin,
    });
    const hands = handsOf(page);
    const panel = page.getByRole('complementary', { name: 'People' });
    const own = button(page, 'Actions for yourself and the meeting');
    await hands.press(ada.controls.getByRole('button', { name: /^People/ }));
    await hands.choose(own, 'Raise hand');
    await expect.poll(() => raisedHands(guest)).toEqual(['Ada']);
    await hands.choose(own, 'Lower hand');
    await expect.poll(() => raisedHands(guest)).toEqual([]);
    await guest.userAction('setdata', guest.id, { raisehand: true });
    await hands.choose(own, 'Raise hand');
    await expect(panel.getByText('You are number 2 in the queue.')).toBeVisible();
    await expect(button(panel, 'Lower the hand of Guest 1')).toHaveCount(0);
    await hands.press(button(panel, 'Lower your hand'));
    await expect.poll(() => raisedHands(guest)).toEqual(['Guest 1']);

    await hands.choose(own, 'Copy the link');
    await expect(notice(page, /copied/i)).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(server.group('meeting'));
    await expect.poll(() => serverCredentials(page)).not.toEqual([]);
    const before = await serverCredentials(page);
    await hands.choose(own, 'Connect audio and video anew');
    await expect
      .poll(async () => (await serverCredentials(page)).filter((each) => before.includes(each)))
      .toEqual([]);
    await expect.poll(() => serverCredentials(page)).toHaveLength(before.length);
    expect(ada.troubles).toEqual([]);
    guest.close();
  });

  test(`the menu of a tile does what it says ${way}`, async ({ join, server }) => {
    const cleo = await joinFromNode(server.origin, 'meeting', 'Cleo');
    const ada = await join('meeting', { name: 'Ada', ...SILENT });
    const ben = await join('meeting', { name: 'Ben' });
    const { page } = ada;
    const hands = handsOf(page);
    const menuOf = (name: string) => button(page, `Options for ${name}`);
    const pinned = page.locator('article[data-pinned="true"]');
    await expect(ada.tiles).toHaveCount(3);
    await expect(ada.tile('Ben').locator('video')).toHaveJSProperty('paused', false);

    await hands.choose(menuOf('Ben'), 'Pin');
    await expect(ada.tile('Ben')).toHaveAttribute('data-pinned', 'true');
    await hands.choose(menuOf('Ben'), 'Unpin');
    await expect(pinned).toHaveCount(0);
    for (const name of ['Ben', 'Cleo']) await hands.choose(menuOf(name), 'Pin');
    await expect(pinned).toHaveCount(2);
    await hands.choose(menuOf('Cleo'), 'Unpin all');
    await expect(pinned).toHaveCount(0);

    const isOut = () => page.evaluate(() => document.pictureInPictureElement !== null);
    await hands.choose(menuOf('Ben'), 'Picture in picture');
    await expect.poll(isOut).toBe(true);
    await hands.choose(menuOf('Ben'), 'Picture in picture');
    await expect.poll(isOut).toBe(false);
    await hands.choose(menuOf('Ben'), 'Full screen');
    await expect.poll(() => onWholeScreen(page)).toBe('Ben');
    await hands.press(button(ada.tile('Ben'), 'Leave full screen'));
    await expect.poll(() => onWholeScreen(page)).toBe('nothing');

    await adjust(hands, menuOf('Ben'), 40);
    await whisper(hands, menuOf('Ben'), 'from the tile');
    await expect(notice(ben.page, 'Ada, in private: from the tile')).toBeVisible();
    await sendFile(hands, menuOf('Ben'), 'tile.txt');
    await expect(notice(ben.page, 'Ada wants to send you “tile.txt”.')).toBeVisible();
    expect([...ada.troubles, ...ben.troubles]).toEqual([]);
    cleo.close();
  });

  test(`the menu of a shared screen does what it says ${way}`, async ({ join }) => {
    const ada = await join('meeting', { name: 'Ada', ...SILENT });
    const ben = await join('meeting', { name: 'Ben', camera: false });
    const { page } = ada;
    const hands = handsOf(page);
    const menu = button(page, 'Options for Screen of Ben');
    await ben.control('Share a screen').click();
    const screen = page.locator('article[data-kind="screen"]');
    const isLarge = async () => (await extentOf(screen)) > 2 * (await extentOf(ada.tile('Ben')));
    await expect.poll(isLarge).toBe(true);
    await hands.choose(menu, 'Show smaller');
    await expect.poll(isLarge).toBe(false);
    await hands.choose(menu, 'Show larger');
    await expect.poll(isLarge).toBe(true);
    await adjust(hands, menu, 60);
    await hands.choose(menu, 'Full screen');
    await expect.poll(() => onWholeScreen(page)).toBe('Screen of Ben');
    await hands.press(button(screen, 'Leave full screen'));
    await expect.poll(() => onWholeScreen(page)).toBe('nothing');
    expect([...ada.troubles, ...ben.troubles]).toEqual([]);
  });
}
