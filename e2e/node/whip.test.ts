import { GroupName } from '@evagore/shared';
import datachannel, { type PeerConnection } from 'node-datachannel';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Group } from '../../server/core/group.ts';
import type { TestClient } from '../../server/doors/testing/client.ts';
import { rtpHeader, rtpPacket, vp8KeyFrame } from '../../server/media/testing/rtp.ts';
import { offerOf } from '../../server/sdp/testing/exchange.ts';
import { House } from '../support/house.ts';

/** Encoders and players over HTTP against a whole server, with real ICE, DTLS and RTP. */

const STUDIO = GroupName.parse('studio');
const SDP = 'application/sdp';
const FRAGMENT = 'application/trickle-ice-sdpfrag';

let house: House;
const open: { close(): void }[] = [];

beforeAll(async () => {
  house = await House.open({
    groups: {
      studio: {
        codecs: ['vp8', 'h264', 'opus'],
        users: { olga: { password: 'olga', permissions: 'op' } },
        'wildcard-user': { password: { type: 'wildcard' }, permissions: 'present' },
      },
      closed: { users: { whip: { password: 'secret', permissions: 'present' } } },
      silent: { 'wildcard-user': { password: { type: 'wildcard' }, permissions: 'message' } },
    },
    files: {
      'data/ice-servers.json': [{ urls: ['turn:turn.example'], username: 'u', credential: 'c' }],
      'data/config.json': {
        writableGroups: true,
        users: { root: { password: 'toor', permissions: 'admin' } },
      },
    },
    config: { pageRequestsPerMinute: 1_000_000 },
  });
});
afterEach(async () => {
  for (const each of open.splice(0)) each.close();
  for (const member of [...(house.server.conference.group(STUDIO)?.members.values() ?? [])])
    member.remove({ code: 'kicked' });
  await house.empty();
});
afterAll(() => house.close());

function studio(): Group {
  return house.server.conference.group(STUDIO)!;
}

interface Sent {
  readonly type?: string;
  readonly body?: string;
  readonly token?: string | undefined;
  readonly headers?: Record<string, string>;
}

function send(what: string, { type, body, token, headers }: Sent = {}): Promise<Response> {
  const [method = '', path = ''] = what.split(' ');
  return fetch(`${house.origin}${path}`, {
    method,
    headers: {
      ...(type !== undefined && { 'content-type': type }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(body !== undefined && { body }),
  });
}

const post = (endpoint: string, body: string, token?: string) =>
  send(`POST ${endpoint}`, { type: SDP, body, token });

/** One VP8 track, sent or received: the library that OBS speaks WHIP with. */
class Peer {
  readonly offer: string;
  readonly sources = new Map<number, number>();
  #sequence = 0;
  readonly #ssrc: number;
  readonly #pc: PeerConnection;
  readonly #track;

  constructor(direction: 'SendOnly' | 'RecvOnly', { ssrc = 1001, payloadType = 96 } = {}) {
    this.#ssrc = ssrc;
    this.#pc = new datachannel.PeerConnection('encoder', {
      iceServers: [],
      disableAutoNegotiation: true,
      forceMediaTransport: true,
      bindAddress: '127.0.0.1',
    });
    open.push(this);
    const video = new datachannel.Video('video', direction);
    video.addVP8Codec(payloadType);
    if (direction === 'SendOnly') video.addSSRC(ssrc, 'encoder', 'stream', 'track');
    this.#track = this.#pc.addTrack(video);
    this.#track.onMessage((packet) => {
      const header = rtpHeader(packet);
      if (header?.payloadType !== payloadType) return;
      this.sources.set(header.ssrc, (this.sources.get(header.ssrc) ?? 0) + 1);
    });
    this.#pc.setLocalDescription('offer');
    this.offer = this.#pc.localDescription()?.sdp ?? '';
  }

  get isConnected(): boolean {
    return this.#pc.state() === 'connected' && this.#track.isOpen();
  }

  async accept(answer: string): Promise<void> {
    this.#pc.setRemoteDescription(answer, 'answer');
    await expect.poll(() => this.isConnected, { timeout: 15_000 }).toBe(true);
  }

  /** Sends key frames until something has come about. */
  async sendUntil(done: () => boolean): Promise<void> {
    await expect
      .poll(
        () => {
          this.#sequence += 1;
          const [sequence, ssrc] = [this.#sequence, this.#ssrc];
          const header = { payloadType: 96, sequence, ssrc, timestamp: sequence * 3000 };
          this.#track.sendMessageBinary(rtpPacket(header, vp8KeyFrame(200)));
          return done();
        },
        { timeout: 15_000, interval: 10 },
      )
      .toBe(true);
  }

  close(): void {
    this.#pc.close();
  }
}

