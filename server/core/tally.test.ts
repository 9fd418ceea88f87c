import { MemberId } from '@evagore/shared';
import { describe, expect, it } from 'vitest';
import { Conference } from './conference.ts';
import { NotAuthorised } from './errors.ts';
import { noRecorder } from './no-recorder.ts';
import { DEMO, FakeLink, Stage, someLimits } from './testing/fakes.ts';
import { FakeTally } from './testing/fake-tally.ts';

function aCountedConference() {
  const { directory, authenticator, tokens, media, world, log } = new Stage();
  const tally = new FakeTally();
  const conference = new Conference({
    directory,
    authenticator,
    tokens,
    recorder: noRecorder,
    rtcConfiguration: () => ({}),
    media,
    world,
    limits: someLimits(),
    tally,
    log,
  });
  const join = (id: string, password?: string) =>
    conference.join({
      group: DEMO,
      credentials: { username: id, ...(password !== undefined && { password }) },
      id: MemberId.parse(id),
      data: {},
      link: new FakeLink(),
    });
  return { conference, tally, join };
}

describe('The conference counts', () => {
  it('who takes a seat, and why seats end', async () => {
    const { conference, tally, join } = aCountedConference();
    const ada = await join('ada');
    const bob = await join('bob');
    await join('eve');
    ada.leave({ code: 'left' });
    bob.remove({ code: 'kicked' });
    bob.remove({ code: 'kicked' });
    conference.close({ code: 'shutting-down' });
    expect(tally.counted).toEqual([
      'joined',
      'joined',
      'joined',
      'left: left',
      'left: kicked',
      'left: shutting-down',
    ]);
  });

  it('nobody who is not let in', async () => {
    const { tally, join } = aCountedConference();
    await expect(join('ada', 'wrong')).rejects.toThrow(NotAuthorised);
    expect(tally.counted).toEqual([]);
  });
});
