import assert from 'node:assert/strict';
import type { GaleneActor } from '../dialects/galene.ts';
import { DownStream } from '../media/down-stream.ts';
import { activeSections, bundleOf, iceOf, sectionsOf } from '../media/sdp.ts';
import { requireMedia, SIMULCAST, UpStream, type UpStreamOptions } from '../media/up-stream.ts';
import { pause, type Stage } from '../stage.ts';
import { NotApplicable, type Statement } from './statement.ts';

/** The native dialect has no SDP: media is set up there by other messages. */
const GALENE = ['galene'] as const;

const EVERYTHING = { '': ['audio', 'video'] };

/** Long enough for an offer that must not come to come: Galène announces streams after 200 ms. */
const UNWANTED_OFFER_MS = 700;

/** How streams reach those who ask for them. */
export const SUBSCRIBING_STATEMENTS: readonly Statement[] = [
  {
    id: 'C93',
    title: 'A requested stream is offered, with whose it is and what it shows, and can be seen and heard',
    dialects: GALENE,
    leavesOut: 'that it plays in the stock client; packets are counted instead of pictures',
    async run(stage) {
      const { alice, bob, up } = await published(stage);
      request(bob, EVERYTHING);
      const offer = await DownStream.offered(bob);
      const { id, source, username, label, replace, sdp } = offer;
      assert.deepEqual(
        { source, username, label, replace },
        { source: alice.id, username: 'alice', label: 'camera', replace: undefined },
      );
      if (stage.target.isReference) assert.equal(id, up.id);
      const sections = sectionsOf(sdp);
      assert.deepEqual(sections.map(({ kind }) => kind).sort(), ['audio', 'video']);
      for (const { direction, msid, setup, codecs } of sections) {
        assert.deepEqual([direction, setup, msid.length, codecs.length], ['sendonly', 'actpass', 2, 1]);
      }
      assert.equal(new Set(sections.map(({ msid }) => msid[0])).size, 1, 'all tracks are of one stream');
      assert.deepEqual(
        bundleOf(sdp),
        sections.map(({ mid }) => mid),
      );
      const down = DownStream.answer(stage, bob, offer);
      await down.receives('a');
      await down.receives('v');
    },
  },
  {
    id: 'C94',
    title: 'Who has requested nothing is offered nothing',
    dialects: GALENE,
    async run(stage) {
      const { alice, bob } = await published(stage);
      await pause(UNWANTED_OFFER_MS);
      await stage.settled(alice, bob);
      for (const reader of [alice, bob]) assert.deepEqual(reader.inbox.all('offer'), []);
    },
  },
  {
    id: 'C95',
    title: 'No candidate of a stream is told before its offer',
    dialects: GALENE,
    async run(stage) {
      if (stage.target.isReference) throw new NotApplicable('Galène itself is known to tell some before');
      const { bob } = await published(stage);
      request(bob, EVERYTHING);
      const down = await DownStream.take(stage, bob);
      await down.receives('v');
      const told = bob.raw.filter(({ id }) => id === down.id).map(({ type }) => type);
      assert.equal(told[0], 'offer', told.join());
    },
  },
  {
    id: 'C96',
    title: 'A changed request changes the streams that are there, and an empty one ends them',
    dialects: GALENE,
    async run(stage) {
      const { bob } = await published(stage);
      request(bob, EVERYTHING);
      const down = await DownStream.take(stage, bob);
      await down.receives('v');
      request(bob, { '': ['audio'] });
      const { sdp } = await down.reoffered();
      assert.deepEqual(kindsIn(sdp), ['audio']);
      await down.stopsReceiving('v');
      await down.receives('a');
      request(bob, {});
      await bob.inbox.take('stream-closed', ({ id }) => id === down.id);
    },
  },
  {
    id: 'C97',
    title: 'A request goes by the label of a stream, and by the empty one where it does not name it',
    dialects: GALENE,
    async run(stage) {
      const { alice, bob } = await published(stage);
      await UpStream.publish(stage, alice, {
        label: 'screenshare',
        tracks: [{ kind: 'video', mark: 's' }],
      });
      request(bob, { screenshare: ['audio', 'video'], '': ['audio'] });
      const camera = await DownStream.offered(bob, ({ label }) => label === 'camera');
      const screen = await DownStream.offered(bob, ({ label }) => label === 'screenshare');
      assert.deepEqual([kindsIn(camera.sdp), kindsIn(screen.sdp)], [['audio'], ['video']]);
      const heard = DownStream.answer(stage, bob, camera);
      const seen = DownStream.answer(stage, bob, screen);
      await heard.receives('a');
      await seen.receives('s');
    },
  },
  {
    id: 'C98',
    title: 'Of a stream in two sizes, video is the first and video-low the last, back and forth',
    dialects: GALENE,
    async run(stage) {
      const { group, bob } = await published(stage, { tracks: SIMULCAST });
      // Until all layers have come: Galène knows them only then.
      await pause(UNWANTED_OFFER_MS);
      request(bob, EVERYTHING);
      const down = await DownStream.take(stage, bob);
      down.keepAnswering();
      await down.receives('h');
      for (const [wanted, mark, other] of [
        ['video-low', 'l', 'h'],
        ['video', 'h', 'l'],
        ['video-low', 'l', 'h'],
      ] as const) {
        down.request(['audio', wanted]);
        await down.receives(mark);
        await down.stopsReceiving(other);
        await down.receives('a');
      }
      const carol = await subscriber(stage, group, { '': ['audio', 'video-low'] });
      const low = await DownStream.take(stage, carol);
      await low.receives('l');
      await low.stopsReceiving('h');
    },
  },
  {
    id: 'C99',
    title: 'One stream is requested by itself, until that is taken back or ends it',
    dialects: GALENE,
    async run(stage) {
      const { bob } = await published(stage);
      request(bob, EVERYTHING);
      const down = await DownStream.take(stage, bob);
      down.request(['audio']);
      assert.deepEqual(kindsIn((await down.reoffered()).sdp), ['audio']);
      down.request(null);
      assert.deepEqual(kindsIn((await down.reoffered()).sdp), ['audio', 'video']);
      await down.receives('v');
      down.request([]);
      await bob.inbox.take('stream-closed', ({ id }) => id === down.id);
      bob.sendMedia({ type: 'requestStream', id: 'no-such-stream', request: ['audio'] });
      if (stage.target.isReference) {
        const { code, reason } = await bob.inbox.take('closed');
        assert.deepEqual([code, reason], [1011, '']);
      } else {
        await bob.inbox.take('stream-closed', ({ id }) => id === 'no-such-stream');
      }
    },
  },
  {
    id: 'C100',
    title: 'A stream that replaces another is offered with its id, and the other is not closed',
    dialects: GALENE,
    leavesOut: 'that the tile of a user interface stays',
    async run(stage) {
      const { group, alice, bob, up: first } = await published(stage);
      request(bob, EVERYTHING);
      let up = first;
      let down = await DownStream.take(stage, bob);
      await down.receives('v');
      // Galène gives a new stream 200 ms to bring its first packet, and closes the old one otherwise.
      for (let tries = stage.target.isReference ? 5 : 1; ; tries -= 1) {
        bob.inbox.forget();
        up = await UpStream.publish(stage, alice, { tracks: [{ kind: 'video', mark: 'n' }], replace: up });
        const offer = await DownStream.offered(bob);
        const { id: old } = down;
        down = DownStream.answer(stage, bob, offer);
        if (offer.replace === undefined && tries > 1) continue;
        assert.equal(offer.replace, old);
        assert.notEqual(offer.id, old);
        break;
      }
      await down.receives('n');
      await bob.settled();
      assert.deepEqual(bob.inbox.all('stream-closed'), []);
      const carol = await subscriber(stage, group, EVERYTHING);
      await DownStream.offered(carol);
      await pause(UNWANTED_OFFER_MS);
      assert.deepEqual(carol.inbox.all('offer'), [], 'the old stream is gone');
    },
  },
  {
    id: 'C102',
    title: 'A receiver has ICE restarted by renegotiate',
    dialects: GALENE,
    leavesOut: 'that media goes on',
    async run(stage) {
      const { bob } = await published(stage);
      bob.sendMedia({ type: 'renegotiate', id: 'no-such-stream' });
      await bob.settled();
      request(bob, EVERYTHING);
      const first = await DownStream.offered(bob);
      const down = DownStream.answer(stage, bob, first);
      await down.receives('v');
      bob.sendMedia({ type: 'renegotiate', id: down.id });
      const second = await DownStream.offered(bob);
      assert.equal(second.id, first.id);
      assert.notEqual(iceOf(second.sdp).ufrag, iceOf(first.sdp).ufrag);
      assert.deepEqual(kindsIn(second.sdp), kindsIn(first.sdp));
    },
  },
  {
    id: 'C103',
    title: 'A receiver ends a stream for itself alone by abort, and is told so',
    dialects: GALENE,
    async run(stage) {
      const { group, alice, bob } = await published(stage);
      const carol = await subscriber(stage, group, EVERYTHING);
      request(bob, EVERYTHING);
      const down = await DownStream.take(stage, bob);
      const other = await DownStream.take(stage, carol);
      await down.receives('v');
      alice.inbox.forget();
      for (const id of [down.id, 'no-such-stream']) {
        bob.sendMedia({ type: 'abort', id });
        await bob.inbox.take('stream-closed', (told) => told.id === id);
      }
      await down.stopsReceiving('v');
      await other.receives('v');
      await alice.settled();
      assert.deepEqual(alice.inbox.events, []);
    },
  },
  {
    id: 'C104',
    title: 'When a publisher is cut off, its streams end before it goes',
    dialects: GALENE,
    async run(stage) {
      const { alice, bob } = await published(stage);
      request(bob, EVERYTHING);
      const down = await DownStream.take(stage, bob);
      await down.receives('v');
      bob.inbox.forget();
      alice.terminate();
      await bob.inbox.take('user', ({ kind, id }) => kind === 'delete' && id === alice.id);
      assert.deepEqual(bob.inbox.all('stream-closed'), [{ type: 'stream-closed', id: down.id }]);
    },
  },
  {
    id: 'C106',
    title: 'There is one offer at a time for a stream; what changes meanwhile comes in one later',
    dialects: GALENE,
    async run(stage) {
      const { bob } = await published(stage);
      request(bob, EVERYTHING);
      const first = await DownStream.offered(bob);
      request(bob, { '': ['audio'] });
      bob.sendMedia({ type: 'renegotiate', id: first.id });
      await pause(UNWANTED_OFFER_MS);
      await bob.settled();
      assert.deepEqual(bob.inbox.all('offer'), []);
      DownStream.answer(stage, bob, first);
      const second = await DownStream.offered(bob);
      assert.equal(second.id, first.id);
      assert.deepEqual(kindsIn(second.sdp), ['audio']);
      assert.notEqual(iceOf(second.sdp).ufrag, iceOf(first.sdp).ufrag);
      await pause(UNWANTED_OFFER_MS);
      assert.deepEqual(bob.inbox.all('offer'), []);
    },
  },
  {
    id: 'C107',
    title: 'Who comes late is offered what is there, without the publisher doing anything',
    dialects: GALENE,
    async run(stage) {
      const { alice, group } = await published(stage);
      await pause(UNWANTED_OFFER_MS);
      const late = await stage.galeneMember(group, 'msg');
      alice.inbox.forget();
      request(late, EVERYTHING);
      const down = await DownStream.take(stage, late);
      await down.receives('a');
      await down.receives('v');
      await alice.settled();
      assert.deepEqual(alice.inbox.events, []);
    },
  },
];