/** Publishes, and is connected. */
async function publish(ssrc = 1001, token?: string) {
  const peer = new Peer('SendOnly', { ssrc });
  const response = await post('/group/studio/.whip', peer.offer, token);
  expect(response.status).toBe(201);
  await peer.accept(await response.text());
  return { peer, location: response.headers.get('location') ?? '', etag: response.headers.get('etag') ?? '' };
}

/** Waits until a client learns that somebody has come. @returns their id */
async function seen(client: TestClient, username: string): Promise<string> {
  const isWanted = (each: { username: string }) => each.username === username;
  const { added = [] } = await client.heard('users', (message) => message.added?.some(isWanted) === true);
  return added.find(isWanted)!.id;
}

describe('An encoder', () => {
  it('publishes until it says that it ends, and everybody sees it come and go', async () => {
    const ada = await house.join('studio', 'ada');
    const { location } = await publish();
    const id = await seen(ada, 'whip');
    expect([...studio().streams.keys()]).toEqual([id]);
    expect((await send(`DELETE ${location}`)).status).toBe(200);
    await ada.heard('users', ({ removed = [] }) => removed.some((each) => each.id === id));
    expect((await send(`DELETE ${location}`)).status).toBe(404);
  });

  it('is sent away by an operator', async () => {
    const olga = await house.join('studio', 'olga', 'olga');
    const { location } = await publish();
    const id = await seen(olga, 'whip');
    const chat = { type: 'chat', kind: '', dest: id, value: 'hello' };
    expect(await olga.refusal(chat)).toBe('not-possible');
    expect(await olga.refusal({ type: 'useraction', kind: 'unpresent', dest: id })).toBe('not-possible');
    expect(await olga.refusal({ type: 'useraction', kind: 'kick', dest: id })).toBeUndefined();
    expect((await send(`OPTIONS ${location}`)).status).toBe(404);
  });

  it('shows a token that was made for it, and nobody else ends its session', async () => {
    const made = await send('POST /galene-api/v0/.groups/studio/.tokens/', {
      type: 'application/json',
      body: JSON.stringify({
        permissions: ['present'],
        username: 'camera 1',
        expires: new Date(Date.now() + 600_000).toISOString(),
      }),
      headers: { authorization: `Basic ${Buffer.from('root:toor').toString('base64')}` },
    });
    const token = made.headers.get('location') ?? '';
    const { location } = await publish(1001, token);
    const [member] = studio().members.values();
    expect(member?.username).toBe('camera 1');
    expect((await send(`DELETE ${location}`)).status).toBe(403);
    expect((await send(`DELETE ${location}`, { token: `${token}x` })).status).toBe(403);
    expect((await send(`DELETE ${location}`, { token })).status).toBe(200);
    expect(house.lines.join('')).not.toContain(token);
    expect(house.lines.join('')).not.toContain(location.split('/').at(-1));
  });

  it('begins ICE anew, by which its old way is none any more', async () => {
    const { etag, location } = await publish();
    const patch = (ufrag: string, ifMatch: string) =>
      send(`PATCH ${location}`, {
        type: FRAGMENT,
        body: `a=ice-ufrag:${ufrag}\r\na=ice-pwd:0123456789abcdefghijkl\r\n`,
        headers: { 'if-match': ifMatch },
      });
    const answer = await patch('fresh', etag);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('etag')).not.toBe(etag);
    expect(await answer.text()).toMatch(/^a=ice-lite\r\na=ice-ufrag:\S+\r\na=ice-pwd:\S+\r\nm=video/);
    expect((await patch('fresh', etag)).status).toBe(412);
    expect((await patch('fresh', answer.headers.get('etag') ?? '')).status).toBe(204);
    await send(`DELETE ${location}`);
  });

  it.each([
    'chromium-camera',
    'chromium-simulcast',
    'firefox-camera',
    'safari-camera',
    'obs',
    'gstreamer',
    'pion',
  ] as const)('is understood: %s', async (name) => {
    const response = await post('/group/studio/.whip', offerOf(name));
    const answer = await response.text();
    expect(response.status, answer).toBe(201);
    const [stream] = studio().streams.values();
    const offered = offerOf(name).match(/^m=(audio|video) /gm)?.length;
    expect(stream?.tracks).toHaveLength(offered ?? 0);
    expect(answer.match(/^a=recvonly/gm)).toHaveLength(offered ?? 0);
    expect((await send(`DELETE ${response.headers.get('location') ?? ''}`)).status).toBe(200);
    expect(house.errors).toEqual([]);
  });

  it.each([
    ['/group/nowhere/.whip', 404, undefined],
    ['/group/closed/.whip', 401, undefined],
    ['/group/closed/.whip', 404, 'no-such-token'],
    ['/group/closed/.whip', 401, 'no.jwt.really'],
    ['/group/silent/.whip', 403, undefined],
    ['/group/studio/.whips', 404, undefined],
  ])('is refused at %s by %i with token %s', async (endpoint, status, token) => {
    const response = await post(endpoint, offerOf('obs'), token);
    expect(response.status).toBe(status);
    if (status !== 404 || token !== undefined) {
      expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    }
  });

  it('is refused for a body that is too long, before it is looked at', async () => {
    const response = await post('/group/studio/.whip', 'x'.repeat(65_537));
    expect(response.status).toBe(413);
  });

  it('learns of TURN servers if it may come in', async () => {
    const link = async (group: string) => (await send(`OPTIONS /group/${group}/.whip`)).headers.get('link');
    expect(await link('studio')).toBe(
      '<turn:turn.example>; rel="ice-server"; username="u"; credential="c"; credential-type="password"',
    );
    expect(await link('closed')).toBeNull();
  });
});

