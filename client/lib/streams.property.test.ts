import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tries } from '../../shared/testing/fuzz-budget.ts';
import { inMeeting, settled } from './testing/meeting.ts';
import { aDownTrack, anOffer } from './testing/messages.ts';

const IDS = ['s1', 's2', 's3'] as const;
const id = fc.constantFrom(...IDS);

/** What a server, the application or the browser does next. */
type Step =
  | { type: 'offer'; id: string; replace?: string | undefined }
  | { type: 'close'; id: string }
  | { type: 'closeTrack'; id: string }
  | { type: 'refuse'; id: string }
  | { type: 'hold' | 'release' | 'pause' };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ type: fc.constant('offer' as const), id }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('offer' as const), id, replace: id }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('close' as const), id }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('closeTrack' as const), id }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('refuse' as const), id }) },
  { weight: 1, arbitrary: fc.constant<Step>({ type: 'hold' }) },
  { weight: 1, arbitrary: fc.constant<Step>({ type: 'release' }) },
  { weight: 4, arbitrary: fc.constant<Step>({ type: 'pause' }) },
);

describe('the down streams', () => {
  it('are those that the server has offered and not ended, in whatever order things happen', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const { connection, server, media } = await inMeeting();
        await connection.request({ '': ['audio'] });
        /** What should be there: the tracks of each stream. */
        const model = new Map<string, string[]>();
        let lastTrack = 0;
        let release = (): void => undefined;

        for (const next of steps) {
          switch (next.type) {
            case 'offer': {
              const { id: stream, replace } = next;
              lastTrack += 1;
              const track = `t${lastTrack.toString()}`;
              if (replace !== undefined && replace !== stream) model.delete(replace);
              model.set(stream, [...(model.get(stream) ?? []), track]);
              const tracks = [aDownTrack(track)];
              server.say(anOffer(stream, { tracks, ...(replace !== undefined && { replace }) }));
              break;
            }
            case 'close':
              model.delete(next.id);
              server.say({ type: 'close', id: next.id });
              break;
            case 'closeTrack': {
              const track = model.get(next.id)?.shift();
              if (track !== undefined) server.say({ type: 'close', id: next.id, tracks: [track] });
              break;
            }
            case 'refuse':
              model.delete(next.id);
              connection.down[next.id]?.close();
              break;
            case 'hold':
              release();
              release = media.hold('receive');
              break;
            case 'release':
              release();
              break;
            case 'pause':
              await settled();
              break;
          }
        }
        release();
        await settled();

        expect(Object.keys(connection.down).sort()).toEqual([...model.keys()].sort());
        const playing = media.received.filter(({ closed }) => !closed).map((track) => track.id);
        expect(playing.sort()).toEqual([...model.values()].flat().sort());
        for (const [stream, tracks] of model) {
          const played = connection.down[stream]?.stream?.getTracks().map((track) => track.id) ?? [];
          expect(played.sort()).toEqual(tracks.sort());
        }
        connection.close();
        expect(media.received.every(({ closed }) => closed)).toBe(true);
      }),
      tries(150),
    );
  });
});
