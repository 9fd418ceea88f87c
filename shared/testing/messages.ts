/**
 * A sample of every message of the native dialect, as plain JSON values: for tests, and for pages that show
 * what messages look like.
 */

export const sampleRtpParameters = {
  mid: '0',
  codecs: [
    {
      mimeType: 'video/VP8',
      payloadType: 96,
      clockRate: 90_000,
      parameters: { 'x-google-start-bitrate': 1000 },
      rtcpFeedback: [{ type: 'nack' }, { type: 'nack', parameter: 'pli' }],
    },
  ],
  headerExtensions: [{ uri: 'urn:ietf:params:rtp-hdrext:sdes:mid', id: 1 }],
  encodings: [{ ssrc: 1111, scalabilityMode: 'L1T3', maxBitrate: 500_000 }],
  rtcp: { cname: 'ada', reducedSize: true },
};

const sampleRtpCapabilities = {
  codecs: [
    { kind: 'audio', mimeType: 'audio/opus', preferredPayloadType: 100, clockRate: 48_000, channels: 2 },
    { kind: 'video', mimeType: 'video/VP8', preferredPayloadType: 101, clockRate: 90_000 },
  ],
  headerExtensions: [{ kind: 'video', uri: 'urn:ietf:params:rtp-hdrext:sdes:mid', preferredId: 1 }],
};

export const sampleDtlsParameters = {
  role: 'client',
  fingerprints: [{ algorithm: 'sha-256', value: '82:5A:68:3D:36:C3:0A:DE:AF:E7:32:43:D2:88:83:57' }],
};

const iceParameters = { usernameFragment: 'h4x1', password: 'm7c9wqd2', iceLite: true };

const transport = {
  iceParameters,
  iceCandidates: [
    {
      foundation: 'udpcandidate',
      priority: 1_076_302_079,
      ip: '203.0.113.7',
      address: '203.0.113.7',
      protocol: 'udp',
      port: 44_444,
      type: 'host',
    },
  ],
  dtlsParameters: { ...sampleDtlsParameters, role: 'server' },
};

const ada = {
  id: 'ada-1',
  username: 'ada',
  permissions: ['op', 'present'],
  data: { raisehand: true },
  streams: [{ id: 'cam', label: 'camera', tracks: [{ id: 'up-1', kind: 'video', muted: false }] }],
};

const status = { name: 'physics/lab 3', displayName: 'The lab', locked: true, clientCount: 2 };

const chatMessage = {
  id: 'chat-1',
  kind: '',
  source: 'ada-1',
  username: 'ada',
  time: '2026-01-02T03:04:05.678Z',
  privileged: true,
  value: 'Good morning',
};

export const sampleHandshake = { type: 'handshake', version: ['evagore-1', '2'], id: 'ada-1' };

/** What a client says after the handshake, by a name for each. */
export const clientSamples = {
  ping: { type: 'ping' },
  pong: { type: 'pong' },
  seen: { type: 'seen', cursor: 113 },
  resume: { type: 'resume', ref: 18, ticket: '9pX2kYbT0c', cursor: 113 },
  join: {
    type: 'join',
    kind: 'join',
    ref: 1,
    group: 'physics/lab 3',
    username: 'ada',
    password: 'analytical',
    token: 'eyJ0',
    data: { raisehand: true },
  },
  leave: { type: 'join', kind: 'leave', ref: 2, group: 'physics/lab 3' },
  probeOpen: { type: 'probe', kind: 'open', ref: 21 },
  probeConnect: { type: 'probe', kind: 'connect', ref: 22, dtlsParameters: sampleDtlsParameters },
  probeMeasure: { type: 'probe', kind: 'measure', ref: 23 },
  probeClose: { type: 'probe', kind: 'close', ref: 24 },
  request: { type: 'request', ref: 3, request: { '': ['audio'], camera: ['audio', 'video-low'] } },
  requestStream: { type: 'requestStream', ref: 4, id: 'cam', request: ['video'] },
  requestStreamUndone: { type: 'requestStream', ref: 5, id: 'cam', request: null },
  draw: { type: 'draw', ref: 19, streams: { cam: { width: 320, height: 180 }, screen: null } },
  openTransportToSend: { type: 'openTransport', ref: 6, direction: 'send' },
  openTransportToReceive: {
    type: 'openTransport',
    ref: 7,
    direction: 'receive',
    rtpCapabilities: sampleRtpCapabilities,
  },
  connectTransport: {
    type: 'connectTransport',
    ref: 8,
    id: 'transport-1',
    dtlsParameters: sampleDtlsParameters,
  },
  restartIce: { type: 'restartIce', ref: 9, id: 'transport-1' },
  offer: {
    type: 'offer',
    ref: 10,
    id: 'cam',
    label: 'camera',
    replace: 'old-cam',
    kind: 'video',
    rtpParameters: sampleRtpParameters,
    muted: true,
  },
  answer: { type: 'answer', ref: 11, id: 'cam', tracks: ['down-1'] },
  close: { type: 'close', ref: 12, id: 'cam', track: 'up-1' },
  mute: { type: 'mute', ref: 13, id: 'cam', track: 'up-1', muted: true },
  size: { type: 'size', ref: 20, id: 'cam', track: 'up-1', width: 1280, height: 720 },
  chat: { type: 'chat', ref: 14, kind: 'me', dest: 'bob-1', noecho: true, value: 'waves' },
  usermessage: {
    type: 'usermessage',
    ref: 15,
    kind: 'slide',
    dest: 'bob-1',
    noecho: true,
    value: { page: 3, of: [1, 2, 3] },
  },
  useraction: { type: 'useraction', ref: 16, kind: 'kick', dest: 'bob-1', value: 'enough' },
  groupaction: { type: 'groupaction', ref: 17, kind: 'lock', value: 'back at noon' },
};

