import type { Locator, Page } from '@playwright/test';
import { arrowTo, tabTo } from './support/by-keyboard.ts';
import { joinFromNode } from './support/node-member.ts';
import type { Participant } from './support/participant.ts';
import { expect, test } from './support/test.ts';

/** What is done with messages and files beside writing them. */

const SILENT = { microphone: false, camera: false } as const;
const OPERATOR = { name: 'operator', password: 'open sesame', ...SILENT } as const;
const PHONE = { width: 390, height: 844 };

const box = ({ page }: Participant): Locator => page.getByRole('textbox', { name: 'Message' });
const messages = ({ chatLog }: Participant): Locator => chatLog.locator('.message');
const notice = (page: Page, text: string | RegExp): Locator =>
  page.locator('.notice').filter({ hasText: text });
const item = (page: Page, name: string | RegExp): Locator => page.getByRole('menuitem', { name });

/** Chooses from the menu of the message that has the focus. */
async function choose(page: Page, name: string | RegExp): Promise<void> {
  await page.keyboard.press('Enter');
  await arrowTo(page, item(page, name));
  await page.keyboard.press('Enter');
}

/** Files as the browser hands them over, made in the page. */
function dragged({ page }: Participant, name: string, bytes: number) {
  return page.evaluateHandle(
    ([file, size]) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(size)], file, { type: 'application/octet-stream' }));
      return data;
    },
    [name, bytes] as const,
  );
}