interface Published {
  readonly group: string;
  readonly alice: GaleneActor;
  /** Somebody else, who has requested nothing yet. */
  readonly bob: GaleneActor;
  readonly up: UpStream;
}

/** A group in which alice publishes. @throws NotApplicable where no media passes. */
export async function published(stage: Stage, options: UpStreamOptions = {}): Promise<Published> {
  requireMedia(stage);
  const group = await stage.group();
  const alice = await stage.galeneMember(group, 'alice');
  const bob = await stage.galeneMember(group, 'bob');
  alice.inbox.forget();
  const up = await UpStream.publish(stage, alice, options);
  return { group, alice, bob, up };
}

export function request(actor: GaleneActor, what: Readonly<Record<string, readonly string[]>>): void {
  actor.sendRaw({ type: 'request', request: what });
}

/** One more member of a group, who requests something. */
async function subscriber(
  stage: Stage,
  group: string,
  what: Readonly<Record<string, readonly string[]>>,
): Promise<GaleneActor> {
  const carol = await stage.galeneMember(group, 'carol');
  request(carol, what);
  return carol;
}

/** Kinds of the sections in which something is sent. */
function kindsIn(sdp: string): string[] {
  return activeSections(sdp)
    .map(({ kind }) => kind)
    .sort();
}
