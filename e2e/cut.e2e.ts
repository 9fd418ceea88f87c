import { chromium, expect, test } from '@playwright/test';
import { canMakeNamespaces, Namespace } from './support/namespace.ts';
import { Participant } from './support/participant.ts';
import { TestServer } from './support/server.ts';

/** One of two people loses the network, without anybody being told, and gets it back. */

const GROUPS = {
  meeting: {
    users: { operator: { password: 'open sesame', permissions: 'op' } },
    'wildcard-user': { password: { type: 'wildcard' }, permissions: 'present' },
  },
};

test.skip(!canMakeNamespaces(), 'needs root on Linux, to cut a network');

for (const seconds of [5, 30]) {
  test(`the network is cut for ${seconds} s between two people`, async ({ browser, launchOptions }) => {
    test.setTimeout(180_000);
    const space = await Namespace.open();
    const server = await TestServer.start(GROUPS, { address: space.address });
    const away = await chromium.launch({
      ...launchOptions,
      executablePath: await space.wrapper(launchOptions.executablePath ?? chromium.executablePath()),
    });
    try {
      const url = server.group('meeting');
      const ada = await Participant.join(browser, url, { name: 'Ada' });
      const bob = await Participant.join(away, url, {
        name: 'operator',
        password: 'open sesame',
        contextOptions: { ignoreHTTPSErrors: true, permissions: ['camera', 'microphone'], locale: 'en-GB' },
      });
      for (const person of [ada, bob]) await person.expectMedia({ videoTracks: 1 });
      for (const person of [ada, bob]) await person.openPanel('Chat');
      await bob.write('before the cut');
      await expect(ada.chatLog).toContainText('before the cut');
      const tiles = await ada.tileNames();

      space.cut();
      const cutAt = performance.now();
      await ada.write('during the cut');
      // A short cut may pass before anybody has noticed.
      if (seconds > 10) await expect(ada.reconnecting('operator')).toBeVisible({ timeout: 12_000 });
      const noticedMs = performance.now() - cutAt;
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, seconds * 1000 - noticedMs)));
      const framesAtMend = (await ada.received()).framesDecoded;
      space.mend();
      const mendedAt = performance.now();

      await expect(bob.chatLog).toContainText('during the cut', { timeout: 30_000 });
      const chatMs = performance.now() - mendedAt;
      await expect(ada.reconnecting('operator')).toBeHidden();
      await expect
        .poll(async () => (await ada.received()).framesDecoded, { timeout: 30_000 })
        .toBeGreaterThan(framesAtMend + 5);
      const mediaMs = performance.now() - mendedAt;
      for (const person of [ada, bob]) await person.expectMedia({ videoTracks: 1 });

      await bob.write('after the cut');
      await expect(ada.chatLog).toContainText('after the cut');
      for (const text of ['before the cut', 'during the cut', 'after the cut']) {
        for (const person of [ada, bob])
          await expect(person.chatLog.getByText(text, { exact: true })).toHaveCount(1);
      }
      expect(await ada.tileNames()).toEqual(tiles);
      // The role has stayed: an operator can still act on others.
      await bob.openPanel('People');
      await expect(bob.page.getByRole('button', { name: 'Actions for Ada' })).toBeVisible();
      console.log(
        `cut for ${seconds} s${seconds > 10 ? `, shown to the other after ${(noticedMs / 1000).toFixed(1)} s` : ''}; after the mending, chat was there in ${(chatMs / 1000).toFixed(1)} s and pictures in ${(mediaMs / 1000).toFixed(1)} s`,
      );
    } finally {
      await away.close();
      await server.stop();
      await space.close();
    }
  });
}
