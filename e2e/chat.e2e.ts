import { readFile } from 'node:fs/promises';
import type { Locator } from '@playwright/test';
import { expectAccessible } from './support/looks.ts';
import { joinFromNode } from './support/node-member.ts';
import type { Participant } from './support/participant.ts';
import { expect, test } from './support/test.ts';

const silent = { microphone: false, camera: false };

const box = (person: Participant): Locator => person.page.getByRole('textbox', { name: 'Message' });
const palette = (person: Participant): Locator => person.page.getByRole('combobox');
const notices = (person: Participant): Locator => person.page.getByRole('region', { name: 'Notifications' });

/** Waits until the palette can be typed into. */
async function openPalette(person: Participant): Promise<void> {
  // The one before says what it did, and goes then.
  await expect(palette(person)).toHaveCount(0);
  await person.page.keyboard.press('Control+k');
  await expect(palette(person)).toBeFocused();
}

/** Answers the last message with a text to its writer alone, by its menu. */
async function replyInPrivate(person: Participant, text: string): Promise<void> {
  const message = person.chatLog.locator('.message').filter({ hasText: text }).last();
  await message.hover();
  await message.getByRole('button', { name: /^Message of/ }).click();
  await person.page.getByRole('menuitem', { name: /in private$/ }).click();
}

test('a private conversation is apart from the public one, by mouse and by keyboard', async ({ join }) => {
  const ada = await join('meeting', { name: 'Ada', ...silent });
  const ben = await join('meeting', { name: 'Ben', ...silent });
  const cleo = await join('meeting', { name: 'Cleo', ...silent });
  await ada.write('Look at https://example.org/agenda, not at javascript:alert(1)');
  await ada.page.keyboard.type('one');
  await ada.page.keyboard.press('Control+Enter');
  await ada.page.keyboard.type('two');
  await ada.page.keyboard.press('Enter');

  await ben.openPanel('Chat');
  await expect(ben.chatLog).toContainText('one\ntwo');
  const link = ben.chatLog.getByRole('link');
  await expect(link).toHaveCount(1);
  await expect(link).toHaveAttribute('href', 'https://example.org/agenda');
  await expect(link).toHaveAttribute('rel', /noopener/);

  // By mouse, from the menu of the message.
  await replyInPrivate(ben, 'Look at');
  await expect(box(ben)).toBeFocused();
  await ben.page.keyboard.type('between us');
  await ben.page.keyboard.press('Enter');
  await expect(ada.chatLog.locator('[data-private="true"]')).toContainText('between us');

  // By keyboard, by a command.
  await ada.page.keyboard.type('/msg B');
  await ada.page.keyboard.press('Tab');
  await ada.page.keyboard.type('so it stays');
  await ada.page.keyboard.press('Enter');
  await expect(ben.chatLog.locator('[data-private="true"]').last()).toContainText('so it stays');

  await cleo.openPanel('Chat');
  await expect(cleo.chatLog).toContainText('Look at');
  for (const text of ['between us', 'so it stays']) await expect(cleo.chatLog).not.toContainText(text);
  await expectAccessible(ben.page);
});

