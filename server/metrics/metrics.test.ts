import { MemberId } from '@evagore/shared';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Conference } from '../core/conference.ts';
import { noRecorder } from '../core/no-recorder.ts';
import { FakeLink, DEMO, Stage, publishTrack, receive, settled, someLimits } from '../core/testing/fakes.ts';
import { Metrics } from './metrics.ts';
import { readExposition, valueOf, type Exposition } from './testing/exposition.ts';
import { FakeMediaFigures, fakeSources } from './testing/fake-sources.ts';

/** A round of sampling, in milliseconds. */
const INTERVAL_MS = 50;

let stage: Stage;
let media: FakeMediaFigures;
let metrics: Metrics;

beforeEach(() => {
  stage = new Stage();
  media = new FakeMediaFigures();
  metrics = new Metrics({ version: '1.2.3', intervalMs: INTERVAL_MS, log: stage.log });
});

afterEach(() => {
  metrics.close();
  expect(stage.log.errors).toEqual([]);
});

async function scrape(): Promise<Exposition> {
  return readExposition(await metrics.text());
}

/** Somebody who publishes a picture and a sound, and somebody who receives both. */
async function aTalk() {
  const { member: ada } = await stage.join('ada');
  const vera = await stage.joinAsViewer('vera');
  const out = await receive(ada);
  await publishTrack(ada, out);
  await publishTrack(ada, out, { kind: 'audio' });
  await settled();
  return { ada, vera };
}

/** Lets two rounds of sampling pass; one may have begun before. */
async function twoRounds(): Promise<void> {
  const before = media.asked;
  await vi.waitFor(() => {
    expect(media.asked).toBeGreaterThanOrEqual(before + 3);
  }, 10_000);
}

