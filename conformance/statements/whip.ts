import assert from 'node:assert/strict';
import { standardGroup } from '../groups.ts';
import type { Actor } from '../dialects/actor.ts';
import { GaleneActor } from '../dialects/galene.ts';
import { NativeActor } from '../dialects/native.ts';
import type { Answer, Question } from '../http.ts';
import { BrowserOffer, freshIce, type IceCredentials } from '../media/browser-offer.ts';
import { DownStream } from '../media/down-stream.ts';
import { Peer } from '../media/peer.ts';
import { candidatesOf, iceOf, sectionsOf } from '../media/sdp.ts';
import { CAMERA, requireMedia } from '../media/up-stream.ts';
import type { Stage } from '../stage.ts';
import { inMinutes } from './admin-api.ts';
import { request } from './subscribing.ts';
import type { Statement } from './statement.ts';

const BOTH = ['galene', 'native'] as const;

const FRAGMENT = 'application/trickle-ice-sdpfrag';

/** Streams of encoders by HTTP. @see RFC 9725 */
export const WHIP_STATEMENTS: readonly Statement[] = [
  {
    id: 'C15',
    title: 'The endpoint says what it takes, and names the ICE servers that members are told',
    dialects: BOTH,
    leavesOut: 'servers with credentials before a stream is accepted: others than Galène may keep those back',
    async run(stage) {
      const group = await stage.group();
      const { status, headers } = await stage.http(`/group/${group}/.whip`, { method: 'OPTIONS' });
      assert.equal(status, 200);
      assert.deepEqual(listOf(headers['access-control-allow-methods']), ['OPTIONS', 'POST']);
      assert.deepEqual(listOf(headers['access-control-allow-headers']), ['Authorization', 'Content-Type']);
      assert.ok(listOf(headers['access-control-expose-headers']).includes('Link'));
      const urls = iceUrls(await stage.member(group, 'alice'));
      const told = linksOf(headers['link']);
      // Credentials are nobody's business who may not publish; Galène tells them all the same.
      const open = urls.filter((url) => !/^turns?:/.test(url));
      if (stage.target.isReference || told.length !== open.length) assert.deepEqual(addressesOf(told), urls);
      else assert.deepEqual(addressesOf(told), open);

      const created = await post(stage, group, { body: new BrowserOffer(...CAMERA).sdp(freshIce()) });
      assert.equal(created.status, 201, created.text);
      const links = linksOf(created.headers['link']);
      assert.deepEqual(addressesOf(links), urls);
      for (const { url, attributes } of links) {
        assert.match(attributes, /rel="ice-server"/);
        if (/^turns?:/.test(url)) {
          assert.match(attributes, /username="[^"]+"; *credential="([^"\\]|\\.)+"/);
          assert.match(attributes, /credential-type="password"/);
        }
      }
      const { location = '' } = created.headers;
      assert.equal((await stage.http(location, { method: 'DELETE' })).status, 200);
      const other = await stage.http(`/group/${group}/.whip`, { method: 'PUT' });
      assert.equal(other.status, 405);
    },
  },
  {
    id: 'C16',
    title: 'An offer has the media type of a session description, and no parameters',
    dialects: BOTH,
    async run(stage) {
      const group = await stage.group();
      for (const type of ['text/plain', 'application/sdp; charset=utf-8', 'application/json']) {
        const { status, headers } = await post(stage, group, {
          body: new BrowserOffer(...CAMERA).sdp(freshIce()),
          headers: { 'content-type': type },
        });
        assert.equal(status, 415, type);
        assert.equal(headers['accept'], 'application/sdp', type);
      }
    },
  },
  {
    id: 'C17',
    title: 'A stream is taken, and answered with all that is needed to connect',
    dialects: BOTH,
    async run(stage) {
      requireMedia(stage);
      const group = await stage.group();
      const peer = peerOf(stage);
      const { status, headers, text } = await post(stage, group, { body: peer.offer(CAMERA) });
      assert.equal(status, 201, text);
      assert.equal(headers['content-type'], 'application/sdp');
      assert.match(headers.etag ?? '', /^"[^"]+"$/);
      assert.match(headers.location ?? '', new RegExp(`^/group/${group}/\\.whip/[\\w-]{16,}$`));
      const exposed = listOf(headers['access-control-expose-headers']);
      for (const header of ['Location', 'Content-Type', 'Link', 'ETag']) assert.ok(exposed.includes(header));
      const sections = sectionsOf(text);
      assert.deepEqual(
        sections.map(({ kind, mid, direction }) => [kind, mid, direction]),
        [
          ['audio', '0', 'recvonly'],
          ['video', '1', 'recvonly'],
        ],
      );
      assert.ok(candidatesOf(text).length > 0, 'it has candidates');
      assert.match(text, /^a=end-of-candidates\r?$/m);
      peer.acceptAnswer(text);
      await peer.connected();
    },
  },
  {
    id: 'C18',
    title: 'Who may not present publishes nothing, and is told why',
    dialects: BOTH,
    async run(stage) {
      const open = await stage.group();
      const closed = await stage.group(standardGroup({ 'wildcard-user': undefined }));
      const quiet = await stage.group(
        standardGroup({ 'wildcard-user': { password: { type: 'wildcard' }, permissions: 'message' } }),
      );
      const mute = await invitation(stage, open, { permissions: ['message'] });
      for (const { group, bearer, expected } of [
        { group: closed, expected: 401 },
        { group: quiet, expected: 403 },
        { group: open, bearer: mute, expected: 403 },
        { group: open, bearer: 'no-such-token', expected: 404 },
      ]) {
        const { status } = await post(stage, group, {
          body: new BrowserOffer(...CAMERA).sdp(freshIce()),
          ...(bearer !== undefined && { bearer }),
        });
        assert.equal(status, expected, `${group} with ${bearer ?? 'nothing'}`);
      }
    },
  },
  {
    id: 'C19',
    title: 'A publisher is a member as others are, with one stream that has no label',
    dialects: BOTH,
    leavesOut: 'the stream, in the native dialect',
    async run(stage) {
      const group = await stage.group();
      const bearer = await invitation(stage, group, { permissions: ['present'], username: 'encoder' });
      for (const { expected, credentials } of [
        { expected: 'whip', credentials: {} },
        { expected: 'encoder', credentials: { bearer } },
      ]) {
        requireMedia(stage);
        const reader = await stage.member(group, 'bob');
        const session = await publish(stage, group, credentials);
        const { id, username, permissions } = await reader.inbox.take('user', ({ kind }) => kind === 'add');
        assert.equal(username, expected);
        assert.ok(permissions?.includes('present'));
        if (reader instanceof GaleneActor) await expectStream(stage, reader, { id, username });
        await session.remove();
        const gone = await reader.inbox.take('user', ({ kind }) => kind === 'delete');
        assert.equal(gone.id, id);
      }
    },
  },
  {
    id: 'C20',
    title: 'Candidates are added, ICE is restarted, and old tags are refused',
    dialects: BOTH,
    async run(stage) {
      const group = await stage.group();
      const ice = freshIce();
      const created = await post(stage, group, { body: new BrowserOffer(...CAMERA).sdp(ice) });
      assert.equal(created.status, 201, created.text);
      const at = created.headers.location ?? '';
      const etag = created.headers.etag ?? '';
      const patch = (credentials: IceCredentials, headers: Record<string, string> = {}) =>
        stage.http(at, {
          method: 'PATCH',
          headers: { 'content-type': FRAGMENT, ...headers },
          body: fragment(credentials),
        });

      assert.equal((await patch(ice)).status, 204);
      assert.equal((await patch(ice, { 'if-match': etag })).status, 204);
      assert.equal((await patch(ice, { 'if-match': '"stale"' })).status, 412);
      const mistyped = await patch(ice, { 'content-type': 'text/plain' });
      assert.deepEqual([mistyped.status, mistyped.headers['accept']], [415, FRAGMENT]);

      const restarted = await patch(freshIce(), { 'if-match': etag });
      assert.equal(restarted.status, 200, restarted.text);
      assert.equal(restarted.headers['content-type'], FRAGMENT);
      assert.notEqual(iceOf(restarted.text).ufrag, iceOf(created.text).ufrag);
      const renewed = restarted.headers.etag ?? '';
      assert.match(renewed, /^"[^"]+"$/);
      assert.notEqual(renewed, etag);
      const body = { method: 'DELETE' } as const;
      assert.equal((await stage.http(at, { ...body, headers: { 'if-match': etag } })).status, 412);
      assert.equal((await stage.http(at, { ...body, headers: { 'if-match': renewed } })).status, 200);
    },
  },
  {
    id: 'C21',
    title: 'A session that was made with a token belongs to who has the token',
    dialects: BOTH,
    async run(stage) {
      const group = await stage.group();
      const bearer = await invitation(stage, group, { permissions: ['present'] });
      const other = await invitation(stage, group, { permissions: ['present'] });
      const created = await post(stage, group, {
        body: new BrowserOffer(...CAMERA).sdp(freshIce()),
        bearer,
      });
      assert.equal(created.status, 201, created.text);
      const at = created.headers.location ?? '';
      const remove = (credentials: Question) => stage.http(at, { method: 'DELETE', ...credentials });
      assert.equal((await remove({})).status, 403, 'without the token');
      assert.equal((await remove({ bearer: other })).status, 403, 'with another token');
      const removed = await remove({ bearer });
      assert.deepEqual([removed.status, removed.text], [200, '']);
      assert.equal((await remove({ bearer })).status, 404, 'again');
    },
  },
  {
    id: 'C22',
    title: "The session's address does not follow from what others see of the publisher",
    dialects: BOTH,
    async run(stage) {
      const group = await stage.group();
      const reader = await stage.member(group, 'bob');
      const created = await post(stage, group, { body: new BrowserOffer(...CAMERA).sdp(freshIce()) });
      assert.equal(created.status, 201, created.text);
      const { id } = await reader.inbox.take('user', ({ kind }) => kind === 'add');
      const at = created.headers.location ?? '';
      assert.ok(!at.includes(id), `${id} in ${at}`);
      const guessed = await stage.http(`/group/${group}/.whip/${id}`, { method: 'DELETE' });
      assert.ok([404, 403].includes(guessed.status), `${guessed.status} for the id as a session`);
      assert.equal((await stage.http(at, { method: 'DELETE' })).status, 200);
    },
  },
];

/** Posts an offer to a group's endpoint. */
function post(stage: Stage, group: string, question: Question): Promise<Answer> {
  const headers = { 'content-type': 'application/sdp', ...question.headers };
  return stage.http(`/group/${group}/.whip`, { method: 'POST', ...question, headers });
}

/** Publishes a camera whose packets flow. */
async function publish(
  stage: Stage,
  group: string,
  credentials: Question,
): Promise<{ remove: () => Promise<void> }> {
  const peer = peerOf(stage);
  const { status, headers, text } = await post(stage, group, { body: peer.offer(CAMERA), ...credentials });
  assert.equal(status, 201, text);
  peer.acceptAnswer(text);
  peer.send();
  await peer.connected();
  return {
    async remove() {
      const { location = '' } = headers;
      assert.equal((await stage.http(location, { method: 'DELETE', ...credentials })).status, 200);
    },
  };
}

function peerOf(stage: Stage): Peer {
  const peer = new Peer();
  stage.atEnd(() => {
    peer.close();
  });
  return peer;
}

/** That the stream of a publisher is offered, and flows. */
async function expectStream(
  stage: Stage,
  reader: GaleneActor,
  publisher: { readonly id: string; readonly username: string },
): Promise<void> {
  request(reader, { '': ['audio', 'video'] });
  const offer = await DownStream.offered(reader);
  const { id, username } = publisher;
  assert.deepEqual(
    { source: offer.source, username: offer.username, label: offer.label ?? '' },
    { source: id, username, label: '' },
  );
  const down = DownStream.answer(stage, reader, offer);
  down.keepAnswering();
  await down.receives('a');
  await down.receives('v');
}

/** A token for a group, made by its administrator. */
async function invitation(
  stage: Stage,
  group: string,
  draft: { readonly permissions: readonly string[]; readonly username?: string },
): Promise<string> {
  const body = { ...draft, expires: inMinutes(10) };
  const { status, headers } = await stage.api(`.groups/${group}/.tokens/`, { method: 'POST', body });
  assert.equal(status, 201);
  return headers.location ?? '';
}

/** A candidate, with the credentials that it belongs to. @see RFC 8840, section 9 */
function fragment({ ufrag, pwd }: IceCredentials): string {
  return [
    `a=ice-ufrag:${ufrag}`,
    `a=ice-pwd:${pwd}`,
    'm=audio 9 UDP/TLS/RTP/SAVPF 111',
    'a=mid:0',
    'a=candidate:1 1 udp 2130706431 127.0.0.1 9 typ host',
    'a=end-of-candidates',
    '',
  ].join('\r\n');
}

/** Addresses of the ICE servers that a member was told, in their order. */
function iceUrls(member: Actor): string[] {
  const welcomes =
    member instanceof GaleneActor || member instanceof NativeActor
      ? member.raw.flatMap((message) => ('rtcConfiguration' in message ? [message.rtcConfiguration] : []))
      : [];
  return welcomes[0]?.iceServers?.flatMap(({ urls }) => urls) ?? [];
}

interface Link {
  readonly url: string;
  readonly attributes: string;
}

function addressesOf(links: readonly Link[]): string[] {
  return links.map(({ url }) => url);
}

/** @see RFC 8288 */
function linksOf(header: string | string[] | undefined): Link[] {
  const text = Array.isArray(header) ? header.join(', ') : (header ?? '');
  return [...text.matchAll(/<([^>]*)>((?:; *[\w-]+="(?:[^"\\]|\\.)*")*)/g)].map(
    ([, url = '', attributes = '']) => ({ url, attributes }),
  );
}

function listOf(header: string | string[] | undefined): string[] {
  return String(header ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