describe('A player', () => {
  it.each([
    ["the room's payload types", 96],
    ['others', 120],
  ])('receives what an encoder sends, by %s', async (_, payloadType) => {
    const { peer: encoder } = await publish();
    const player = new Peer('RecvOnly', { payloadType });
    const response = await post('/group/studio/.whep', player.offer);
    const answer = await response.text();
    expect(response.status, answer).toBe(201);
    expect(answer).toContain(`a=rtpmap:${payloadType} VP8/90000`);
    expect(answer).not.toContain('a=ssrc');
    await player.accept(answer);
    await encoder.sendUntil(() => [...player.sources.values()].some((count) => count > 20));
    expect((await send(`DELETE ${response.headers.get('location') ?? ''}`)).status).toBe(200);
  });

  it('receives one after the other in the same line', async () => {
    const { peer: first, location } = await publish(1001);
    const player = new Peer('RecvOnly');
    const response = await post('/group/studio/.whep', player.offer);
    await player.accept(await response.text());
    await first.sendUntil(() => player.sources.size === 1);
    const { peer: second } = await publish(2001);
    await send(`DELETE ${location}`);
    await second.sendUntil(() => player.sources.size === 2);
  });

  it('watches a stream by its name, and nothing that is not there', async () => {
    await publish();
    const [id] = studio().streams.keys();
    const found = await post(`/group/studio/.whep/${id ?? ''}?layer=low`, offerOf('chromium-receiving'));
    expect(found.status).toBe(201);
    // Whoever comes next in the line may have another codec.
    const answer = await found.text();
    for (const codec of ['VP8', 'H264'])
      expect(answer).toMatch(new RegExp(`^a=rtpmap:\\d+ ${codec}/90000`, 'm'));
    await send(`DELETE ${found.headers.get('location') ?? ''}`);
    expect((await post('/group/studio/.whep/nothing', offerOf('firefox-receiving'))).status).toBe(404);
  });

  it('loses its session with the media worker, as does the encoder', async () => {
    const { location } = await publish();
    const response = await post('/group/studio/.whep', offerOf('chromium-receiving'));
    const session = response.headers.get('location') ?? '';
    const [worker] = house.server.media.workers();
    process.kill(worker!.pid, 'SIGKILL');
    for (const address of [location, session]) {
      await expect.poll(async () => (await send(`OPTIONS ${address}`)).status, { timeout: 10_000 }).toBe(404);
    }
    await expect.poll(() => house.server.media.workers().length, { timeout: 10_000 }).toBe(1);
    await publish();
  });
});
