import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tries } from '../../../shared/testing/fuzz-budget.ts';
import { damaged } from '../../../shared/testing/mutations.ts';
import { NOTHING_OPEN } from '../../core/testing/fakes.ts';
import { offerOf } from '../../sdp/testing/exchange.ts';
import { Desk, quiet } from './testing/desk.ts';

/** A text in which lines are missing, doubled, elsewhere, or damaged. */
function garbled(text: string): fc.Arbitrary<string> {
  const lines = text.split('\r\n');
  const index = fc.nat(lines.length - 1);
  return fc.oneof(
    damaged(text).map(String),
    index.map((i) => lines.toSpliced(i, 1).join('\r\n')),
    fc.tuple(index, index).map(([i, j]) => lines.toSpliced(i, 0, lines[j] ?? '').join('\r\n')),
    fc.tuple(index, fc.string()).map(([i, more]) => lines.with(i, `${lines[i] ?? ''}${more}`).join('\r\n')),
  );
}

describe('Whatever somebody sends', () => {
  it('as an offer is answered or refused, and leaves nothing behind', async () => {
    const offers = fc.oneof(garbled(offerOf('chromium-camera')), garbled(offerOf('obs')));
    await fc.assert(
      fc.asyncProperty(offers, fc.boolean(), async (offer, publishes) => {
        const desk = new Desk();
        const client = publishes ? await desk.publish({ offer }) : await desk.watch('', { offer });
        expect([201, 400]).toContain(client.answer.status);
        if (client.answer.status === 201) expect((await client.end()).status).toBe(200);
        await quiet();
        expect(desk.stage.openMedia).toEqual(NOTHING_OPEN);
        expect(desk.stage.conference.memberCount).toBe(0);
        expect(desk.stage.log.errors).toEqual([]);
      }),
      tries(60, 4000),
    );
  });

  it('as a fragment is carried out or refused, and the session goes on', async () => {
    const desk = new Desk();
    const client = await desk.publish();
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.string(), garbled(client.fragment()), garbled(client.fragment('fresh', 'x'.repeat(24)))),
        async (fragment) => {
          expect([200, 204, 400]).toContain((await client.patch(fragment)).status);
          expect(desk.whip.sessionCount).toBe(1);
        },
      ),
      tries(200, 3000),
    );
    expect(desk.stage.log.errors).toEqual([]);
  });

  it('as an address finds what there is, or nothing', async () => {
    const desk = new Desk();
    const { location } = await desk.publish();
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('OPTIONS', 'POST', 'PATCH', 'DELETE', 'GET', 'BREW'),
        fc.stringMatching(/^[\w/-]{0,40}$/),
        async (method, rest) => {
          const address = `/group/demo/.whep-session/${rest}`;
          const { status } = await desk.ask(`${method} ${address}`);
          expect(status).toBe(404);
        },
      ),
      tries(100, 1000),
    );
    expect((await desk.ask(`OPTIONS ${location}`)).status).toBe(200);
  });
});