describe('The metrics', () => {
  it('are in the format that Prometheus reads, each with a text and a type', async () => {
    metrics.watch(fakeSources(stage, media));
    await twoRounds();
    const { samples, help, types } = await scrape();
    expect(metrics.contentType).toBe('text/plain; version=0.0.4; charset=utf-8');
    for (const { name } of samples) {
      const base = name.replace(/_(bucket|sum|count)$/, '');
      const metric = help.has(name) ? name : base;
      expect(help.get(metric), name).toMatch(/^\S.{10,}/);
      expect(types.get(metric), name).toMatch(/^(counter|gauge|histogram)$/);
    }
  });

  it('are named after their units, and counters after what they count', async () => {
    metrics.watch(fakeSources(stage, media));
    const { help, types } = await scrape();
    const ours = [...help.keys()].filter((name) => name.startsWith('evagore_'));
    expect(ours.length).toBeGreaterThan(20);
    for (const name of ours) {
      expect(types.get(name) === 'counter', name).toBe(name.endsWith('_total'));
      expect(name, 'base units').not.toMatch(/_(ms|milliseconds|bits|kb|mb|percent)(_|$)/);
    }
  });

  it('tell the version of the server', async () => {
    expect(valueOf(await scrape(), 'evagore_build_info', { version: '1.2.3' })).toBe(1);
  });

  it('tell of the process, and no more of it than is worth its cost', async () => {
    const { help } = await scrape();
    const others = [...help.keys()].filter((name) => !name.startsWith('evagore_'));
    expect(others).toContain('process_resident_memory_bytes');
    expect(others).toContain('process_cpu_seconds_total');
    expect(others.filter((name) => name.includes('eventloop') || name.includes('active'))).toEqual([]);
  });

  it('count members, streams and tracks when they are asked', async () => {
    metrics.watch(fakeSources(stage, media));
    expect(valueOf(await scrape(), 'evagore_members')).toBe(0);
    const { ada } = await aTalk();
    ada.lost();
    const now = await scrape();
    expect(valueOf(now, 'evagore_groups')).toBe(1);
    expect(valueOf(now, 'evagore_members')).toBe(2);
    expect(valueOf(now, 'evagore_members_reconnecting')).toBe(1);
    expect(valueOf(now, 'evagore_media_transports')).toBe(2);
    for (const direction of ['up', 'down']) {
      expect(valueOf(now, 'evagore_streams', { direction })).toBe(1);
      expect(valueOf(now, 'evagore_tracks', { direction, kind: 'audio' })).toBe(1);
      expect(valueOf(now, 'evagore_tracks', { direction, kind: 'video' })).toBe(1);
    }
    ada.leave({ code: 'left' });
    await settled();
    const later = await scrape();
    expect(valueOf(later, 'evagore_members_reconnecting')).toBe(0);
    expect(valueOf(later, 'evagore_tracks', { direction: 'down', kind: 'video' })).toBe(0);
  });

  it('tell of sockets, passwords, workers and the stop that is planned', async () => {
    metrics.watch(fakeSources(stage, media));
    media.workerDeaths = 1;
    const before = await scrape();
    expect(valueOf(before, 'evagore_connections', { dialect: 'evagore-1' })).toBe(3);
    expect(valueOf(before, 'evagore_socket_queue_bytes', { dialect: 'evagore-1' })).toBe(4_096);
    expect(valueOf(before, 'evagore_http_media_sessions', { door: 'whip' })).toBe(2);
    expect(valueOf(before, 'evagore_password_checks', { state: 'running' })).toBe(2);
    expect(valueOf(before, 'evagore_password_checks', { state: 'waiting' })).toBe(5);
    expect(valueOf(before, 'evagore_media_workers')).toBe(2);
    expect(valueOf(before, 'evagore_media_workers_wanted')).toBe(2);
    expect(valueOf(before, 'evagore_media_worker_deaths_total')).toBe(1);
    expect(valueOf(before, 'evagore_draining')).toBe(0);
    stage.conference.drain({ closesAt: 1, message: '' });
    media.workerDeaths = 3;
    const after = await scrape();
    expect(valueOf(after, 'evagore_draining')).toBe(1);
    expect(valueOf(after, 'evagore_media_worker_deaths_total')).toBe(3);
  });

  it('count what is told to the tally', async () => {
    const { tally } = metrics;
    expect(valueOf(await scrape(), 'evagore_joins_total')).toBe(0);
    tally.refused('native', 'group-full');
    tally.refused('native', 'group-full');
    tally.refused('http', 'group-full');
    tally.resumed();
    tally.resumeRefused('seat-lost');
    tally.disconnected('slow-reader');
    const now = await scrape();
    expect(valueOf(now, 'evagore_refusals_total', { door: 'native', code: 'group-full' })).toBe(2);
    expect(valueOf(now, 'evagore_refusals_total', { door: 'http', code: 'group-full' })).toBe(1);
    expect(valueOf(now, 'evagore_resumes_total')).toBe(1);
    expect(valueOf(now, 'evagore_resumes_refused_total', { code: 'seat-lost' })).toBe(1);
    expect(valueOf(now, 'evagore_disconnections_total', { code: 'slow-reader' })).toBe(1);
  });

  it('count the joins and leaves of a conference', async () => {
    const { directory, authenticator, tokens, world, log } = stage;
    const conference = new Conference({
      directory,
      authenticator,
      tokens,
      recorder: noRecorder,
      rtcConfiguration: () => ({}),
      media: stage.media,
      world,
      limits: someLimits(),
      tally: metrics.tally,
      log,
    });
    for (const name of ['ada', 'bob']) {
      const member = await conference.join({
        group: DEMO,
        credentials: { username: name },
        id: MemberId.parse(name),
        data: {},
        link: new FakeLink(),
      });
      if (name === 'bob') member.remove({ code: 'kicked' });
    }
    const now = await scrape();
    expect(valueOf(now, 'evagore_joins_total')).toBe(2);
    expect(valueOf(now, 'evagore_leaves_total', { code: 'kicked' })).toBe(1);
    expect(valueOf(now, 'evagore_leaves_total', { code: 'left' })).toBeUndefined();
  });

  it('name no group, member, stream or password', async () => {
    metrics.watch(fakeSources(stage, media));
    const { member } = await stage.join('margarethe', { id: 'id-4711', password: 'opensesame' });
    await publishTrack(member, await receive(member), { stream: 'stream-4712', label: 'label-4713' });
    member.leave({ code: 'left', message: 'farewell-4714' });
    await twoRounds();
    const text = await metrics.text();
    expect(text).not.toMatch(/margarethe|opensesame|4711|4712|4713|4714|demo|192\.0\.2/);
  });

  it('add up what workers consume, over the deaths of workers', async () => {
    metrics.watch(fakeSources(stage, media));
    await twoRounds();
    const cpu = async () =>
      valueOf(await scrape(), 'evagore_media_worker_cpu_seconds_total', { worker: '4000' });
    expect(await cpu()).toBe(1.5);
    media.figures = [{ pid: 10, port: 4000, cpuMs: 2_500, peakMemoryBytes: 30_000_000 }];
    await twoRounds();
    expect(await cpu()).toBe(2.5);
    media.figures = [{ pid: 99, port: 4000, cpuMs: 250, peakMemoryBytes: 5_000_000 }];
    await twoRounds();
    expect(await cpu()).toBe(2.75);
    const now = await scrape();
    expect(valueOf(now, 'evagore_media_worker_memory_peak_bytes', { worker: '4000' })).toBe(5_000_000);
    expect(valueOf(now, 'evagore_media_worker_memory_peak_bytes', { worker: '4001' })).toBeUndefined();
  });

  it('add up what transports carry, also when they are gone', async () => {
    metrics.watch(fakeSources(stage, media));
    await aTalk();
    const [first, second] = stage.media.room.transports;
    first!.figures = { receivedBytes: 1_000, sentBytes: 20, protocol: 'udp' };
    second!.figures = { receivedBytes: 500, sentBytes: 10, protocol: 'tcp' };
    await twoRounds();
    expect(valueOf(await scrape(), 'evagore_media_received_bytes_total')).toBe(1_500);
    expect(valueOf(await scrape(), 'evagore_media_transports_connected', { protocol: 'tcp' })).toBe(1);
    second!.close();
    first!.figures = { receivedBytes: 1_001, sentBytes: 25, protocol: 'udp' };
    await twoRounds();
    const now = await scrape();
    expect(valueOf(now, 'evagore_media_received_bytes_total')).toBe(1_501);
    expect(valueOf(now, 'evagore_media_sent_bytes_total')).toBe(35);
    expect(valueOf(now, 'evagore_media_transports_connected', { protocol: 'udp' })).toBe(1);
    expect(valueOf(now, 'evagore_media_transports_connected', { protocol: 'tcp' })).toBe(0);
  });

  it('ask no track ever, and no transport because of a scrape', async () => {
    metrics.watch(fakeSources(stage, media));
    await aTalk();
    const asked = () => stage.media.requests.get('transportStats') ?? 0;
    const rounds = media.asked;
    await twoRounds();
    for (let i = 0; i < 100; i += 1) await metrics.text();
    // Two transports, and one round more that may have begun.
    expect(asked()).toBeLessThanOrEqual(2 * (media.asked - rounds + 1));
    expect(asked()).toBeGreaterThan(0);
    expect(stage.media.requests.get('trackStats')).toBeUndefined();
  });

  it('sample nothing any more once they are closed', async () => {
    metrics.watch(fakeSources(stage, media));
    await twoRounds();
    metrics.close();
    metrics.close();
    const before = media.asked;
    await new Promise((resolve) => setTimeout(resolve, 3 * INTERVAL_MS));
    expect(media.asked).toBe(before);
    expect(valueOf(await scrape(), 'evagore_members')).toBe(0);
  });

  it('go on after a round that failed, and log it', async () => {
    metrics.watch(fakeSources(stage, media));
    const error = new Error('no answer');
    const stats = vi.spyOn(media, 'stats').mockRejectedValueOnce(error);
    await vi.waitFor(() => {
      expect(stats.mock.calls.length).toBeGreaterThan(2);
    });
    expect(stage.log.lines.filter(({ level }) => level === 'error')).toMatchObject([
      { data: { err: error }, message: 'metrics not sampled' },
    ]);
    stage.log.lines.length = 0;
  });

  it('tell how late the event loop was, in seconds', async () => {
    metrics.watch(fakeSources(stage, media));
    const longest = async () =>
      valueOf(await scrape(), 'evagore_event_loop_delay_seconds', { quantile: '1' });
    await twoRounds();
    const seen: number[] = [];
    for (let i = 0; i < 10; i += 1) {
      const end = performance.now() + 200;
      while (performance.now() < end);
      await new Promise((resolve) => setTimeout(resolve, 30));
      seen.push((await longest()) ?? 0);
    }
    const worst = Math.max(...seen);
    expect(worst).toBeGreaterThan(0.1);
    expect(worst).toBeLessThan(20);
  });

  it('answer those who ask at once with one text', async () => {
    metrics.watch(fakeSources(stage, media));
    const [first, second] = await Promise.all([metrics.text(), metrics.text()]);
    expect(second).toBe(first);
    await stage.join('ada');
    expect(valueOf(await scrape(), 'evagore_members')).toBe(1);
  });
});
