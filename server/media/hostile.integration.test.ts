import { DtlsParameters, RtpCapabilities, RtpParameters } from '@evagore/shared';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BadMedia, Closed } from '../core/errors.ts';
import type { MediasoupEngine } from './engine.ts';
import type { MediasoupRoom } from './room.ts';
import { startEngine, workerPid } from './testing/engines.ts';
import { cameraOffer } from './testing/rtp.ts';

/*
 * Whatever passes the schemas reaches the worker, a process that many groups share. No member may end it, or make
 * it useless for others, with words alone.
 */

/** Enough to meet each field in each strange state a few times. */
const RUNS = 300;

const mimeType = fc.constantFrom(
  ...[
    'video/VP8',
    'video/VP9',
    'video/H264',
    'video/AV1',
    'video/rtx',
    'video/red',
    'video/ulpfec',
    'video/flexfec-03',
  ],
  ...[
    'audio/opus',
    'audio/multiopus',
    'audio/telephone-event',
    'audio/CN',
    'audio/rtx',
    'AUDIO/OPUS',
    'video/',
    '/',
    '',
  ],
);

const formatValue = fc.oneof(
  fc.constantFrom(0, 1, 2, 96, 97, -1, 0.5, 1e300, '', '1', '42e01f', 'zz', '96', null),
  fc.string(),
);

const parameters = fc.dictionary(
  fc.constantFrom(
    'apt',
    'profile-id',
    'profile-level-id',
    'packetization-mode',
    'useinbandfec',
    'usedtx',
    '',
  ),
  formatValue,
  { maxKeys: 5 },
);

const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });

const payloadType = fc.constantFrom(0, 1, 35, 96, 97, 98, 127);
const ssrc = fc.constantFrom(0, 1, 2, 3, 0xff_ff_ff_ff);
const feedback = fc.array(
  fc.record({
    type: fc.constantFrom('nack', 'ccm', 'goog-remb', 'transport-cc', ''),
    parameter: optional(fc.constantFrom('pli', 'fir', '')),
  }),
  { maxLength: 4 },
);

const codec = fc.record({
  mimeType,
  payloadType,
  clockRate: fc.constantFrom(90_000, 48_000, 8_000, 0, 1, 0xff_ff_ff_ff),
  channels: optional(fc.constantFrom(1, 2, 8)),
  parameters: optional(parameters),
  rtcpFeedback: optional(feedback),
});

const uri = fc.constantFrom(
  'urn:ietf:params:rtp-hdrext:sdes:mid',
  'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id',
  'urn:ietf:params:rtp-hdrext:ssrc-audio-level',
  'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
  'https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension',
  'urn:example:unknown',
  '',
);

const encoding = fc.record({
  ssrc: optional(ssrc),
  rid: optional(fc.constantFrom('h', 'l', '', 'x'.repeat(256))),
  codecPayloadType: optional(payloadType),
  rtx: optional(fc.record({ ssrc })),
  dtx: optional(fc.boolean()),
  scalabilityMode: optional(
    fc.constantFrom('L1T3', 'L3T3', 'L3T3_KEY', 'S3T3', 'L99T99', 'L0T0', '', 'L1T1é'),
  ),
  maxBitrate: optional(fc.constantFrom(1, 0.1, 1.5, 1e18, 1e300)),
});

const rtpParameters = fc.record({
  mid: optional(fc.constantFrom('0', '', 'm'.repeat(256))),
  msid: optional(fc.constantFrom('a b', '', 'é'.repeat(256))),
  codecs: fc.array(codec, { minLength: 1, maxLength: 4 }),
  headerExtensions: optional(
    fc.array(fc.record({ uri, id: fc.constantFrom(1, 2, 14, 15, 255), encrypt: optional(fc.boolean()) }), {
      maxLength: 5,
    }),
  ),
  encodings: fc.array(encoding, { minLength: 1, maxLength: 4 }),
  rtcp: optional(
    fc.record({ cname: optional(fc.constantFrom('c', '')), reducedSize: optional(fc.boolean()) }),
  ),
});

