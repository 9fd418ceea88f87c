import type { Locator, Page } from '@playwright/test';
import { expectFocusKept } from './support/by-keyboard.ts';
import { expectAccessible } from './support/looks.ts';
import { joinFromNode } from './support/node-member.ts';
import { expect, test } from './support/test.ts';

const SILENT = { camera: false, microphone: false } as const;

/** A place on the stage, as a person sees it. */
async function placeOf(tile: Locator): Promise<string> {
  const box = await tile.boundingBox();
  return box === null ? 'none' : `${Math.round(box.x).toString()},${Math.round(box.y).toString()}`;
}

function menuOf(page: Page, name: string): Locator {
  return page.getByRole('button', { name: `Options for ${name}` });
}

/** How large a tile is, in square pixels. */
async function extentOf(tile: Locator): Promise<number> {
  const box = await tile.boundingBox();
  return (box?.width ?? 0) * (box?.height ?? 0);
}

test('somebody can be made large, by clicking and by keyboard', async ({ join, server }) => {
  const ada = await join('meeting', { name: 'Ada', ...SILENT });
  const others = await Promise.all(
    ['Bob', 'Cleo'].map((name) => joinFromNode(server.origin, 'meeting', name)),
  );
  const { page } = ada;
  await expect(ada.tiles).toHaveCount(3);

  await ada.tile('Bob').hover();
  await menuOf(page, 'Bob').click();
  await page.getByRole('menuitem', { name: 'Pin', exact: true }).click();
  await expect(page.getByLabel('Bob, muted, pinned')).toBeVisible();
  expect(await extentOf(ada.tile('Bob'))).toBeGreaterThan(4 * (await extentOf(ada.tile('Cleo'))));

  await menuOf(page, 'Bob').focus();
  await page.keyboard.press('Enter');
  const unpin = page.getByRole('menuitem', { name: 'Unpin', exact: true });
  await expect(unpin).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Bob, muted', { exact: true })).toBeVisible();
  await expect(menuOf(page, 'Bob')).toBeFocused();
  expect(await extentOf(ada.tile('Bob'))).toBe(await extentOf(ada.tile('Cleo')));
  for (const other of others) other.close();
  expect(ada.troubles).toEqual([]);
});

test('the menu of somebody who leaves is gone with them, and the focus is not', async ({ join, server }) => {
  const ada = await join('meeting', { name: 'Ada', ...SILENT });
  const { page } = ada;
  const menu = page.getByRole('menu');
  for (const open of [
    async () => {
      await menuOf(page, 'Bob').press('Enter');
    },
    async () => {
      await ada.openPanel('People');
      await page.getByRole('button', { name: 'Actions for Bob' }).press('Enter');
    },
  ]) {
    const bob = await joinFromNode(server.origin, 'meeting', 'Bob');
    await expect(ada.tile('Bob')).toBeVisible();
    await open();
    await expect(menu).toBeVisible();
    bob.close();
    await expect(menu).toHaveCount(0);
    await expectFocusKept(page);
  }
  // Others have theirs as before.
  await menuOf(page, 'Ada').press('Enter');
  await expect(menu).toBeVisible();
  expect(ada.troubles).toEqual([]);
});

test('the view, and whether one sees oneself, are remembered', async ({ join, server }) => {
  const ada = await join('meeting', { name: 'Ada', ...SILENT });
  const bob = await joinFromNode(server.origin, 'meeting', 'Bob');
  const { page } = ada;
  await expect(ada.tiles).toHaveCount(2);

  await page.getByRole('button', { name: 'Show the speaker large' }).click();
  await expect.poll(() => extentOf(ada.tile('Bob'))).toBeGreaterThan(4 * (await extentOf(ada.tile('You'))));
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitemcheckbox', { name: 'Show my own picture' }).click();
  await page.keyboard.press('Escape');
  await expect(ada.tiles).toHaveCount(1);

  await page.reload();
  await ada.enter({ name: 'Ada', ...SILENT });
  await expect(ada.tile('Bob')).toBeVisible();
  await expect(ada.tiles).toHaveCount(1);
  await expect(page.getByRole('button', { name: 'Show everybody alike' })).toBeVisible();
  bob.close();
});