test('what is missed is counted, and a message that names one says so', async ({ join }) => {
  const ada = await join('meeting', { name: 'Ada', ...silent });
  const ben = await join('meeting', { name: 'Ben', ...silent });
  await ben.write('hello everybody');
  await ben.write('Ada, are you there?');
  await expect(ada.controls.getByRole('button', { name: 'Chat, 2 unread messages' })).toBeVisible();
  await expect(ada.page).toHaveTitle(/^\(2\)/);
  await expect(notices(ada)).toContainText('Ben: Ada, are you there?');
  await ada.page.keyboard.press('F6');
  await ada.page.keyboard.press('Enter');
  await expect(box(ada)).toBeFocused();
  await expect(ada.chatLog.locator('[data-mentioned="true"]')).toHaveCount(1);
  await expect(notices(ada)).not.toContainText('are you there');
  await expect(ada.page).not.toHaveTitle(/^\(/);
});

test('a draft survives a reload, for each reader', async ({ join }) => {
  const ada = await join('meeting', { name: 'Ada', ...silent });
  const ben = await join('meeting', { name: 'Ben', ...silent });
  await ada.openPanel('Chat');
  await box(ada).fill('not finished');
  await ben.write('this is Ben');
  await replyInPrivate(ada, 'this is Ben');
  await expect(box(ada)).toHaveValue('');
  await box(ada).fill('only for Ben');

  await ada.page.reload();
  await ada.enter({ name: 'Ada', ...silent });
  await expect(ada.controls).toBeVisible();
  await ada.openPanel('Chat');
  await expect(box(ada)).toHaveValue('only for Ben');
  await ada.page.getByRole('button', { name: 'Write to everybody instead' }).click();
  await expect(box(ada)).toHaveValue('not finished');
});

test('what was meant for somebody who has left goes to nobody else', async ({ join }) => {
  const ada = await join('meeting', { name: 'Ada', ...silent });
  const ben = await join('meeting', { name: 'Ben', ...silent });
  await ben.write('Ben will soon be gone');
  await ada.openPanel('Chat');
  await replyInPrivate(ada, 'Ben will soon be gone');
  await box(ada).fill('a secret');
  await ben.vanish();
  await expect(ada.page.getByText('Ben has left and cannot get this any more.')).toBeVisible();
  await box(ada).press('Enter');
  await expect(ada.page.getByRole('button', { name: 'Send', exact: true })).toBeDisabled();
  await expect(ada.chatLog).not.toContainText('a secret');
});

test('the palette does everything by keyboard', async ({ join }) => {
  const operator = await join('meeting', { name: 'operator', password: 'open sesame', ...silent });
  const ben = await join('meeting', { name: 'Ben', ...silent });

  await openPalette(operator);
  await expectAccessible(operator.page);
  await operator.page.keyboard.type('raise');
  await operator.page.keyboard.press('Enter');
  await expect(notices(operator)).toContainText('Your hand is raised.');
  await expect(operator.control('Raise your hand')).toHaveAttribute('aria-pressed', 'true');

  // What it does may put the focus elsewhere, and it stays there.
  await openPalette(operator);
  await operator.page.keyboard.type('open chat');
  await operator.page.keyboard.press('Enter');
  await expect(box(operator)).toBeFocused();

  await openPalette(operator);
  await operator.page.keyboard.type('kick');
  await operator.page.keyboard.press('Enter');
  await operator.page.keyboard.type('be');
  await expect(operator.page.getByRole('option', { name: 'Ben' })).toHaveAttribute('aria-selected', 'true');
  await operator.page.keyboard.press('Enter');
  await expect(palette(operator)).toHaveAttribute('aria-label', /Enter leaves it out/);
  await operator.page.keyboard.type('see you tomorrow');
  await operator.page.keyboard.press('Enter');
  await expect(ben.page.getByText('see you tomorrow')).toBeVisible();
  await expect(notices(operator)).toContainText('Ben was removed');

  // By mouse, from the menu; more than a line of an answer stays in the palette.
  await operator.page.getByRole('button', { name: 'More', exact: true }).click();
  await operator.page.getByRole('menuitem', { name: 'Commands…' }).click();
  await palette(operator).fill('help');
  await operator.page.getByRole('option', { name: 'Show what you can do here' }).click();
  await expect(operator.page.getByRole('status', { name: 'Result' })).toContainText('/kick user [message]');
  await operator.page.keyboard.press('Escape');
  await expect(palette(operator)).toHaveCount(0);
});

test('a file goes from one page to the other', async ({ join }) => {
  const ada = await join('meeting', { name: 'Ada', ...silent });
  const ben = await join('meeting', { name: 'Ben', ...silent });
  const content = Buffer.from(Array.from({ length: 3_000_000 }, (_, index) => index % 251));

  await ada.openPanel('Chat');
  const chooser = ada.page.waitForEvent('filechooser');
  await ada.page.getByRole('button', { name: 'Send a file' }).click();
  await (
    await chooser
  ).setFiles({ name: 'notes.bin', mimeType: 'application/octet-stream', buffer: content });
  await ada.page.getByRole('dialog').getByRole('button', { name: 'Ben' }).click();
  await expect(ada.page.getByRole('group', { name: 'notes.bin' })).toContainText('Waiting for Ben');

  await expect(notices(ben)).toContainText('Ada wants to send you “notes.bin”.');
  await notices(ben).getByRole('button', { name: 'Open the chat' }).click();
  const card = ben.page.getByRole('group', { name: 'notes.bin' });
  await expect(card).toContainText('Ada gets to know your IP address');
  await watchProgress(card);
  await card.getByRole('button', { name: 'Accept' }).press('Enter');
  await expect(card).toContainText('Received.');
  expect(await progressSeen(card)).toBe(true);
  await expect(ada.page.getByRole('group', { name: 'notes.bin' })).toContainText('Sent.');
  await expectAccessible(ben.page);

  const download = ben.page.waitForEvent('download');
  await card.getByRole('link', { name: 'Save' }).click();
  expect((await download).suggestedFilename()).toBe('notes.bin');
  expect((await readFile(await (await download).path())).equals(content)).toBe(true);
});

test('a file that is dropped can be refused, and is offered again', async ({ join }) => {
  const ada = await join('meeting', { name: 'Ada', ...silent });
  const ben = await join('meeting', { name: 'Ben', ...silent });
  await ada.openPanel('Chat');
  await ben.openPanel('Chat');
  const dropped = await ada.page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(['hello'], 'dropped.txt', { type: 'text/plain' }));
    return data;
  });
  await box(ada).dispatchEvent('drop', { dataTransfer: dropped });
  await ada.page.getByRole('dialog').getByRole('button', { name: 'Ben' }).click();
  const offer = ben.page.getByRole('group', { name: 'dropped.txt' });
  await offer.getByRole('button', { name: 'Reject' }).click();
  const card = ada.page.getByRole('group', { name: 'dropped.txt' });
  await expect(card).toContainText('Ben did not want it.');
  await card.getByRole('button', { name: 'Offer again' }).click();
  await expect(ben.page.getByRole('button', { name: 'Accept' })).toBeVisible();
  await ada.page.getByRole('button', { name: 'Cancel' }).click();
  await expect(offer.last()).toContainText('Ada took the offer back.');
});

