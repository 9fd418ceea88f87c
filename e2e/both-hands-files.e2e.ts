import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import { HANDS } from './support/hands.ts';
import { joinFromNode } from './support/node-member.ts';
import type { Participant } from './support/participant.ts';
import { expect, test } from './support/test.ts';

/** What becomes of files that one member gives another, by either pair of hands. */

const SILENT = { microphone: false, camera: false } as const;
const MEGABYTE = 1_000_000;

const box = (page: Page): Locator => page.getByRole('textbox', { name: 'Message' });
const send = (page: Page): Locator => page.getByRole('button', { name: 'Send', exact: true });
const card = (page: Page, name: string): Locator => page.getByRole('group', { name, exact: true });
const button = (place: Locator, name: string): Locator => place.getByRole('button', { name, exact: true });
const notice = (page: Page, text: string): Locator => page.locator('.notice').filter({ hasText: text });
const menuOf = ({ chatLog }: Participant, text: string): Locator =>
  chatLog
    .locator('.message')
    .filter({ hasText: text })
    .getByRole('button', { name: /actions$/ });

for (const [way, handsOf] of Object.entries(HANDS)) {
  test(`files are offered, taken, refused, broken off and saved ${way}`, async ({ join, server }) => {
    const guests = [];
    for (let number = 1; number <= 7; number += 1)
      guests.push(await joinFromNode(server.origin, 'meeting', `Guest ${number.toString()}`));
    const ada = await join('meeting', { name: 'Ada', ...SILENT });
    const ben = await join('meeting', { name: 'Ben', ...SILENT });
    const [hers, his] = [handsOf(ada.page), handsOf(ben.page)];
    const content = Buffer.from(Array.from({ length: MEGABYTE }, (_, index) => index % 251));
    const attach = async (name: string, buffer: Buffer) => {
      const chooser = ada.page.waitForEvent('filechooser');
      await hers.press(ada.page.getByRole('button', { name: 'Send a file' }));
      await (await chooser).setFiles({ name, mimeType: 'application/octet-stream', buffer });
    };
    const whom = ada.page.getByRole('dialog');
    await hers.press(ada.controls.getByRole('button', { name: /^Chat/ }));

    // It asks for whom; whoever thinks better of it sends nothing.
    await attach('notes.bin', content);
    await expect(whom).toContainText('Who shall get it?');
    await hers.dismiss();
    await expect(whom).toHaveCount(0);
    await expect(card(ada.page, 'notes.bin')).toHaveCount(0);
    await attach('notes.bin', content);
    await hers.write(whom.getByRole('searchbox', { name: 'Find somebody' }), 'be');
    await expect(whom.getByRole('listitem')).toHaveCount(1);
    await hers.press(button(whom, 'Ben'));
    await expect(card(ada.page, 'notes.bin')).toContainText('Waiting for Ben');
    await his.press(button(notice(ben.page, 'Ada wants to send you “notes.bin”.'), 'Open the chat'));
    const notes = card(ben.page, 'notes.bin');
    await his.press(button(notes, 'Accept'));
    await expect(notes).toContainText('Received.');
    await expect(card(ada.page, 'notes.bin')).toContainText('Sent.');
    const download = ben.page.waitForEvent('download');
    await his.press(notes.getByRole('link', { name: 'Save' }));
    expect((await readFile(await (await download).path())).equals(content)).toBe(true);
    await his.press(button(notes, 'Remove from memory'));
    await expect(notes).toContainText('Removed from memory.');
    await expect(notes.getByRole('link')).toHaveCount(0);

    // In a private conversation it is for whom one writes to.
    await hers.write(box(ada.page), '/msg Ben psst');
    await hers.press(send(ada.page));
    await his.choose(menuOf(ben, 'psst'), 'Write to Ada in private');
    await his.write(box(ben.page), 'yes?');
    await his.press(send(ben.page));
    await hers.choose(menuOf(ada, 'yes?'), 'Write to Ben in private');
    // Read slowly, so that it is still on its way whenever a button is pressed.
    await ada.page.evaluate(() => {
      Blob.prototype.arrayBuffer = async function (this: Blob) {
        await new Promise((resolve) => setTimeout(resolve, 200));
        return new Response(this).arrayBuffer();
      };
    });
    await attach('large.bin', Buffer.alloc(8 * MEGABYTE));
    const theirs = card(ben.page, 'large.bin');
    const own = card(ada.page, 'large.bin');
    await his.press(button(theirs, 'Reject'));
    await expect(own).toContainText('Ben did not want it.');
    await hers.press(button(own, 'Offer again'));
    await hers.press(button(own.last(), 'Cancel'));
    await expect(own.last()).toContainText('Cancelled.');
    await expect(theirs.last()).toContainText('Ada took the offer back.');
    await hers.press(button(own.last(), 'Offer again'));
    await his.press(button(theirs.last(), 'Accept'));
    await expect(own.last().getByRole('progressbar')).toBeVisible();
    await his.press(button(theirs.last(), 'Cancel'));
    await expect(own.last()).toContainText('Ben broke it off.');
    await hers.press(button(own.last(), 'Offer again'));
    await his.press(button(theirs.last(), 'Accept'));
    await expect(theirs.last().getByRole('progressbar')).toBeVisible();
    await hers.press(button(own.last(), 'Cancel'));
    await expect(theirs.last()).toContainText('Ada broke it off.');
    expect([...ada.troubles, ...ben.troubles]).toEqual([]);
    for (const guest of guests) guest.close();
  });
}