test('everything about a message is done by keyboard, from its menu', async ({ join, server }) => {
  // Whoever met here before has left a history.
  const janitor = await joinFromNode(server.origin, 'meeting', 'operator', 'open sesame');
  await janitor.groupAction('clearchat');
  janitor.close();
  const operator = await join('meeting', OPERATOR);
  const { page } = operator;
  await page.context().grantPermissions(['camera', 'microphone', 'clipboard-read', 'clipboard-write'], {
    origin: server.origin,
  });
  const ben = await joinFromNode(server.origin, 'meeting', 'Ben');
  for (const text of ['one', 'two', 'three']) await ben.chat('', '', text);
  await page.keyboard.press('c');
  await expect(messages(operator)).toHaveCount(3);

  const menuOf = (text: string) =>
    messages(operator)
      .filter({ hasText: text })
      .getByRole('button', { name: /actions$/ });
  await menuOf('three').focus();
  await page.keyboard.press('ArrowUp');
  await expect(menuOf('two')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(item(page, 'Write to Ben in private')).toBeFocused();
  // Escape closes the menu, and not the panel below it.
  await page.keyboard.press('Escape');
  await expect(menuOf('two')).toBeFocused();

  await choose(page, 'Copy text');
  await expect(notice(page, 'Copied.')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('two');
  await expect(menuOf('two')).toBeFocused();
  await choose(page, 'Show the IP address of Ben');
  await expect(notice(page, /Ben comes from/)).toBeVisible();
  await expect(menuOf('two')).toBeFocused();
  await choose(page, 'Delete message');
  await expect(messages(operator)).toHaveText([/one/, /three/]);
  await expect(operator.chatLog).toBeFocused();

  await menuOf('three').focus();
  await choose(page, 'Delete all of Ben…');
  await tabTo(page, page.getByRole('button', { name: 'Delete all', exact: true }));
  await page.keyboard.press('Enter');
  await expect(messages(operator)).toHaveCount(0);
  await expect(operator.chatLog).toBeFocused();

  await ben.chat('', '', 'four');
  await menuOf('four').focus();
  await choose(page, 'Remove Ben from the meeting…');
  await tabTo(page, page.getByRole('textbox', { name: /Message to them/ }));
  await page.keyboard.type('Be nice');
  await page.keyboard.press('Enter');
  await expect(notice(page, 'Ben was removed from the meeting.')).toBeVisible();
  await expect(operator.chatLog).toBeFocused();
  // Who is gone can neither be written to nor removed.
  await menuOf('four').focus();
  await page.keyboard.press('Enter');
  await expect(item(page, 'Copy text')).toBeVisible();
  await expect(item(page, /Ben in private|Remove Ben/)).toHaveCount(0);
  ben.close();
});

test('files are dropped on the stage, on a tile and on a conversation, pasted, and cancelled on their way', async ({
  join,
}) => {
  const ada = await join('meeting', { name: 'Ada', ...SILENT });
  const ben = await join('meeting', { name: 'Ben', ...SILENT });
  const { page } = ada;
  const card = (name: string) => page.getByRole('group', { name, exact: true });

  // On the stage: the page asks for whom, rather than that the browser opens the file.
  const stage = page.getByRole('main');
  const first = await dragged(ada, 'first.bin', 10);
  await stage.dispatchEvent('dragover', { dataTransfer: first });
  await expect(page.getByText('Drop here to send', { exact: true })).toBeVisible();
  await stage.dispatchEvent('drop', { dataTransfer: first });
  await expect(page.getByText('Drop here to send', { exact: true })).toHaveCount(0);
  await page.getByRole('dialog').getByRole('button', { name: 'Ben' }).click();
  await expect(card('first.bin')).toContainText('Waiting for Ben');

  // On somebody's tile: it is for them.
  const second = await dragged(ada, 'second.bin', 10);
  await ada.tile('Ben').dispatchEvent('dragover', { dataTransfer: second });
  await expect(page.getByText('Drop here to send to Ben')).toBeVisible();
  await ada.tile('Ben').dispatchEvent('drop', { dataTransfer: second });
  await expect(card('second.bin')).toContainText('Waiting for Ben');
  await expect(page.getByRole('dialog')).toHaveCount(0);

  // In a private conversation, dropped and pasted: it is for whom one writes to.
  await ada.act('Ben', 'Write privately');
  await expect(box(ada)).toBeFocused();
  await box(ada).dispatchEvent('drop', { dataTransfer: await dragged(ada, 'third.bin', 10) });
  await expect(card('third.bin')).toContainText('Waiting for Ben');
  await box(ada).evaluate((element) => {
    const data = new DataTransfer();
    data.items.add(new File(['x'], 'pasted.png', { type: 'image/png' }));
    element.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
    );
  });
  await expect(card('pasted.png')).toContainText('Waiting for Ben');
  await ben.openPanel('Chat');
  for (const name of ['first.bin', 'second.bin', 'third.bin', 'pasted.png'])
    await ben.page.getByRole('group', { name, exact: true }).getByRole('button', { name: 'Reject' }).click();
  await expect(card('pasted.png')).toContainText('Ben did not want it.');

  // Read slowly, so that it is still on its way whenever the button is pressed.
  await page.evaluate(() => {
    Blob.prototype.arrayBuffer = async function (this: Blob) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      return new Response(this).arrayBuffer();
    };
  });
  await box(ada).dispatchEvent('drop', { dataTransfer: await dragged(ada, 'large.bin', 250_000_000) });
  const incoming = ben.page.getByRole('group', { name: 'large.bin' });
  await expect(incoming).toContainText('kept in the memory of this page');
  await incoming.getByRole('button', { name: 'Accept' }).click();
  await expect(card('large.bin').getByRole('progressbar')).toBeVisible();
  await card('large.bin').getByRole('button', { name: 'Cancel' }).press('Enter');
  await expect(card('large.bin')).toContainText('Cancelled.');
  await expect(incoming).toContainText('Ada broke it off.');
});

