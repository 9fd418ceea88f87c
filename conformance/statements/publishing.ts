import assert from 'node:assert/strict';
import { standardGroup } from '../groups.ts';
import { BrowserOffer, freshIce } from '../media/browser-offer.ts';
import { activeSections, bundleOf, iceOf, sectionsOf } from '../media/sdp.ts';
import type { Stage } from '../stage.ts';
import type { Statement } from './statement.ts';

/** The native dialect has no SDP: media is set up there by other messages. */
const GALENE = ['galene'] as const;

/** Messages about streams. */
const STREAM_MESSAGES = ['offer', 'answer', 'ice', 'close', 'abort', 'renegotiate'];

const CAMERA = [{ kind: 'audio' }, { kind: 'video' }] as const;

/** How streams are offered to a server, as far as it can be asked without any media. */
export const PUBLISHING_STATEMENTS: readonly Statement[] = [
  {
    id: 'C90',
    title: 'A stream of one who may not present is refused',
    dialects: GALENE,
    async run(stage) {
      const group = await stage.group();
      for (const username of ['obs', 'msg']) {
        const actor = await stage.galeneMember(group, username);
        const sdp = new BrowserOffer(...CAMERA).sdp(freshIce());
        actor.sendMedia({ type: 'offer', kind: '', id: 'a-stream', label: 'camera', sdp });
        assert.equal((await actor.inbox.take('aborted')).id, 'a-stream');
        assert.equal((await actor.inbox.take('refused')).text, 'not authorised');
        await actor.settled();
        assert.deepEqual(actor.inbox.all('answer'), []);
      }
    },
  },
  {
    id: 'C91',
    title: 'A message about a stream names it, and ice has a candidate',
    dialects: GALENE,
    async run(stage) {
      const group = await stage.group();
      const sdp = new BrowserOffer(...CAMERA).sdp(freshIce());
      const candidate = { candidate: 'candidate:1 1 udp 1 127.0.0.1 9 typ host', sdpMid: '0' };
      for (const { message, reason } of [
        ...STREAM_MESSAGES.map((type) => ({ message: { type, id: '', sdp, candidate }, reason: 'empty id' })),
        { message: { type: 'ice', id: 'a-stream', candidate: null }, reason: 'null candidate' },
        { message: { type: 'ice', id: 'a-stream' }, reason: 'null candidate' },
      ]) {
        const alice = await stage.galeneMember(group, 'alice');
        alice.sendMedia(message);
        assert.equal((await alice.inbox.take('refused')).text, reason, message.type);
        const { code, reason: told } = await alice.inbox.take('closed');
        assert.deepEqual([code, told], [1002, reason], message.type);
      }
    },
  },
  {
    id: 'C92',
    title:
      'The answer has the sections of the offer, receives in all of them, and takes codecs of the group alone',
    dialects: GALENE,
    async run(stage) {
      for (const { codecs, audio, video } of [
        { codecs: undefined, audio: ['opus'], video: ['vp8'] },
        { codecs: ['vp9', 'g722'], audio: ['g722'], video: ['vp9'] },
        { codecs: ['h264', 'vp8', 'pcmu', 'opus'], audio: ['opus', 'pcmu'], video: ['vp8', 'h264'] },
      ]) {
        const file = codecs === undefined ? {} : { codecs };
        const alice = await stage.galeneMember(await stage.group(standardGroup(file)), 'alice');
        for (const rids of [undefined, ['h', 'l']]) {
          const lines = [{ kind: 'audio' }, { kind: 'video', ...(rids && { rids }) }] as const;
          const id = `a-stream-${String(rids)}`;
          const sdp = new BrowserOffer(...lines).sdp(freshIce());
          alice.sendMedia({ type: 'offer', kind: '', id, label: 'camera', sdp });
          const { sdp: answer } = await alice.inbox.take('answer', (told) => told.id === id);
          const sections = sectionsOf(answer);
          assert.deepEqual(
            sections.map(({ kind, mid, direction }) => [kind, mid, direction]),
            [
              ['audio', '0', 'recvonly'],
              ['video', '1', 'recvonly'],
            ],
          );
          assert.deepEqual(bundleOf(answer), ['0', '1']);
          // Some servers decide on one at once.
          for (const [index, allowed] of [audio, video].entries()) {
            const taken = [...new Set(sections[index]?.codecs)];
            assert.ok(taken.length > 0, `${codecs?.join() ?? 'usual'}: a codec is taken`);
            assert.deepEqual(
              taken,
              allowed.filter((codec) => taken.includes(codec)),
            );
            if (stage.target.isReference) assert.deepEqual(taken, allowed);
          }
          for (const { setup } of sections) assert.match(setup ?? '', /^(active|passive)$/);
          const layers = sections[1]?.lines.filter((line) => /^a=(rid|simulcast):/.test(line)) ?? [];
          assert.deepEqual(
            layers.map((line) => line.trim()).sort(),
            layersIn(rids, sections[1]?.codecs, stage),
          );
        }
      }
    },
  },
  {
    id: 'C101',
    title:
      'A second offer for a stream is answered: with new ICE credentials where it has new ones, with the old where not',
    dialects: GALENE,
    leavesOut: 'that media goes on',
    async run(stage) {
      const alice = await stage.galeneMember(await stage.group(), 'alice');
      const offer = new BrowserOffer(...CAMERA);
      const [first, second] = [freshIce(), freshIce()];
      const answers: string[] = [];
      for (const ice of [first, first, second]) {
        alice.sendMedia({ type: 'offer', kind: '', id: 'a-stream', label: 'camera', sdp: offer.sdp(ice) });
        const { id, sdp } = await alice.inbox.take('answer');
        assert.equal(id, 'a-stream');
        assert.equal(activeSections(sdp).length, 2);
        answers.push(iceOf(sdp).ufrag);
      }
      assert.equal(answers[1], answers[0], 'nothing was restarted');
      assert.notEqual(answers[2], answers[0], 'it was restarted');
    },
  },
  {
    id: 'C105',
    title: 'An offer that cannot be read is aborted, and one with a data channel harms nobody',
    dialects: GALENE,
    leavesOut: 'that data channels are refused: Galène itself accepts them, and does nothing with them',
    async run(stage) {
      const alice = await stage.galeneMember(await stage.group(), 'alice');
      const withData = new BrowserOffer({ kind: 'audio' }, { kind: 'application' }).sdp(freshIce());
      for (const { id, sdp } of [
        { id: 'unreadable', sdp: 'this is no description' },
        { id: 'empty', sdp: undefined },
        { id: 'data', sdp: withData },
      ]) {
        alice.sendMedia({ type: 'offer', kind: '', id, label: 'camera', sdp });
        const told = await alice.inbox.takeFirst('aborted', 'answer');
        assert.equal(told.id, id);
        if (id !== 'data') assert.equal(told.type, 'aborted', id);
        if (told.type === 'aborted') await alice.inbox.take('refused');
        alice.sendMedia({ type: 'close', id });
        await alice.settled();
      }
      const sdp = new BrowserOffer(...CAMERA).sdp(freshIce());
      alice.sendMedia({ type: 'offer', kind: '', id: 'another', label: 'camera', sdp });
      assert.equal((await alice.inbox.take('answer')).id, 'another');
    },
  },
];

/**
 * How the layers of an offer are mirrored. Servers that use the layers inside of a stream take the first one alone
 * where the codec has them.
 */
function layersIn(
  rids: readonly string[] | undefined,
  codecs: readonly string[] | undefined,
  stage: Stage,
): string[] {
  if (rids === undefined) return [];
  const isScalable = codecs?.[0] === 'vp9' && !stage.target.isReference;
  const taken = isScalable ? rids.slice(0, 1) : rids;
  return [...taken.map((rid) => `a=rid:${rid} recv`), `a=simulcast:recv ${taken.join(';')}`];
}