/**
 * What a browser says in a short meeting, in order, with the ids that the fake media engine hands out. `demo` is the
 * group, `ada-1` the client, `bob-1` somebody else.
 */
export const recordedSession: readonly object[] = [
  { type: 'join', kind: 'join', ref: 1, group: 'demo', username: 'ada', password: 'x', data: {} },
  { type: 'openTransport', ref: 2, direction: 'receive', rtpCapabilities: sampleRtpCapabilities },
  { type: 'request', ref: 3, request: { '': ['audio', 'video'], screenshare: ['video-low'] } },
  { type: 'connectTransport', ref: 4, id: 'transport-1', dtlsParameters: sampleDtlsParameters },
  { type: 'openTransport', ref: 5, direction: 'send' },
  { type: 'connectTransport', ref: 6, id: 'transport-2', dtlsParameters: sampleDtlsParameters },
  { type: 'seen', cursor: 5 },
  {
    type: 'offer',
    ref: 7,
    id: 'cam',
    label: 'camera',
    kind: 'video',
    rtpParameters: sampleRtpParameters,
  },
  {
    type: 'offer',
    ref: 8,
    id: 'cam',
    label: 'camera',
    kind: 'audio',
    muted: true,
    rtpParameters: {
      codecs: [{ mimeType: 'audio/opus', payloadType: 100, clockRate: 48_000, channels: 2 }],
      encodings: [{ ssrc: 2222 }],
    },
  },
  { type: 'mute', ref: 9, id: 'cam', track: 'up-4', muted: false },
  { type: 'answer', ref: 10, id: 'cam', tracks: ['down-5'] },
  { type: 'size', id: 'cam', track: 'up-3', width: 1280, height: 720 },
  { type: 'draw', streams: { cam: { width: 320, height: 180 }, screen: null } },
  { type: 'ping' },
  { type: 'chat', ref: 11, value: 'Good morning' },
  { type: 'chat', ref: 12, kind: 'me', dest: 'bob-1', value: 'waves' },
  { type: 'useraction', ref: 13, kind: 'setdata', dest: 'ada-1', value: { raisehand: true } },
  { type: 'usermessage', ref: 14, kind: 'slide', noecho: true, value: { page: 3, of: [1, 2, 3] } },
  { type: 'requestStream', ref: 15, id: 'cam', request: ['video'] },
  { type: 'restartIce', ref: 16, id: 'transport-2' },
  {
    type: 'offer',
    ref: 17,
    id: 'cam2',
    label: 'camera',
    replace: 'cam',
    kind: 'video',
    rtpParameters: sampleRtpParameters,
  },
  { type: 'useraction', ref: 18, kind: 'unpresent', dest: 'bob-1' },
  { type: 'useraction', ref: 19, kind: 'identify', dest: 'bob-1' },
  { type: 'groupaction', ref: 20, kind: 'lock', value: 'back at noon' },
  {
    type: 'groupaction',
    ref: 21,
    kind: 'maketoken',
    value: { permissions: ['present'], expires: '2030-01-01T00:00:00Z' },
  },
  { type: 'groupaction', ref: 22, kind: 'clearchat' },
  { type: 'groupaction', ref: 23, kind: 'unlock' },
  { type: 'pong' },
  { type: 'close', ref: 24, id: 'cam2' },
  { type: 'resume', ref: 25, ticket: '9pX2kYbT0c', cursor: 0 },
  { type: 'join', kind: 'leave', ref: 26, group: 'demo' },
  { type: 'join', kind: 'join', ref: 27, group: 'demo', username: 'ada', token: 'eyJ0' },
];