test('a file that is dropped by somebody who may not send any opens nothing', async ({ join }) => {
  const watcher = await join('lecture', { name: 'Watcher', ...SILENT });
  const { page } = watcher;
  const dropped = await dragged(watcher, 'page.html', 10);
  for (const type of ['dragover', 'drop']) {
    const isLeftToTheBrowser = await page.evaluate(
      ([data, name]) => {
        const event = new DragEvent(name, { dataTransfer: data, bubbles: true, cancelable: true });
        return document.querySelector('main')?.dispatchEvent(event);
      },
      [dropped, type] as const,
    );
    expect(isLeftToTheBrowser).toBe(false);
  }
  await expect(page.getByText('Drop here to send')).toHaveCount(0);
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('on a phone chat and people are sheets, and a long press opens the menu of a tile', async ({ join }) => {
  const ada = await join('meeting', { name: 'Ada', viewport: PHONE, ...SILENT });
  const ben = await join('meeting', { name: 'Ben', ...SILENT });
  const { page } = ada;
  for (const name of ['Chat', 'People'] as const) {
    const button = ada.controls.getByRole('button', { name: new RegExp(`^${name}`) });
    await button.tap();
    const sheet = page.getByRole('dialog', { name });
    await expect(sheet).toBeVisible();
    await expect.poll(() => sheet.boundingBox()).toEqual({ x: 0, y: 0, ...PHONE });
    await expect(sheet).toBeFocused();
    await expect(page.getByRole('separator', { name: 'Width of the panel' })).toHaveCount(0);
    // What lies below cannot be reached.
    await expect(page.locator('.meeting__below')).toHaveAttribute('inert');
    await sheet.getByRole('button', { name: 'Close' }).tap();
    await expect(sheet).toHaveCount(0);
    await expect(button).toBeFocused();
  }

  const held = { pointerType: 'touch', isPrimary: true, pointerId: 7, bubbles: true };
  await ada.tile('Ben').dispatchEvent('pointerdown', held);
  await item(page, 'Write privately').tap();
  await expect(page.getByRole('dialog', { name: 'Chat' })).toBeVisible();
  await expect(box(ada)).toBeFocused();
  await page.keyboard.type('psst');
  await page.getByRole('button', { name: 'Send', exact: true }).tap();
  await ben.openPanel('Chat');
  await expect(ben.chatLog.locator('[data-private="true"]')).toContainText('psst');
});

test('on a phone the way back closes what lies over the meeting, one thing at a time', async ({ join }) => {
  const ada = await join('meeting', { name: 'Ada', viewport: PHONE, ...SILENT });
  const { page } = ada;
  // Only the device itself can go back; browsers let a page ask for the same.
  const goBack = () =>
    page.evaluate(() => {
      const { asked } = window as unknown as { asked: { requestClose(): void }[] };
      asked.at(-1)?.requestClose();
    });
  await page.evaluate(() => {
    const watchers: object[] = [];
    Reflect.set(window, 'asked', watchers);
    const Native = Reflect.get(window, 'CloseWatcher') as new () => object;
    class Kept extends Native {
      constructor() {
        super();
        watchers.push(this);
      }
    }
    Reflect.set(window, 'CloseWatcher', Kept);
  });
  const button = ada.controls.getByRole('button', { name: /^People/ });
  await button.tap();
  const sheet = page.getByRole('dialog', { name: 'People' });
  await sheet.getByRole('button', { name: 'Actions for yourself and the meeting' }).tap();
  await expect(page.getByRole('menu')).toBeVisible();
  await goBack();
  await expect(page.getByRole('menu')).toHaveCount(0);
  await expect(sheet).toBeVisible();
  await goBack();
  await expect(sheet).toHaveCount(0);
  await expect(button).toBeFocused();
  await expect(ada.controls).toBeVisible();
});

test('the edge of a panel is moved by pointer and by keys, and stays where it was left', async ({ join }) => {
  const ada = await join('meeting', { name: 'Ada', ...SILENT });
  const { page } = ada;
  await ada.openPanel('Chat');
  const edge = page.getByRole('separator', { name: 'Width of the panel' });
  const panel = page.getByRole('complementary', { name: 'Chat' });
  const width = async () => Math.round((await panel.boundingBox())?.width ?? 0);
  const stage = page.locator('.stage');
  const before = (await stage.boundingBox())?.width ?? 0;
  expect(await width()).toBe(360);

  const { x, y } = (await edge.boundingBox()) ?? { x: 0, y: 0 };
  await page.mouse.move(x + 4, y + 300);
  await page.mouse.down();
  await page.mouse.move(940, y + 300, { steps: 4 });
  await expect.poll(width).toBe(500);
  await page.mouse.move(100, y + 300, { steps: 4 });
  await expect.poll(width).toBe(720);
  await page.mouse.up();
  await expect(edge).toHaveAttribute('aria-valuenow', '100');
  await expect.poll(async () => (await stage.boundingBox())?.width ?? 0).toBeLessThan(before - 300);

  await edge.focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(width).toBe(704);
  await page.keyboard.press('Home');
  await expect.poll(width).toBe(288);
  await page.keyboard.press('ArrowLeft');
  await expect.poll(width).toBe(304);
  await ada.openPanel('People');
  await expect
    .poll(async () => (await page.getByRole('complementary', { name: 'People' }).boundingBox())?.width)
    .toBe(304);
  await page.getByRole('separator', { name: 'Width of the panel' }).dblclick();
  await expect
    .poll(async () => (await page.getByRole('complementary', { name: 'People' }).boundingBox())?.width)
    .toBe(360);
});
