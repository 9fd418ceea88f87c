import { measureMedia } from './support/media-matrix.ts';
import { expect, test } from './support/test.ts';

test('two people see, hear and write to each other', async ({ join }) => {
  const ada = await join('meeting', { name: 'Ada' });
  const bob = await join('meeting', { name: 'Bob' });

  await expect(ada.tile('Bob')).toBeVisible();
  await expect(bob.tile('Ada')).toBeVisible();
  await ada.expectMedia({ videoTracks: 1 });
  await bob.expectMedia({ videoTracks: 1 });
  await expect(ada.tile('Bob').locator('video')).toHaveJSProperty('paused', false);

  await measureMedia('our client × our server', () => bob.received());
  const { peerConnections, srtpCipher } = await ada.received();
  expect(peerConnections, 'one to send and one to receive').toBe(2);
  expect(srtpCipher).toMatch(/^SRTP_AEAD_AES_\d+_GCM$/);

  await ada.write('Hello Bob');
  await bob.openPanel('Chat');
  await expect(bob.chatLog).toContainText('Hello Bob');
  await bob.write('/me waves');
  await expect(ada.chatLog).toContainText('waves');
  expect(ada.troubles).toEqual([]);
  expect(bob.troubles).toEqual([]);
});

test('a third person finds everybody and the chat, and disappears when leaving', async ({ join }) => {
  const ada = await join('meeting', { name: 'Ada' });
  const bob = await join('meeting', { name: 'Bob' });
  await ada.write('written before Cleo came');

  const cleo = await join('meeting', { name: 'Cleo', camera: false });
  await cleo.expectMedia({ videoTracks: 2 });
  await cleo.openPanel('Chat');
  await expect(cleo.chatLog).toContainText('written before Cleo came');
  await expect(ada.tiles).toHaveCount(3);

  await cleo.control('Leave').click();
  await expect(ada.tile('Cleo')).toHaveCount(0, { timeout: 1000 });
  await expect(bob.tile('Cleo')).toHaveCount(0, { timeout: 1000 });

  await bob.vanish();
  await expect(ada.tile('Bob')).toHaveCount(0, { timeout: 1000 });
});

test('what is muted is not heard, and everybody sees it', async ({ join }) => {
  const ada = await join('meeting', { name: 'Ada', camera: false });
  const bob = await join('meeting', { name: 'Bob' });
  await expect.poll(async () => (await bob.received()).audioEnergy).toBeGreaterThan(0);

  await ada.control('Microphone').click();
  await expect(bob.page.getByLabel('Ada, muted')).toBeVisible();
  // What was on its way has arrived by then.
  await expect
    .poll(async () => {
      const before = await bob.received();
      await bob.page.waitForTimeout(500);
      return (await bob.received()).audioEnergy - before.audioEnergy;
    })
    .toBeLessThan(1e-6);

  await ada.control('Microphone').click();
  await expect(bob.page.getByLabel('Ada', { exact: true })).toBeVisible();
  const silent = await bob.received();
  await expect.poll(async () => (await bob.received()).audioEnergy).toBeGreaterThan(silent.audioEnergy);
});

test('the camera can be turned off and on again', async ({ join }) => {
  const ada = await join('meeting', { name: 'Ada' });
  const bob = await join('meeting', { name: 'Bob', camera: false });
  await expect(bob.tile('Ada').locator('video')).toBeVisible();

  await ada.control('Camera').click();
  await expect(bob.tile('Ada').locator('video')).toHaveCount(0);
  await ada.control('Camera').click();
  await expect(bob.tile('Ada').locator('video')).toBeVisible();
  await bob.expectMedia({ videoTracks: 1 });
});

test('a shared screen is seen, in the middle, until sharing stops', async ({ join }) => {
  const ada = await join('meeting', { name: 'Ada', camera: false });
  const bob = await join('meeting', { name: 'Bob', camera: false });

  await ada.control('Share a screen').click();
  const screen = bob.page.locator('article[data-kind="screen"]');
  await expect(screen).toBeVisible();
  await expect(screen.locator('video')).toHaveJSProperty('paused', false);
  await bob.expectMedia({ videoTracks: 1 });
  const [screenBox, faceBox] = [await screen.boundingBox(), await bob.tile('Ada').boundingBox()];
  expect(screenBox!.width).toBeGreaterThan(2 * faceBox!.width);

  await ada.control('Share a screen').click();
  await expect(screen).toHaveCount(0);
});
