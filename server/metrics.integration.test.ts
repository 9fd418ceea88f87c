import { MemberId } from '@evagore/shared';
import { observer } from 'mediasoup';
import type { Transport, Worker } from 'mediasoup/types';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { Conference } from './core/conference.ts';
import { noRecorder } from './core/no-recorder.ts';
import { publish } from './core/publishing.ts';
import { Statistics } from './core/statistics.ts';
import { DEMO, FakeLink, Stage, receive, someLimits } from './core/testing/fakes.ts';
import type { MediasoupEngine } from './media/engine.ts';
import { startEngine } from './media/testing/engines.ts';
import { cameraOffer, microphoneOffer } from './media/testing/rtp.ts';
import { Metrics } from './metrics/metrics.ts';
import { readExposition, valueOf } from './metrics/testing/exposition.ts';

/** What the workers are asked: by whom is what the metrics promise. */
const asked = { consumers: 0, producers: 0, transports: 0, workers: 0 };

function watchTransport(transport: Transport): void {
  const count = (of: keyof typeof asked, thing: { getStats(): Promise<unknown> }) => {
    const before = thing.getStats.bind(thing);
    vi.spyOn(thing, 'getStats').mockImplementation(() => {
      asked[of] += 1;
      return before();
    });
  };
  count('transports', transport);
  transport.observer.on('newproducer', (producer) => {
    count('producers', producer);
  });
  transport.observer.on('newconsumer', (consumer) => {
    count('consumers', consumer);
  });
}

function watchWorker(worker: Worker): void {
  const before = worker.getResourceUsage.bind(worker);
  vi.spyOn(worker, 'getResourceUsage').mockImplementation(() => {
    asked.workers += 1;
    return before();
  });
  worker.observer.on('newrouter', (router) => {
    router.observer.on('newtransport', watchTransport);
  });
}

describe('Metrics of a real media engine', () => {
  let engine: MediasoupEngine;
  let conference: Conference;
  let metrics: Metrics;
  const stage = new Stage();

  beforeAll(async () => {
    observer.on('newworker', watchWorker);
    engine = await startEngine();
    const { directory, authenticator, tokens, world, log } = stage;
    conference = new Conference({
      directory,
      authenticator,
      tokens,
      recorder: noRecorder,
      rtcConfiguration: () => ({}),
      media: engine,
      world,
      limits: someLimits(),
      log,
    });
  });

  afterEach(() => {
    metrics.close();
  });

  afterAll(async () => {
    observer.off('newworker', watchWorker);
    conference.close({ code: 'shutting-down' });
    await engine.close();
  });

  async function join(name: string) {
    const member = await conference.join({
      group: DEMO,
      credentials: { username: name },
      id: MemberId.parse(name),
      data: {},
      link: new FakeLink(),
    });
    return { member, transport: await receive(member) };
  }

  it('cost a question to each worker and transport in an interval, and none to a track', async () => {
    const { member: ada, transport } = await join('ada');
    const stream = { stream: 'cam' as never, label: 'camera' };
    await publish(ada, transport, { ...stream, ...cameraOffer(1001) });
    await publish(ada, transport, { ...stream, ...microphoneOffer(2001) });
    for (const name of ['bob', 'eve']) {
      const { member } = await join(name);
      member.subscriptions.request({ '': ['audio', 'video'] });
    }
    await vi.waitFor(() => {
      expect(engine.workers()[0]?.downs).toBe(4);
    });

    metrics = new Metrics({ version: '1.2.3', intervalMs: 200, log: stage.log });
    metrics.watch({
      conference,
      media: engine,
      doors: [],
      mediaDoors: [],
      passwords: { running: 0, waiting: 0 },
    });
    await vi.waitFor(() => {
      expect(asked.workers).toBeGreaterThanOrEqual(4);
    }, 10_000);
    let text = '';
    for (let i = 0; i < 50; i += 1) text = await metrics.text();
    metrics.close();
    const rounds = asked.workers;
    expect(asked).toMatchObject({ consumers: 0, producers: 0 });
    expect(asked.transports).toBeGreaterThanOrEqual(3 * (rounds - 1));
    expect(asked.transports).toBeLessThanOrEqual(3 * rounds);

    const told = readExposition(text);
    const worker = engine.workers()[0]?.port.toString() ?? '';
    expect(valueOf(told, 'evagore_media_workers')).toBe(1);
    expect(valueOf(told, 'evagore_media_workers_wanted')).toBe(1);
    expect(valueOf(told, 'evagore_tracks', { direction: 'down', kind: 'video' })).toBe(2);
    expect(valueOf(told, 'evagore_media_worker_cpu_seconds_total', { worker })).toBeGreaterThan(0);
    expect(valueOf(told, 'evagore_media_worker_memory_peak_bytes', { worker })).toBeGreaterThan(1e6);
    expect(stage.log.errors).toEqual([]);
  });

  it('are no statistics: those ask each track once, when somebody looks', async () => {
    asked.consumers = 0;
    asked.producers = 0;
    const { world, log } = stage;
    const [demo] = await new Statistics({ conference, world, log }).current();
    expect(asked).toMatchObject({ consumers: 4, producers: 2 });
    expect(demo?.clients?.map(({ id, up = [], down = [] }) => [id, up.length, down.length])).toEqual([
      ['ada', 1, 0],
      ['bob', 0, 1],
      ['eve', 0, 1],
    ]);
  });
});