/** Mostly sensible, so that it gets far; with one part replaced by nonsense. */
const nearlyRight = fc
  .tuple(rtpParameters, fc.constantFrom('codecs', 'encodings', 'headerExtensions', 'rtcp', 'mid'))
  .map(([strange, part]) => ({ ...cameraOffer(1).rtpParameters, [part]: strange[part] }));

const capabilities = fc.record({
  codecs: optional(
    fc.array(
      fc
        .tuple(codec, fc.constantFrom('audio' as const, 'video' as const))
        .map(([{ payloadType: preferredPayloadType, ...rest }, kind]) => ({
          ...rest,
          kind,
          preferredPayloadType,
        })),
      { maxLength: 6 },
    ),
  ),
  headerExtensions: optional(
    fc.array(
      fc.record({ kind: fc.constantFrom('audio', 'video'), uri, preferredId: fc.constantFrom(1, 5, 255) }),
      { maxLength: 4 },
    ),
  ),
});

/** As a message would bring it: without fields that are undefined. */
function asMessage(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

describe('Parameters that fit the schema', () => {
  let engine: MediasoupEngine;
  let room: MediasoupRoom;
  let pid: number;

  beforeAll(async () => {
    engine = await startEngine();
    room = await engine.openRoom({ codecs: ['vp8', 'vp9', 'h264', 'av1', 'opus'] });
    pid = workerPid(engine);
  });

  afterAll(() => engine.close());

  /** The same worker still serves everybody else. */
  async function expectUnharmed() {
    const transport = await room.openTransport();
    const up = await transport.openUp(cameraOffer(1));
    const other = await room.openTransport();
    await (await other.openDown(up, room.capabilities)).resume();
    transport.close();
    other.close();
    expect(workerPid(engine)).toBe(pid);
  }

  it.each([
    ['arbitrary', rtpParameters],
    ['nearly right', nearlyRight],
  ])('of %s tracks do no harm', async (_, arbitrary) => {
    const offers = fc.tuple(arbitrary, fc.constantFrom('audio' as const, 'video' as const), capabilities);
    await fc.assert(
      fc.asyncProperty(offers, async ([offered, kind, receiver]) => {
        const parsed = RtpParameters.safeParse(asMessage(offered));
        if (!parsed.success) return;
        const [sender, other] = [await room.openTransport(), await room.openTransport()];
        try {
          const up = await sender.openUp({ kind, muted: false, rtpParameters: parsed.data });
          const down = await other.openDown(up, RtpCapabilities.parse(asMessage(receiver)));
          await down.setLayer('lowest');
          await down.resume();
          const full = await other.openDown(up, room.capabilities);
          await full.setLayer('best');
          await full.resume();
        } catch (error) {
          if (!(error instanceof BadMedia) && !(error instanceof Closed)) throw error;
        }
        sender.close();
        other.close();
      }),
      { numRuns: RUNS },
    );
    await expectUnharmed();
  });

  it('of DTLS do no harm', async () => {
    const value = fc.constantFrom('00:11', Array.from({ length: 80 }, () => 'ff').join(':'));
    const algorithm = fc.constantFrom('sha-1', 'sha-224', 'sha-256', 'sha-384', 'sha-512');
    const dtls = fc.record({
      role: optional(fc.constantFrom('auto', 'client', 'server')),
      fingerprints: fc.array(fc.record({ algorithm, value }), { minLength: 1, maxLength: 8 }),
    });
    await fc.assert(
      fc.asyncProperty(dtls, async (said) => {
        const transport = await room.openTransport();
        await transport.connect(DtlsParameters.parse(asMessage(said)));
        transport.close();
      }),
      { numRuns: 30 },
    );
    await expectUnharmed();
  });
});