/** What the server says, by a name for each. */
export const serverSamples = {
  handshake: { type: 'handshake', version: ['evagore-1'] },
  ping: { type: 'ping' },
  pong: { type: 'pong' },
  ack: { type: 'ack', ref: 2 },
  transportOpened: { type: 'ack', ref: 6, value: { id: 'transport-1', ...transport } },
  probeOpened: {
    type: 'ack',
    ref: 21,
    value: { ...transport, sctpPort: 5000, seconds: 20, maxBytes: 8_000_000 },
  },
  probeMeasured: { type: 'ack', ref: 23, value: { receivedBytes: 1_048_576, protocol: 'udp' } },
  iceRestarted: { type: 'ack', ref: 9, value: { iceParameters } },
  trackPublished: { type: 'ack', ref: 10, value: { track: 'up-1' } },
  chatAccepted: { type: 'ack', ref: 14, value: { id: 'chat-1', time: chatMessage.time } },
  tokenMade: {
    type: 'ack',
    ref: 17,
    value: {
      token: {
        token: 'Yb7kq2',
        group: 'physics/lab 3',
        permissions: ['present'],
        expires: '2026-02-02T03:04:05Z',
        issuedBy: 'ada',
      },
    },
  },
  tokensListed: { type: 'ack', ref: 17, value: { tokens: [] } },
  identified: { type: 'ack', ref: 16, value: { id: 'bob-1', username: 'bob', address: '203.0.113.7:4711' } },
  subgroupsListed: {
    type: 'ack',
    ref: 17,
    value: { subgroups: [{ name: 'physics/lab 3/a', clientCount: 2 }] },
  },
  error: { type: 'error', ref: 1, error: 'group-locked', value: 'back at noon' },
  tooEarly: {
    type: 'error',
    ref: 1,
    error: 'group-not-open',
    value: 'this group opens at nine',
    possibleFrom: '2026-01-02T09:00:00.000Z',
  },
  joined: {
    type: 'joined',
    kind: 'join',
    group: 'physics/lab 3',
    username: 'ada',
    permissions: ['op', 'present'],
    status,
    data: { slides: 4 },
    rtcConfiguration: { iceServers: [{ urls: ['turn:turn.example.org'], username: 'u', credential: 'c' }] },
    rtpCapabilities: sampleRtpCapabilities,
  },
  membershipChanged: {
    type: 'joined',
    kind: 'change',
    group: 'physics/lab 3',
    username: 'ada',
    permissions: ['present'],
    status,
    data: {},
  },
  left: { type: 'joined', kind: 'leave', group: 'physics/lab 3' },
  ticket: { type: 'ticket', ticket: '9pX2kYbT0c', keepSeconds: 60 },
  resumed: {
    type: 'resumed',
    ref: 18,
    lastRef: 17,
    rtcConfiguration: { iceServers: [{ urls: ['stun:stun.example.org'] }], iceTransportPolicy: 'relay' },
  },
  drain: { type: 'drain', closesAt: '2026-01-02T03:04:05.678Z', value: 'a new version' },
  roster: { type: 'roster', users: [ada] },
  users: {
    type: 'users',
    added: [{ ...ada, id: 'bob-1', username: 'bob', reconnecting: true }],
    changed: [{ ...ada, hand: 3, quality: 'poor' }],
    removed: [{ id: 'eve-1', username: 'eve' }],
  },
  chathistory: { type: 'chathistory', messages: [chatMessage] },
  chat: { type: 'chat', ...chatMessage },
  usermessage: {
    type: 'usermessage',
    kind: 'slide',
    source: 'ada-1',
    username: 'ada',
    dest: 'bob-1',
    privileged: false,
    value: 3,
  },
  offer: {
    type: 'offer',
    id: 'cam',
    label: 'camera',
    source: 'ada-1',
    username: 'ada',
    replace: 'old-cam',
    tracks: [{ id: 'down-1', kind: 'video', source: 'up-1', rtpParameters: sampleRtpParameters }],
  },
  close: { type: 'close', id: 'cam', tracks: ['down-1'] },
  abort: { type: 'abort', id: 'cam', error: 'not-permitted', value: 'presenting is not permitted any more' },
  layers: { type: 'layers', id: 'cam', track: 'up-1', spatial: 1 },
  mediaLost: { type: 'mediaLost', rtpCapabilities: sampleRtpCapabilities },
  closing: { type: 'closing', error: 'kicked', value: 'enough', source: 'ada-1', username: 'ada' },
};
