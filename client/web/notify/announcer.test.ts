import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../lib/testing/fake-clock.ts';
import { Announcer } from './announcer.ts';

let clock: FakeClock;
let announcer: Announcer;

beforeEach(() => {
  clock = new FakeClock();
  announcer = new Announcer(clock);
});

const said = () => announcer.getSnapshot();

describe('what is read out', () => {
  it('waits a second for more', () => {
    announcer.say('Ada: hello');
    clock.advance(999);
    expect(said()).toBe('');
    announcer.say('Ben: hi');
    clock.advance(1);
    expect(said()).toBe('Ada: hello\nBen: hi');
  });

  it('is a number where there is too much', () => {
    for (const name of ['Ada', 'Ben', 'Cleo', 'Dora', 'Eve']) announcer.say(`${name}: hello`);
    clock.advance(1000);
    expect(said()).toBe('5 new messages');
  });

  it('goes again, so that it can be said twice', () => {
    announcer.say('Ada: hello');
    clock.advance(6000);
    expect(said()).toBe('');
    announcer.say('Ada: hello');
    clock.advance(1000);
    expect(said()).toBe('Ada: hello');
    announcer.close();
    expect(clock.pending).toBe(0);
  });
});
