import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../lib/testing/fake-clock.ts';
import { FakeSight } from '../state/fakes.ts';
import { FakeConnection, FakeStream } from './fakes.ts';
import { QualityMonitor } from './monitor.ts';

let connection: FakeConnection;
let clock: FakeClock;
let monitor: QualityMonitor;
let sight: FakeSight;
let camera: FakeStream;

beforeEach(() => {
  connection = new FakeConnection();
  clock = new FakeClock();
  sight = new FakeSight();
  camera = connection.up['cam'] = new FakeStream('cam');
  monitor = new QualityMonitor({ connection, clock, sight });
});

describe('The monitor', () => {
  it('tells of others what the server tells, and good where it tells nothing', () => {
    connection.put('ada', 'poor');
    connection.put('bob', null);
    expect([monitor.levelOf('ada'), monitor.levelOf('bob'), monitor.levelOf('eve')]).toEqual([
      'poor',
      'good',
      null,
    ]);
    expect(monitor.getSnapshot().troubled).toEqual(['ada']);
  });

  it('knows nothing of others where the server cannot tell', () => {
    connection.put('ada', null);
    connection.capabilities.clear();
    expect([monitor.knowsOthers, monitor.levelOf('ada')]).toEqual([false, null]);
  });

  it('takes the server’s word for oneself as well', () => {
    connection.put('me', 'fair');
    expect([monitor.levelOf('me'), monitor.getSnapshot().told]).toEqual(['fair', 'fair']);
    expect(monitor.getSnapshot().troubled).toEqual([]);
  });

  it('tells of its own trouble after two looks that agree', async () => {
    camera.report({ loss: 0.12 });
    await clock.pass(5000);
    expect(monitor.levelOf('me')).toBe('good');
    camera.report({ loss: 0.06 });
    await clock.pass(5000);
    expect(monitor.levelOf('me')).toBe('fair');
    camera.report({ loss: 0 });
    await clock.pass(5000);
    expect(monitor.levelOf('me')).toBe('good');
  });

  it('looks seldom at what is sent, and not at all at what is received', async () => {
    const theirs = (connection.down['s1'] = new FakeStream('s1', { source: 'ada' }));
    await clock.pass(20_000);
    expect([camera.asked, theirs.asked]).toEqual([4, 0]);
  });

  it('looks at once and often at those whom somebody watches, until nobody does', async () => {
    const ada = (connection.down['s1'] = new FakeStream('s1', { source: 'ada' }));
    const bob = (connection.down['s2'] = new FakeStream('s2', { source: 'bob' }));
    ada.report({ loss: 0.5, rate: 10 });
    const stop = monitor.watch((owner) => owner === 'ada');
    await clock.pass(0);
    await clock.pass(4000);
    expect([camera.asked, ada.asked, bob.asked]).toEqual([3, 3, 0]);
    expect(monitor.getSnapshot().readings).toMatchObject([{ owner: 'ada', rate: 10 }]);
    // What others lose on the way here is seen by the server, and is no word about what is sent.
    expect(monitor.levelOf('me')).toBe('good');
    stop();
    await clock.pass(10_000);
    expect(ada.asked).toBe(3);
    expect(monitor.getSnapshot().readings).toEqual([]);
    expect(clock.pending).toBe(1);
  });

  it('measures a bounded number of streams', async () => {
    for (let each = 0; each < 60; each += 1) {
      connection.down[`s${each.toString()}`] = new FakeStream(`s${each.toString()}`, { source: 'ada' });
    }
    monitor.watch(() => true);
    await clock.pass(0);
    expect(Object.values(connection.down).filter(({ asked }) => asked > 0)).toHaveLength(31);
  });

  it('leaves out a stream that refuses, and goes on', async () => {
    const screen = (connection.up['screen'] = new FakeStream('screen'));
    camera.refuse = new Error('closed');
    screen.report({ rate: 5 });
    await clock.pass(5000);
    expect(monitor.getSnapshot().readings).toMatchObject([{ key: 'screen/video' }]);
    await clock.pass(5000);
    expect(camera.asked).toBe(2);
  });

  it('looks at nothing while nobody sees the page, and at once when somebody does again', async () => {
    sight.show(false);
    expect(clock.pending).toBe(0);
    await clock.pass(60_000);
    expect(camera.asked).toBe(0);
    sight.show(true);
    await clock.pass(0);
    expect(camera.asked).toBe(1);
    await clock.pass(5000);
    expect(camera.asked).toBe(2);
  });

  it('ends with its connection', async () => {
    connection.events.emit('closed', { code: 'left' });
    await clock.pass(60_000);
    expect([camera.asked, clock.pending, sight.listeners.size]).toEqual([0, 0, 0]);
    monitor.watch(() => true);
    await clock.pass(60_000);
    expect(camera.asked).toBe(0);
  });
});