test('more people than fit are on pages, and who raises a hand comes to the first', async ({
  join,
  server,
}) => {
  test.slow();
  const ada = await join('gallery', { name: 'Ada', ...SILENT });
  const names = Array.from({ length: 29 }, (_, index) => `Guest ${(index + 1).toString()}.`);
  const guests = [];
  for (const name of names) guests.push(await joinFromNode(server.origin, 'gallery', name));
  const { page } = ada;
  const pages = page.getByRole('navigation', { name: 'Pages' });
  await expect(pages.getByRole('status')).toContainText('Page 1 of 2');
  await expect(ada.tiles).toHaveCount(25);

  await pages.getByRole('button', { name: 'Next page' }).click();
  await expect(pages.getByRole('status')).toContainText('Page 2 of 2');
  await expect(ada.tiles).toHaveCount(5);
  await expect(ada.tile('Guest 29.')).toBeVisible();
  await page.keyboard.press('PageUp');
  await expect(pages.getByRole('status')).toContainText('Page 1 of 2');
  await expect(ada.tile('Guest 29.')).toHaveCount(0);

  const before = await placesOf(ada.tiles);
  const last = guests.at(-1)!;
  await last.userAction('setdata', last.id, { raisehand: true });
  await expect(ada.tile('Guest 29.')).toBeVisible();
  const after = await placesOf(ada.tiles);
  const moved = Object.entries(after).filter(([name, place]) => name in before && before[name] !== place);
  expect(moved).toEqual([]);

  // On a phone, by a finger.
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(ada.tiles).toHaveCount(8);
  await expect(pages.getByRole('status')).toContainText('Page 1 of 4');
  await swipeLeft(page);
  await expect(pages.getByRole('status')).toContainText('Page 2 of 4');
  for (const guest of guests) guest.close();
  expect(ada.troubles).toEqual([]);
});

/** Where everybody is, by name. */
async function placesOf(tiles: Locator): Promise<Record<string, string>> {
  const places: Record<string, string> = {};
  for (const tile of await tiles.all()) {
    places[(await tile.getAttribute('aria-label')) ?? ''] = await placeOf(tile);
  }
  return places;
}

async function swipeLeft(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', x?: number) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints: x === undefined ? [] : [{ x, y: 300 }] });
  await touch('touchStart', 320);
  for (let x = 300; x >= 120; x -= 60) await touch('touchMove', x);
  await touch('touchEnd');
}

test('a shared screen can be shown smaller, and a tile over the whole screen', async ({ join }) => {
  const ada = await join('meeting', { name: 'Ada', ...SILENT });
  const bob = await join('meeting', { name: 'Bob', ...SILENT });
  const { page } = ada;
  await bob.control('Share a screen').click();
  const screen = page.locator('article[data-kind="screen"]');
  await expect(screen).toBeVisible();
  await expect.poll(() => extentOf(screen)).toBeGreaterThan(4 * (await extentOf(ada.tile('Bob'))));
  // Whoever shares sees their own screen among the others, and can stop there.
  await expect(
    bob.page.locator('article[data-kind="screen"]').getByRole('button', { name: 'Stop' }),
  ).toBeVisible();

  await screen.hover();
  await menuOf(page, 'Screen of Bob').click();
  await page.getByRole('menuitem', { name: 'Show smaller' }).click();
  await expect.poll(async () => (await extentOf(screen)) === (await extentOf(ada.tile('Bob')))).toBe(true);

  await screen.dblclick({ position: { x: 60, y: 60 } });
  await expect
    .poll(() => page.evaluate(() => document.fullscreenElement?.getAttribute('data-kind')))
    .toBe('screen');
  await screen.getByRole('button', { name: 'Leave full screen' }).click();
  await expect.poll(() => page.evaluate(() => document.fullscreenElement === null)).toBe(true);

  await bob.page.locator('article[data-kind="screen"]').getByRole('button', { name: 'Stop' }).click();
  await expect(screen).toHaveCount(0);
  expect(ada.troubles).toEqual([]);
});

test('the meeting goes on in a small window', async ({ join, server }) => {
  const ada = await join('meeting', { name: 'Ada', camera: false });
  const bob = await joinFromNode(server.origin, 'meeting', 'Bob');
  const { page } = ada;
  await expect(ada.tile('Bob')).toBeVisible();
  await page.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Meeting in a small window' }).click();

  await expect.poll(() => tilesInSmallWindow(page)).toEqual(['Bob', 'You']);
  await pressInSmallWindow(page, 'Microphone');
  await expect(ada.control('Microphone')).toHaveAttribute('aria-pressed', 'false');
  await pressInSmallWindow(page, 'Back to the meeting');
  await expect.poll(() => tilesInSmallWindow(page)).toBeUndefined();
  bob.close();
  expect(ada.troubles).toEqual([]);
});

/** Whose tiles are in the small window; undefined where there is none. */
function tilesInSmallWindow(page: Page): Promise<string[] | undefined> {
  return page.evaluate(() => {
    const { documentPictureInPicture } = globalThis as unknown as SmallWindows;
    const names = documentPictureInPicture.window?.document.querySelectorAll('.tile__name');
    return names === undefined ? undefined : [...names].map((each) => each.textContent);
  });
}

function pressInSmallWindow(page: Page, name: string): Promise<void> {
  return page.evaluate((label) => {
    const { documentPictureInPicture } = globalThis as unknown as SmallWindows;
    const small = documentPictureInPicture.window?.document;
    small?.querySelector<HTMLElement>(`[aria-label="${label}"]`)?.click();
  }, name);
}

/** The part of the browser's API that is used; the types do not know it yet. */
interface SmallWindows {
  readonly documentPictureInPicture: { readonly window: Window | null };
}
