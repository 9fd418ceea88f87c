import { GroupName } from '@evagore/shared';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sampleDtlsParameters } from '../../../shared/testing/messages.ts';
import { aDescription } from '../../core/testing/fakes.ts';
import { TestPlace } from '../testing/place.ts';

const open = { type: 'probe', kind: 'open' };
const measure = { type: 'probe', kind: 'measure' };
const connect = { type: 'probe', kind: 'connect', dtlsParameters: sampleDtlsParameters };

describe('a visitor', () => {
  let place: TestPlace;
  beforeEach(async () => {
    place = await TestPlace.open();
  });
  afterEach(async () => {
    await place.close();
  });

  it('tests the way to the media engine without joining', async () => {
    const visitor = await place.connect('visitor');
    const opened = await visitor.ask(open);
    expect(opened).toMatchObject({
      type: 'ack',
      value: { sctpPort: 5000, seconds: 20, maxBytes: 8_000_000 },
    });
    expect(await visitor.refusal(connect)).toBeUndefined();
    expect(await visitor.refusal(connect)).toBe('bad-media');
    expect(await visitor.ask(measure)).toMatchObject({ type: 'ack', value: { receivedBytes: 0 } });
    expect(await visitor.refusal({ type: 'probe', kind: 'close' })).toBeUndefined();
    expect(await visitor.refusal(measure)).toBe('no-such-transport');
    expect(place.stage.openMedia.rooms).toBe(0);
  });

  it('has one test at a time', async () => {
    const visitor = await place.connect('visitor');
    await visitor.ask(open);
    await visitor.ask(open);
    expect(place.probes.size).toBe(1);
  });

  it('is told where there is nothing to be tested', async () => {
    const visitor = await place.connect('visitor');
    expect(await visitor.refusal(measure)).toBe('no-such-transport');
    expect(await visitor.refusal(connect)).toBe('no-such-transport');
  });

  it('ends the test by joining, and cannot begin another one then', async () => {
    const visitor = await place.connect('visitor');
    await visitor.ask(open);
    await visitor.ask({ type: 'join', kind: 'join', group: 'demo', username: 'ada' });
    expect(place.probes.size).toBe(0);
    expect(await visitor.refusal(open)).toBe('already-joined');
  });

  it('ends the test by going, even while it is being opened', async () => {
    const visitor = await place.connect('visitor');
    await visitor.ask(open);
    visitor.socket.close(1000);
    await expect.poll(() => place.probes.size).toBe(0);

    const release = place.stage.media.hold('openTransport');
    const hasty = await place.connect('hasty');
    hasty.send({ ...open, ref: 1 });
    await expect.poll(() => place.stage.media.requests.get('openTransport')).toBe(2);
    hasty.terminate();
    await hasty.closed;
    release();
    await expect.poll(() => place.stage.openMedia.rooms).toBe(0);
  });

  it('is told to come back when too many test at once', async () => {
    for (let count = 0; count < 4; count += 1) {
      const visitor = await place.connect(`visitor-${count.toString()}`);
      expect(await visitor.refusal(open)).toBeUndefined();
    }
    const late = await place.connect('late');
    expect(await late.refusal(open)).toBe('busy');
  });

  it('learns when the group opens', async () => {
    const opensAt = place.stage.world.now() + 60_000;
    place.stage.directory.write(GroupName.parse('later'), aDescription({ notBefore: opensAt }));
    const early = await place.connect('early');
    expect(await early.ask({ type: 'join', kind: 'join', group: 'later', username: 'ada' })).toMatchObject({
      error: 'group-not-open',
      possibleFrom: new Date(opensAt).toISOString(),
    });
  });
});
