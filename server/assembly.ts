import { randomBytes } from 'node:crypto';
import { Server as HttpsServer } from 'node:https';
import path from 'node:path';
import type { CloseReason } from '@evagore/shared';
import type { ServerConfig } from './config/schema.ts';
import { Conference } from './core/conference.ts';
import { noRecorder } from './core/no-recorder.ts';
import type { World } from './core/ports.ts';
import { PROBE_TICK_MS, Probes } from './core/probes.ts';
import { QUALITY_TICK_MS, QualityWatch } from './core/quality-watch.ts';
import { Statistics } from './core/statistics.ts';
import { GaleneDoor } from './doors/galene/door.ts';
import { NativeDoor } from './doors/native/door.ts';
import { Reception } from './doors/socket/reception.ts';
import { Capacity } from './doors/whip/capacity.ts';
import { MediaDoor } from './doors/whip/door.ts';
import { whepIn, whip } from './doors/whip/trades.ts';
import { Drain } from './drain.ts';
import { openFiles } from './files.ts';
import { LiveMeetings } from './live-meetings.ts';
import { ContextLog, type Logger } from './log.ts';
import { MediasoupEngine } from './media/engine.ts';
import { listenForMetrics } from './metrics/listener.ts';
import { Metrics } from './metrics/metrics.ts';
import { buildWeb } from './web/application.ts';
import { listen } from './web/listen.ts';
import { openStaticFolders } from './web/static-folder.ts';
import { openTls, type OpenTls } from './web/tls.ts';
import { Upgrade } from './web/upgrade.ts';

/** How often groups that nobody uses are looked for. */
const SWEEP_INTERVAL_MS = 60_000;

/** How long clients may take to read why they are sent away. */
const FAREWELL_MS = 1500;

/** Where Vite puts the web client. */
const STATIC_DIR = path.join(import.meta.dirname, '../dist/web');

/** A server that listens. */
export interface RunningServer {
  readonly port: number;
  /** Absent for plain HTTP. */
  readonly tls: Pick<OpenTls, 'fingerprint' | 'isSelfMade' | 'certFile'> | undefined;
  readonly conference: Conference;
  readonly media: MediasoupEngine;
  readonly drain: Drain;
  /** Resolves when a drain is over; the server is to be closed then. */
  readonly drained: Promise<void>;
  /** Tells everybody why, and ends; resolves when nothing of the server runs any more. Idempotent. */
  close(reason: CloseReason): Promise<void>;
}

/**
 * Puts the parts of a server together and begins to listen.
 *
 * @throws StartError or MediaStartError: sentences for the operator; nothing is left running then.
 */
export async function startServer(
  config: ServerConfig,
  options: { log: Logger; version: string },
): Promise<RunningServer> {
  const { log } = options;
  const undo: (() => void | Promise<void>)[] = [];
  try {
    return await assemble(config, { ...options, undo });
  } catch (error) {
    for (const step of undo.reverse()) await step();
    log.debug({ err: error }, 'start failed');
    throw error;
  }
}

