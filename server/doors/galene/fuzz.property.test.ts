import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { tries } from '../../../shared/testing/fuzz-budget.ts';
import { damaged, mutated, oddOnes } from '../../../shared/testing/mutations.ts';
import { NOTHING_OPEN, settled, Stage } from '../../core/testing/fakes.ts';
import type { TestClient } from '../testing/client.ts';
import type { GaleneTestClient } from './testing/client.ts';
import { GalenePlace } from './testing/place.ts';
import { Camera } from '../../testing/rtc.ts';

/** Nothing that a client of this dialect says, in any order, brings the server down or disturbs another member. */

const offer = new Camera(1001).offer;

const samples: readonly { type: string; kind?: string; [field: string]: unknown }[] = [
  { type: 'ping' },
  { type: 'pong' },
  { type: 'join', kind: 'join', group: 'demo', username: 'eve', password: '', data: { a: 1 } },
  { type: 'join', kind: 'leave', group: 'demo' },
  { type: 'request', request: { '': ['audio', 'video-low'], camera: ['video'] } },
  { type: 'requestStream', id: 'cam', request: ['audio'] },
  { type: 'offer', id: 'cam', kind: '', label: 'camera', replace: 'old-cam', sdp: offer },
  { type: 'answer', id: 'cam', sdp: offer },
  {
    type: 'ice',
    id: 'cam',
    candidate: { candidate: 'candidate:1 1 UDP 1 127.0.0.1 9 typ host', sdpMid: '0' },
  },
  { type: 'close', id: 'cam' },
  { type: 'abort', id: 'cam' },
  { type: 'renegotiate', id: 'cam' },
  {
    type: 'chat',
    kind: 'me',
    source: 'eve-1',
    username: 'eve',
    dest: 'witness-1',
    value: 'hello',
    noecho: true,
  },
  { type: 'usermessage', kind: 'info', source: 'eve-1', username: 'eve', value: { x: [1] } },
  { type: 'useraction', kind: 'setdata', dest: 'eve-1', value: { raisehand: true } },
  { type: 'useraction', kind: 'unpresent', dest: 'eve-1' },
  { type: 'groupaction', kind: 'clearchat', value: { userId: 'eve-1', id: 'x' } },
  {
    type: 'groupaction',
    kind: 'maketoken',
    value: { group: 'demo', permissions: ['present'], expires: 1000 },
  },
];

/** Ids that mean something to the server, and such that do not. */
const WORDS = ['eve-1', 'witness-1', 'cam', 'old-cam', 'demo', 'transport-1', offer];

const sample = fc.constantFrom(...samples);
const said: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: sample.map((message) => JSON.stringify(message)) },
  {
    weight: 8,
    arbitrary: sample.chain((message) => mutated(message, WORDS)).map((message) => JSON.stringify(message)),
  },
  {
    weight: 4,
    arbitrary: damaged(offer).map((bytes) =>
      JSON.stringify({ type: 'offer', id: 'cam', label: 'camera', sdp: bytes.toString() }),
    ),
  },
  { weight: 1, arbitrary: fc.json() },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }).map((text) => text.toWellFormed()) },
);

describe('a client of the dialect of Galène that says anything', () => {
  let stage: Stage;
  let place: GalenePlace;
  let witness: TestClient;

  beforeAll(async () => {
    stage = new Stage({ limits: { streamsPerMember: 4 } });
    place = await GalenePlace.open(stage, { rate: { perSecond: 1e12, burst: 1e12 } });
    witness = await place.joinNatively('witness');
  });

  afterEach(() => {
    expect(stage.log.errors).toEqual([]);
    stage.log.lines.length = 0;
  });

  afterAll(async () => {
    await place.close();
    await settled();
    expect(stage.openMedia).toEqual(NOTHING_OPEN);
  });

  /** Whatever becomes of the client, others go on. */
  async function harmsNobody(texts: readonly string[]): Promise<void> {
    for (const group of stage.conference.groups()) group.setLock(undefined);
    const eve = await place.join('eve');
    for (const text of texts) eve.sendText(text);
    eve.send({ type: 'ping' });
    await Promise.race([eve.take('pong').catch(() => undefined), eve.closed]);
    eve.terminate();
    const { code } = await eve.closed;
    expect([1000, 1002, 1006, 1008, 1011]).toContain(code);
    await witness.caughtUp();
    expect((await witness.ask({ type: 'chat', value: 'still here' })).type).toBe('ack');
    witness.forget();
    witness.frames.length = 0;
    expect(stage.log.errors).toEqual([]);
    stage.log.lines.length = 0;
  }

  it.each([
    ['without permissions', []],
    ['with those of everybody', ['present', 'message']],
    ['with all', ['op', 'present', 'message', 'caption', 'token', 'record'] as const],
  ])('harms nobody (%s)', async (_, permissions) => {
    stage.authenticator.permissions.set('eve', permissions as ('present' | 'message')[]);
    await fc.assert(
      fc.asyncProperty(fc.array(said, { minLength: 1, maxLength: 30 }), async (texts) => {
        // An operator could send the witness away.
        const harmless = texts.filter(
          (text) => !/kick|unpresent|shutup/.test(text) || !text.includes('witness'),
        );
        await harmsNobody(harmless);
      }),
      tries(40),
    );
  });

  it.each(samples.map((message) => [`${message.type} ${message.kind ?? ''}`, message] as const))(
    'harms nobody by any field of %s with any odd value',
    async (_, message) => {
      stage.authenticator.permissions.set('eve', ['present', 'message']);
      let eve = await place.join('eve');
      for (const each of oddOnes(message)) {
        eve.sendText(JSON.stringify(each));
        // Most are reason enough to end the connection, and not the membership of anybody else.
        const isOpen = await Promise.race([eve.closed.then(() => false), answered(eve)]);
        if (!isOpen) eve = await place.join('eve');
      }
      eve.terminate();
      await eve.closed;
      await witness.caughtUp();
      expect((await witness.ask({ type: 'chat', value: 'still here' })).type).toBe('ack');
      witness.forget();
      witness.frames.length = 0;
    },
  );
});

/** Whatever was said last has been carried out. */
async function answered(client: GaleneTestClient): Promise<boolean> {
  try {
    await client.caughtUp();
    client.forget();
    return true;
  } catch {
    return false;
  }
}