test('somebody who may not write cannot be sent a file, and the page says so', async ({ join, server }) => {
  const teacher = await join('lecture', { name: 'teacher', password: 'chalk', ...silent });
  const watcher = await joinFromNode(server.origin, 'lecture', 'Watcher');
  try {
    await teacher.openPanel('People');
    await expect(teacher.page.getByRole('complementary', { name: 'People' })).toContainText('Watcher');
    await teacher.write('/sendfile Watcher');
    await expect(teacher.chatLog).toContainText('may not write in this group');
  } finally {
    watcher.close();
  }
});

test('captions are shown over the stage, not in the chat, and can be turned off', async ({
  join,
  server,
}) => {
  const ada = await join('meeting', { name: 'Ada', ...silent });
  await ada.openPanel('Chat');
  const scribe = await joinFromNode(server.origin, 'meeting', 'scribe', 'quill');
  try {
    const captions = ada.page.getByRole('log', { name: 'Captions' });
    await scribe.chat('caption', '', 'Good morning to all of you.');
    await expect(captions).toContainText('Caption from scribe: scribeGood morning to all of you.');
    await expect(ada.chatLog).not.toContainText('Good morning');
    await expect(captions).not.toContainText('Good morning');
    await openPalette(ada);
    await ada.page.keyboard.type('captions');
    await ada.page.keyboard.press('Enter');
    await expect(captions).toHaveCount(0);
    await scribe.chat('caption', '', 'And good night.');
    await scribe.chat('caption', '', 'And good bye.');
    await expect(captions).toHaveCount(0);
  } finally {
    scribe.close();
  }
});

test('what is written while the connection is away says so, and is sent once it is back', async ({
  join,
}) => {
  const ada = await join('meeting', { name: 'Ada', ...silent });
  const ben = await join('meeting', { name: 'Ben', ...silent });
  await ben.openPanel('Chat');
  await ada.openPanel('Chat');
  await ada.page.context().setOffline(true);
  await expect(ada.page.getByText('Reconnecting…')).toBeVisible();
  await ada.write('written in the dark');
  await expect(ada.chatLog).toContainText('Sending…');
  await ada.page.context().setOffline(false);
  await expect(ben.chatLog).toContainText('written in the dark');
  await expect(ada.chatLog).not.toContainText('Sending…');
  await expect(ada.chatLog.getByText('written in the dark')).toHaveCount(1);
});

/** Remembers whether a card ever shows how far the file is. */
async function watchProgress(card: Locator): Promise<void> {
  await card.evaluate((element) => {
    new MutationObserver(() => {
      if (element.querySelector('[role="progressbar"]') !== null) element.dataset['progressSeen'] = 'true';
    }).observe(element, { childList: true, subtree: true });
  });
}

function progressSeen(card: Locator): Promise<boolean> {
  return card.evaluate((element) => (element as HTMLElement).dataset['progressSeen'] === 'true');
}