async function assemble(
  config: ServerConfig,
  options: { log: Logger; version: string; undo: (() => void | Promise<void>)[] },
): Promise<RunningServer> {
  const { log, version, undo } = options;

  const metrics = config.metrics
    ? new Metrics({ version, intervalMs: config.metricsIntervalSeconds * 1000, log })
    : undefined;
  undo.push(() => {
    metrics?.close();
  });
  const tally = metrics?.tally;

  const tls = config.insecure ? undefined : await openTls(config, log);
  const staticFolders = await openStaticFolders(config.static);

  const files = openFiles(config, log);
  const { groups, tokens, site, iceServers, authenticator } = files;
  undo.push(() => {
    groups.close();
  });
  await iceServers.refresh();

  const media = await MediasoupEngine.start({
    workers: config.rtcWorkers,
    rtcPort: config.rtcPort,
    listenAddresses: config.rtcListenAddresses,
    announcedAddress: config.rtcAnnouncedAddress,
    maxIncomingBitrate: config.rtcMaxIncomingBitrate,
    initialOutgoingBitrate: config.rtcInitialOutgoingBitrate,
    workerLogLevel: 'error',
    logger: log,
  });
  undo.push(() => media.close());

  const visitors = new ContextLog(log);
  const conference = new Conference({
    directory: groups,
    authenticator,
    tokens,
    recorder: noRecorder,
    rtcConfiguration: () => iceServers.configuration(),
    media,
    world,
    limits: {
      membersPerGroup: config.maxMembersPerGroup,
      streamsPerMember: config.maxStreamsPerMember,
      tracksPerStream: config.maxTracksPerStream,
      // One to send and one to receive, and their successors while those are being opened.
      transportsPerMember: 4,
      chatHistory: config.maxChatHistory,
    },
    tally,
    log: visitors,
  });
  const statistics = new Statistics({ conference, world, log });
  const quality = new QualityWatch({ conference, world, log });
  const looks = setInterval(() => void quality.tick(), QUALITY_TICK_MS);
  undo.push(() => {
    clearInterval(looks);
  });
  const sweep = setInterval(() => {
    conference.sweep();
    tokens.sweep(Date.now()).catch((err: unknown) => {
      log.error({ err }, 'expired tokens were not swept');
    });
  }, SWEEP_INTERVAL_MS);
  undo.push(() => {
    clearInterval(sweep);
  });

  const probes = new Probes({ media, world, maxAtOnce: config.maxProbes, tally });
  const probeLooks = setInterval(() => void probes.tick(), PROBE_TICK_MS);
  undo.push(() => {
    clearInterval(probeLooks);
    probes.close();
  });

  const native = new NativeDoor({
    conference,
    probes,
    limits: {
      rate: { perSecond: config.messagesPerSecond, burst: config.messageBurst },
      maxQueuedMessages: config.maxQueuedMessages,
      maxSendQueueBytes: config.maxSendQueueBytes,
    },
    resume: {
      keepMs: config.resumeSeconds * 1000,
      maxMessages: config.maxResumeMessages,
      maxLength: config.maxResumeBytes,
    },
    liveness: {
      pingAfterMs: config.pingAfterSeconds * 1000,
      timeoutMs: config.idleTimeoutSeconds * 1000,
    },
    tally,
    now: () => performance.now(),
  });
  const galene = new GaleneDoor({
    conference,
    limits: {
      rate: { perSecond: config.messagesPerSecond, burst: config.messageBurst },
      maxQueuedMessages: config.maxQueuedMessages,
      maxSendQueueBytes: config.maxSendQueueBytes,
      maxStreams: config.maxPeerConnections,
    },
    tally,
    now: () => performance.now(),
  });
  const capacity = new Capacity({
    total: config.maxConnections,
    perNetwork: config.maxConnectionsPerAddress,
  });
  const mediaDoors = [whip, whepIn(world)].map(
    (trade) =>
      new MediaDoor(trade, {
        conference,
        authenticator,
        world,
        rtcConfiguration: () => iceServers.configuration(),
        capacity,
        tally,
        log: visitors,
      }),
  );
  metrics?.watch({ conference, media, doors: [native, galene], mediaDoors, passwords: files.passwords });
  const reception = new Reception({
    dialects: [native, galene],
    // As its own server does: it tells them that they are not understood for sure, and goes on.
    fallback: galene,
    handshakeTimeoutMs: config.handshakeTimeoutSeconds * 1000,
    tally,
    log: visitors,
  });

  const drained = Promise.withResolvers<undefined>();
  const drain = new Drain({
    conference,
    world,
    onDrained: () => {
      drained.resolve(undefined);
    },
  });
  undo.push(() => {
    drain.close();
  });
  const app = await buildWeb({
    groups,
    live(name) {
      const group = conference.group(name);
      return group === undefined ? undefined : { clientCount: group.members.size, locked: group.locked };
    },
    health: () => (media.workers().length > 0 ? { ok: true } : { ok: false, reason: 'no media worker runs' }),
    staticDir: STATIC_DIR,
    staticFolders,
    version,
    log,
    tls,
    publicUrl: config.publicUrl,
    trustProxy: config.trustProxy,
    pageRequestsPerMinute: config.pageRequestsPerMinute,
    site,
    admin: {
      site,
      groups: files.groupEditor,
      tokens: files.tokenEditor,
      authenticator,
      conference: new LiveMeetings({ conference, drain, stats: () => statistics.current() }),
    },
    metrics: config.metricsPort === undefined ? metrics : undefined,
    tally,
    recordings: { folder: config.recordingsDir, authenticator },
    doors: { doors: mediaDoors, allowOrigin: config.allowOrigin },
    failures: files.failures,
  });
  undo.push(() => app.close());
  metrics?.countRequests(app.server);
  if (metrics !== undefined && config.metricsPort !== undefined) {
    const { metricsHost: host, metricsPort } = config;
    const listener = await listenForMetrics({ metrics, host, port: metricsPort, log });
    undo.push(() => listener.close());
  }
  const upgrade = new Upgrade({
    server: app.server,
    tally,
    log,
    allowOrigin: config.allowOrigin,
    publicUrl: config.publicUrl,
    site,
    trustProxy: config.trustProxy,
    maxMessageBytes: config.maxMessageBytes,
    maxConnections: config.maxConnections,
    maxConnectionsPerAddress: config.maxConnectionsPerAddress,
    onSocket(socket, from) {
      reception.accept(socket, from);
    },
  });
  if (tls !== undefined && app.server instanceof HttpsServer) undo.push(tls.watch(app.server));

  const port = await listen(app, config);
  log.info({ port, version }, 'listening');

  let closing: Promise<void> | undefined;
  const close = async (reason: CloseReason): Promise<void> => {
    reception.close();
    native.close(reason);
    galene.close(reason);
    for (const door of mediaDoors) door.close(reason);
    conference.close(reason);
    await farewell(upgrade);
    upgrade.close();
    for (const step of undo.reverse()) await step();
    log.info({ code: reason.code }, 'stopped');
  };
  return {
    port,
    tls,
    conference,
    media,
    drain,
    drained: drained.promise,
    close: (reason) => (closing ??= close(reason)),
  };
}

/** The machine's clock, timers and chance. */
const world: World = {
  now: Date.now,
  after(delayMs, task) {
    // A timer takes a millisecond at least; what is due at once is due in this turn.
    if (delayMs <= 0) {
      const immediate = setImmediate(task);
      return () => {
        clearImmediate(immediate);
      };
    }
    const timer = setTimeout(task, delayMs);
    return () => {
      clearTimeout(timer);
    };
  },
  newId: () => randomBytes(12).toString('base64url'),
};

/** Waits until the sockets are closed from both sides, or have had their time. */
async function farewell(upgrade: Upgrade): Promise<void> {
  const deadline = performance.now() + FAREWELL_MS;
  while (upgrade.count > 0 && performance.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
