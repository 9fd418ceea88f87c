import { expect, test } from './support/test.ts';

test('the meeting goes on after its media worker was killed', async ({ join, server }) => {
  const ada = await join('meeting', { name: 'Ada' });
  const bob = await join('meeting', { name: 'Bob', camera: false });
  await bob.expectMedia({ videoTracks: 1 });

  for (const pid of await server.workers()) process.kill(pid, 'SIGKILL');

  await expect(async () => {
    const { peerConnections, videoTracks } = await bob.received();
    expect({ peerConnections, videoTracks }).toEqual({ peerConnections: 2, videoTracks: 1 });
  }).toPass();
  await bob.expectMedia({ videoTracks: 1 });
  await expect(ada.tile('Bob')).toBeVisible();
  await ada.write('still here');
  await bob.openPanel('Chat');
  await expect(bob.chatLog).toContainText('still here');
});

test('whoever says nonsense harms nobody else', async ({ join, server, page }) => {
  const ada = await join('meeting', { name: 'Ada', camera: false });
  const url = server.origin.replace('https', 'wss') + '/ws';
  await page.goto(server.origin);
  const closeCodes = await page.evaluate(async (address) => {
    const nonsense = ['{', '[]', '{"type":"join"}', 'x'.repeat(2_000_000), '"\u0000"'];
    return Promise.all(
      nonsense.map(
        (text) =>
          new Promise<number>((resolve) => {
            const socket = new WebSocket(address);
            socket.onopen = () => {
              socket.send(text);
            };
            socket.onclose = (event) => {
              resolve(event.code);
            };
          }),
      ),
    );
  }, url);
  expect(closeCodes).toEqual([1002, 1002, 1002, 1009, 1002]);
  await ada.write('nothing happened');
  await expect(ada.chatLog).toContainText('nothing happened');
});
