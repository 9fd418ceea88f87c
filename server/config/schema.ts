import { isIP } from 'node:net';
import { z } from 'zod';
import { StaticFolderSetting } from './static-folder.ts';

/**
 * The server's settings. Each `describe` text is what operators read in `--help`, in `config/README.md` and in
 * the JSON Schema: the unit, and what moving the value does.
 */

const Port = z.int().min(1).max(65_535);
const Address = z.string().refine((text) => isIP(text) !== 0, 'must be an IP address, such as 192.0.2.7');
/** Timers of Node count milliseconds in 31 bits; nobody waits for an hour here. */
const Seconds = z.number().positive().max(3_600);
const Count = z.int().positive().max(10_000_000);

/** An address that links are built from: no query and no fragment, as they would end up inside of every link. */
const PublicUrl = z
  .url({ protocol: /^https?$/, error: 'must be a URL such as https://meet.example.org/' })
  .max(1024)
  .refine((url) => !/[?#]/.test(url), 'must have neither a query nor a fragment');

/** As browsers send it in `Origin`: scheme and host, and the port where it is not the usual one. */
const Origin = z
  .string()
  .max(512)
  .refine(
    (text) => URL.canParse(text) && new URL(text).origin.toLowerCase() === text.toLowerCase(),
    'must be an origin such as https://example.org, without a path',
  );

const AddressRange = z
  .string()
  .refine(isAddressRange, 'must be an IP address, a range such as 10.0.0.0/8, or "loopback"');

function isAddressRange(text: string): boolean {
  if (text === 'loopback') return true;
  const [address = '', bits, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}

/** Where the server listens and how it is reached. */
const reach = {
  /** Absent means all addresses, of IPv6 and IPv4 alike. */
  httpHost: z
    .string()
    .min(1)
    .max(255)
    .optional()
    .describe('Address or host name to listen on for pages and signalling; all addresses when absent.'),
  /** 0 lets the system choose, which tests use. */
  httpPort: z
    .int()
    .min(0)
    .max(65_535)
    .default(8443)
    .describe('TCP port of pages and signalling; 0 takes any free one.'),
  insecure: z
    .boolean()
    .default(false)
    .describe(
      'Speak plain HTTP. For use behind a reverse proxy that does TLS: browsers give no camera to plain HTTP pages, except from localhost.',
    ),
  certFile: z
    .string()
    .min(1)
    .optional()
    .describe(
      'PEM file of the TLS certificate with its chain, the own certificate first; goes with keyFile. Absent: cert.pem and key.pem in dataDir where they exist, otherwise a self-signed certificate. A changed file is taken up without a restart.',
    ),
  keyFile: z
    .string()
    .min(1)
    .optional()
    .describe('PEM file of the private key to certFile, without a passphrase.'),
  /** Galène calls it `proxyURL`. */
  publicUrl: PublicUrl.optional().describe(
    'Address under which people reach the server, such as https://meet.example.org/; base of published links. Set it behind a reverse proxy. Absent: taken from each request.',
  ),
  allowOrigin: z
    .array(Origin)
    .max(1_000)
    .default([])
    .describe(
      'Further web origins whose pages may open a connection here, such as https://example.org. Pages of this server always may.',
    ),
  trustProxy: z
    .array(AddressRange)
    .max(1_000)
    .default([])
    .describe(
      'Addresses or ranges of your reverse proxies, or "loopback". Only from these are X-Forwarded-For, -Proto and -Host believed; without it everybody behind the proxy counts as one address.',
    ),
};

/** Where files are. Relative paths start at the working directory. */
const places = {
  dataDir: z
    .string()
    .min(1)
    .default('data')
    .describe('Folder for what the server keeps: certificate, configuration.'),
  groupsDir: z.string().min(1).default('groups').describe('Folder of the group files.'),
  recordingsDir: z
    .string()
    .min(1)
    .default('recordings')
    .describe('Folder of the recordings, with a folder for each group.'),
  static: z
    .array(StaticFolderSetting)
    .max(16)
    .default([])
    .describe(
      'Folders with further pages, such as the static/ of a Galène checkout: {"prefix": "/classic/", "dir": "DIR"}, or as text /classic/=DIR. With the prefix "/", or as text DIR alone, its pages take the place of the server\'s own; with another one they are beside them. Only folders whose scripts you trust.',
    ),
};

/** The media engine. */
const media = {
  rtcPort: Port.default(44_444).describe(
    'UDP and TCP port of the first media worker; each further worker takes the next one. Open them in the firewall.',
  ),
  rtcWorkers: z
    .int()
    .min(0)
    .max(256)
    .default(0)
    .describe('Number of media workers; 0 for one per processor core. More than cores does not help.'),
  rtcListenAddresses: z
    .array(Address)
    .max(64)
    .default([])
    .describe(
      'IP addresses on which media is received and offered; empty for those of all network interfaces.',
    ),
  rtcAnnouncedAddress: z
    .string()
    .min(1)
    .max(255)
    .optional()
    .describe(
      'Public IP address or host name told to clients for media, where the server has a private one (NAT, containers).',
    ),
  relayOnly: z
    .boolean()
    .default(false)
    .describe(
      'Clients send and receive media through TURN servers only, so that nobody learns their addresses.',
    ),
  rtcMaxIncomingBitrate: Count.max(1_000_000_000)
    .default(10_000_000)
    .describe(
      'Most that one member may send, in bits per second, over all its streams; lower saves bandwidth at the cost of quality.',
    ),
  rtcInitialOutgoingBitrate: Count.max(1_000_000_000)
    .default(1_000_000)
    .describe(
      'Bits per second assumed for a receiver before its connection was measured; higher sharpens the first seconds, but stalls slow connections.',
    ),
};

/** What one connection, and all of them together, may use. */
const limits = {
  /** 1 MiB is what Galène accepts; SDP and whiteboards stay far below. */
  maxMessageBytes: Count.min(1_024)
    .default(1_048_576)
    .describe(
      'Longest message that a client may send, in bytes; a longer one ends its connection. Those of the dialect evagore-1 have 262144 at most.',
    ),
  messagesPerSecond: Count.default(50).describe(
    'Messages per second that one connection may send in the long run; faster ones end with too-many-messages.',
  ),
  /** Publishing a camera with all its candidates takes some 40 messages. */
  messageBurst: Count.default(250).describe(
    'Messages that one connection may send at once, beyond messagesPerSecond.',
  ),
  maxQueuedMessages: Count.default(256).describe(
    'Messages of one connection that may wait for their turn; more end the connection.',
  ),
  /** A roster of a thousand and a full chat history are about one mebibyte: a joiner has to get them in one go. */
  maxSendQueueBytes: Count.min(65_536)
    .default(4_194_304)
    .describe(
      'Bytes that may wait to be sent to one client. A slower reader is dropped; it costs this much memory at most.',
    ),
  maxConnections: Count.default(5_000).describe(
    'Signalling connections to the server at once; more are refused with 503.',
  ),
  /** A school behind one address comes as a few hundred. */
  maxConnectionsPerAddress: Count.default(500).describe(
    'Signalling connections from one IPv4 address or IPv6 /64 network at once; more are refused with 429. Schools and companies often share one address.',
  ),
  pageRequestsPerMinute: Count.default(600).describe(
    'Pages and status requests per minute from one IPv4 address or IPv6 /64 network, and ten times as many scripts and pictures; more are refused with 429.',
  ),
  handshakeTimeoutSeconds: Seconds.default(15).describe(
    'Seconds from connecting to the first message; lower frees dead connections sooner.',
  ),
  pingAfterSeconds: Seconds.default(4).describe(
    'Seconds of silence after which the server asks whether the client is there.',
  ),
  idleTimeoutSeconds: Seconds.default(8).describe(
    'Seconds of silence after which a connection counts as lost; the others then see the member as reconnecting. Longer than pingAfterSeconds.',
  ),
  resumeSeconds: z
    .number()
    .min(0)
    .max(3_600)
    .default(60)
    .describe(
      'Seconds for which the seat of a member is kept after its connection was lost: role, hand, streams and all messages. 0 keeps none.',
    ),
  /** What 400 people say in a minute is some 200 kB. */
  maxResumeMessages: Count.default(5_000).describe(
    'Messages that are kept for one client until it has read them; one that missed more has to join again.',
  ),
  maxResumeBytes: Count.min(65_536)
    .default(1_048_576)
    .describe('Length of all messages that are kept for one client until it has read them.'),
  maxStreamsPerMember: Count.max(1_000)
    .default(16)
    .describe('Streams (camera, screen, …) that one member may publish at once.'),
  maxTracksPerStream: Count.max(64).default(8).describe('Audio and video tracks in one published stream.'),
  maxPeerConnections: Count.max(10_000)
    .default(512)
    .describe(
      "Streams that one client of Galène's dialect may send and receive at once; each has a peer connection of its own.",
    ),
  maxProbes: z
    .int()
    .min(0)
    .max(1_000)
    .default(16)
    .describe(
      'Visitors who may test their connection at once, for at most 20 seconds each, before they have joined; more are told to try again. 0 lets nobody.',
    ),
  maxMembersPerGroup: Count.default(1_000).describe(
    'Members of a group, operators included; a group file can set a lower max-clients.',
  ),
  /** Galène's number. */
  maxChatHistory: z
    .int()
    .min(0)
    .max(10_000)
    .default(50)
    .describe('Chat messages that a group keeps for those who come later; 0 keeps none.'),
  /** Each check keeps one of Node's four file and hash threads busy; two leave room for files. */
  maxPasswordChecks: Count.max(64)
    .default(2)
    .describe('Password hashes computed at once; more than the processor cores does not help.'),
  maxQueuedPasswordChecks: z
    .int()
    .min(0)
    .max(10_000)
    .default(100)
    .describe('Logins that may wait for their password to be checked; more are told to try again.'),
};

const ending = {
  drainSeconds: z
    .number()
    .min(0)
    .max(86_400)
    .default(0)
    .describe(
      'Seconds that members have to finish when the server is told to stop by SIGTERM; nobody new is let in meanwhile. A second signal stops it at once. 0 stops it at once always.',
    ),
};

const logging = {
  logLevel: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('Least urgent messages to log; debug tells of every message.'),
  /** Absent: readable on a terminal, JSON into a file or pipe. */
  logFormat: z
    .enum(['pretty', 'json'])
    .optional()
    .describe(
      'Lines for people (pretty) or for programs (json). Absent: pretty on a terminal, json elsewhere.',
    ),
};

/** What the server tells of itself to a monitoring system. */
const monitoring = {
  metrics: z
    .boolean()
    .default(true)
    .describe(
      'Tell Prometheus how the server does, at /metrics, to administrators by password (Basic) or token (Bearer). When off, nothing is measured either.',
    ),
  metricsPort: z
    .int()
    .min(0)
    .max(65_535)
    .optional()
    .describe(
      'TCP port on which the metrics are told by plain HTTP, without credentials, instead of at /metrics of the pages; 0 takes any free one.',
    ),
  metricsHost: z
    .string()
    .min(1)
    .max(255)
    .default('127.0.0.1')
    .describe(
      'Address or host name to listen on for metricsPort. Whoever reaches it can read the metrics: no names and no secrets, but how busy the server is.',
    ),
  metricsIntervalSeconds: Seconds.min(1)
    .default(15)
    .describe(
      'Seconds in which each media worker and each media transport is asked once for its figures; lower shows more and costs more. As long as Prometheus waits between two scrapes is right.',
    ),
};

export const ServerConfig = z.strictObject({
  ...reach,
  ...places,
  ...media,
  ...limits,
  ...ending,
  ...monitoring,
  ...logging,
});
export type ServerConfig = Readonly<z.infer<typeof ServerConfig>>;
export type Setting = keyof ServerConfig;

/** What holds between settings. Returns a sentence for each rule that is broken. */
export function contradictions(config: ServerConfig): string[] {
  const found: string[] = [];
  if ((config.certFile === undefined) !== (config.keyFile === undefined)) {
    const [there, missing] =
      config.certFile === undefined ? ['keyFile', 'certFile'] : ['certFile', 'keyFile'];
    found.push(
      `${there} is set, but ${missing} is not; a certificate and its key go together, so set both or neither.`,
    );
  }
  if (config.insecure && config.certFile !== undefined) {
    found.push('insecure and certFile contradict each other; remove one of them.');
  }
  if (!config.metrics && config.metricsPort !== undefined) {
    found.push('metricsPort is set, but metrics is false; remove one of them.');
  }
  if (config.idleTimeoutSeconds <= config.pingAfterSeconds) {
    found.push(
      `idleTimeoutSeconds (${config.idleTimeoutSeconds.toString()}) must be longer than pingAfterSeconds (${config.pingAfterSeconds.toString()}), or everybody is dropped unasked.`,
    );
  }
  return found;
}
