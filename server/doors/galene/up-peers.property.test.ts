import { ConferenceError } from '@evagore/shared';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tries } from '../../../shared/testing/fuzz-budget.ts';
import { damaged } from '../../../shared/testing/mutations.ts';
import { settled, Stage } from '../../core/testing/fakes.ts';
import { Camera } from '../../testing/rtc.ts';
import { UpPeers } from './up-peers.ts';

/** The lines of a description, of which some are missing, doubled, or in another place. */
function shuffled(sdp: string): fc.Arbitrary<string> {
  const lines = sdp.split('\r\n');
  const at = fc.nat(lines.length - 1);
  return fc.array(fc.tuple(at, at, fc.nat(2)), { minLength: 1, maxLength: 5 }).map((changes) => {
    const changed = [...lines];
    for (const [from, to, how] of changes) {
      const [line = ''] = how === 0 ? changed.slice(from, from + 1) : changed.splice(from, 1);
      if (how < 2) changed.splice(to, 0, line);
    }
    return changed.join('\r\n');
  });
}

const { offer } = new Camera(1001);
const broken = fc.oneof(
  damaged(offer).map((bytes) => bytes.toString()),
  shuffled(offer),
  fc.string(),
);

describe('an offer that is mutilated', () => {
  it('is taken, or refused with a code, and leaves no transport behind', async () => {
    await fc.assert(
      fc.asyncProperty(broken, fc.boolean(), async (sdp, again) => {
        const stage = new Stage();
        const { member } = await stage.join('ada');
        const ups = new UpPeers({ member, onLost: () => undefined });
        const describe = (text: string) => ({ id: 'cam', label: 'camera', replace: undefined, sdp: text });
        // The first offer, or a change to a stream that is there.
        if (again) await ups.offered(describe(offer));
        try {
          const answer = await ups.offered(describe(sdp));
          expect(answer).toMatch(/^v=0\r\n/);
          expect(stage.openMedia.transports).toBe(1);
          ups.close('cam');
        } catch (error) {
          expect(error).toBeInstanceOf(ConferenceError);
        }
        await settled();
        expect(stage.openMedia).toMatchObject({ transports: 0, ups: 0 });
        expect(member.streams.size).toBe(0);
      }),
      tries(300),
    );
  });
});
