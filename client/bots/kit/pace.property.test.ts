import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FakeClock } from '../../lib/testing/fake-clock.ts';
import { Pace, type Lane } from './pace.ts';

const anyLane = fc.constantFrom<Lane[]>('acts', 'words');
const anyArrival = fc.record({ afterMs: fc.integer({ min: 0, max: 700 }), lane: anyLane });

describe('Pace, whatever comes when', () => {
  it('sends everything, each lane in order, and never faster than it may', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyArrival, { minLength: 1, maxLength: 80 }),
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 15 }),
        async (arrivals, perSecond, burst) => {
          const clock = new FakeClock();
          const pace = new Pace({ perSecond, burst }, clock);
          const sent: { lane: Lane; index: number; at: number }[] = [];
          const step = async (ms: number): Promise<void> => {
            // One timer at a time, so that each sending is noted at its moment.
            for (let passed = 0; passed < ms; passed += 5) {
              clock.advance(Math.min(5, ms - passed));
              for (let i = 0; i < 3; i += 1) await Promise.resolve();
            }
          };
          for (const [index, { afterMs, lane }] of arrivals.entries()) {
            await step(afterMs);
            void pace.turn(lane).then(() => sent.push({ lane, index, at: clock.now() }));
          }
          await step((arrivals.length / perSecond) * 1000 + arrivals.length * 2 + 1000);

          expect(sent).toHaveLength(arrivals.length);
          for (const lane of ['acts', 'words'] as const) {
            const order = sent.filter((each) => each.lane === lane).map(({ index }) => index);
            expect(order).toEqual([...order].sort((a, b) => a - b));
          }
          for (const [first, { at: from }] of sent.entries()) {
            for (const [offset, { at: until }] of sent.slice(first).entries()) {
              // Moments are noted up to 5 ms late.
              const most = burst + ((until - from + 5) / 1000) * perSecond;
              expect(offset + 1).toBeLessThanOrEqual(Math.ceil(most));
            }
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});
