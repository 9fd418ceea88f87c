import { HANDS } from './support/hands.ts';
import { forgetNotes, lookAway, notesOf, shownOutside, watchOutside } from './support/listening.ts';
import { joinFromNode } from './support/node-member.ts';
import { choice, closeSettings, openSettings, remembered, turnOver } from './support/settings-dialog.ts';
import { expect, test } from './support/test.ts';

/** How one is told of what happens is set by pointer and by keyboard. */

const OPERATOR = { name: 'operator', password: 'open sesame', microphone: false, camera: false };

/** A note of each sound that none of the others has. */
const SOUNDS = [
  ['Somebody joins', 523],
  ['Somebody leaves', 392],
  ['A message arrives', 880],
  ['A hand is raised', 988],
] as const;
const SOUND_NAMES = SOUNDS.map(([name]) => name);

for (const [way, handsOf] of Object.entries(HANDS)) {
  test(`sounds and notices are heard, and turned off and on ${way}`, async ({ open, server }) => {
    const ada = await open('meeting', OPERATOR);
    const { page } = ada;
    await watchOutside(page);
    await page.reload();
    await ada.enter(OPERATOR);
    await expect(ada.controls).toBeVisible();
    const hands = handsOf(page);
    const notices = page.getByRole('region', { name: 'Notifications' });

    let dialog = await openSettings(hands, 'Notifications');
    for (const [name, hz] of SOUNDS) {
      // Sounds that follow one another at once are one.
      await expect(async () => {
        await hands.press(dialog.getByRole('button', { name: `Listen: ${name}` }));
        expect(await notesOf(page)).toContain(hz);
      }).toPass();
    }
    const silenced = await turnOver(hands, dialog, [...SOUND_NAMES, 'Tell me who joins and leaves']);
    expect(silenced.map(([, on]) => on)).not.toContain(true);
    await closeSettings(hands);

    await forgetNotes(page);
    const ben = await joinFromNode(server.origin, 'meeting', 'Ben');
    await expect(ada.tile('Ben')).toBeVisible();
    await ben.userAction('setdata', ben.id, { raisehand: true });
    await ben.chat('', '', 'Hello operator');
    await expect(notices).toContainText('Hello operator');
    expect(await notesOf(page)).toEqual([]);
    await expect(notices).not.toContainText('Ben joined.');
    ben.close();
    await expect(ada.tile('Ben')).toHaveCount(0);

    dialog = await openSettings(hands, 'Notifications');
    await turnOver(hands, dialog, ['Somebody joins', 'Tell me who joins and leaves']);
    await closeSettings(hands);
    const carol = await joinFromNode(server.origin, 'meeting', 'Carol');
    try {
      await expect(notices).toContainText('Carol joined.');
      expect(await notesOf(page)).toEqual([523, 784]);
      await carol.chat('', '', 'Hello again');
      await page.reload();
      await ada.enter(OPERATOR);
      dialog = await openSettings(hands, 'Notifications');
      for (const name of SOUND_NAMES)
        await expect(dialog.getByRole('switch', { name })).toBeChecked({
          checked: name === 'Somebody joins',
        });
    } finally {
      carol.close();
    }
    expect(ada.troubles).toEqual([]);
  });

  test(`the system’s notifications and captions are turned on and off ${way}`, async ({ open, server }) => {
    const ada = await open('meeting', OPERATOR);
    const { page } = ada;
    await watchOutside(page);
    await page.reload();
    await ada.enter(OPERATOR);
    await expect(ada.controls).toBeVisible();
    const hands = handsOf(page);
    const ben = await joinFromNode(server.origin, 'meeting', 'Ben');
    const scribe = await joinFromNode(server.origin, 'meeting', 'scribe', 'quill');
    try {
      let dialog = await openSettings(hands, 'Notifications');
      const topics = ['Private messages', 'Messages that name you', 'Raised hands, if you are an operator'];
      await expect(dialog.getByRole('switch', { name: topics[0]! })).toBeDisabled();
      await hands.press(dialog.getByRole('switch', { name: 'Show notifications of the system' }));
      for (const name of topics) await expect(dialog.getByRole('switch', { name })).toBeEnabled();
      await turnOver(hands, dialog, ['Messages that name you']);
      await closeSettings(hands);

      await lookAway(page, true);
      const [adaId] = Object.entries(ben.users).find(([, { username }]) => username === 'operator')!;
      await ben.chat('', '', 'operator is named');
      await ben.chat('', adaId, 'Between us');
      await expect.poll(() => shownOutside(page)).toEqual(['Private message from Ben']);
      await ben.userAction('setdata', ben.id, { raisehand: true });
      await expect.poll(() => shownOutside(page)).toHaveLength(2);
      expect((await shownOutside(page))[1]).toBe('Ben raised a hand');
      await lookAway(page, false);
      dialog = await openSettings(hands, 'Notifications');
      await turnOver(hands, dialog, topics);
      await closeSettings(hands);
      await lookAway(page, true);
      await ben.chat('', adaId, 'Between us again');
      await ben.chat('', '', 'operator is named again');
      await expect.poll(async () => (await shownOutside(page)).slice(2)).toEqual(['Ben mentioned you']);
      await lookAway(page, false);

      const captions = page.getByRole('log', { name: 'Captions' });
      for (const [name, size] of [
        ['Large', 'large'],
        ['Small', 'small'],
      ] as const) {
        dialog = await openSettings(hands, 'Notifications');
        await hands.pick(choice(dialog, 'Size of captions', name));
        await closeSettings(hands);
        await scribe.chat('caption', '', `In ${size} letters.`);
        await expect(captions).toContainText(`In ${size} letters.`);
        await expect(captions).toHaveAttribute('data-size', size);
      }
      dialog = await openSettings(hands, 'Notifications');
      await turnOver(hands, dialog, ['Show captions']);
      await expect(captions).toHaveCount(0);
      await hands.press(dialog.getByRole('switch', { name: 'Show notifications of the system' }));
      await expect(dialog.getByRole('switch', { name: topics[0]! })).toBeDisabled();
      expect(await remembered(page)).toMatchObject({
        captions: { shown: false, size: 'small' },
        notifications: { desktop: false, desktopTopics: ['mention'] },
      });
    } finally {
      ben.close();
      scribe.close();
    }
    expect(ada.troubles).toEqual([]);
  });
}
