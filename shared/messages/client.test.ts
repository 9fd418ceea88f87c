import { describe, expect, it } from 'vitest';
import {
  clientSamples,
  sampleDtlsParameters,
  sampleHandshake,
  sampleRtpParameters,
} from '../testing/messages.ts';
import { ClientHandshake, ClientMessage } from './client.ts';

type Name = keyof typeof clientSamples;
const names = Object.keys(clientSamples) as Name[];

function accepts(message: unknown): boolean {
  return ClientMessage.safeParse(message).success;
}

/** A sample with some fields changed; undefined takes a field away. */
function changed(name: Name, fields: Record<string, unknown>): unknown {
  const entries = Object.entries({ ...clientSamples[name], ...fields });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

describe('ClientMessage', () => {
  it.each(names)('accepts %s and leaves it as it is', (name) => {
    expect(ClientMessage.parse(clientSamples[name])).toEqual(clientSamples[name]);
  });

  it.each(names)('refuses an unknown field in %s', (name) => {
    expect(accepts(changed(name, { surprise: 1 }))).toBe(false);
  });

  it.each(names)('refuses __proto__ as a field of %s', (name) => {
    const text = JSON.stringify(clientSamples[name]).replace(/\}$/, ',"__proto__":{"type":"ping"}}');
    expect(accepts(JSON.parse(text))).toBe(false);
  });

  it.each(names.flatMap((name) => Object.keys(clientSamples[name]).map((field) => [field, name] as const)))(
    'refuses a wrong type of %s in %s',
    (field, name) => {
      // What applications send is not looked into.
      if (field === 'value' && name !== 'chat') return;
      expect(accepts(changed(name, { [field]: [[{}]] }))).toBe(false);
    },
  );

  it.each<[Name, string[]]>([
    ['join', ['type', 'kind', 'group']],
    ['leave', ['type', 'kind', 'group']],
    ['probeOpen', ['type', 'kind', 'ref']],
    ['probeConnect', ['type', 'kind', 'ref', 'dtlsParameters']],
    ['probeMeasure', ['type', 'kind', 'ref']],
    ['probeClose', ['type', 'kind']],
    ['request', ['type', 'request']],
    ['requestStream', ['type', 'id', 'request']],
    ['draw', ['type', 'streams']],
    ['openTransportToSend', ['type', 'ref', 'direction']],
    ['openTransportToReceive', ['type', 'ref', 'direction', 'rtpCapabilities']],
    ['connectTransport', ['type', 'id', 'dtlsParameters']],
    ['restartIce', ['type', 'ref', 'id']],
    ['offer', ['type', 'ref', 'id', 'label', 'kind', 'rtpParameters']],
    ['answer', ['type', 'id', 'tracks']],
    ['close', ['type', 'id']],
    ['mute', ['type', 'id', 'track', 'muted']],
    ['size', ['type', 'id', 'track', 'width', 'height']],
    ['chat', ['type', 'value']],
    ['usermessage', ['type', 'kind']],
    ['useraction', ['type', 'kind', 'dest']],
    ['groupaction', ['type', 'kind']],
  ])('can do without any field of %s but %j', (name, needed) => {
    for (const field of Object.keys(clientSamples[name])) {
      expect([field, accepts(changed(name, { [field]: undefined }))]).toEqual([
        field,
        !needed.includes(field),
      ]);
    }
  });

  it.each<[string, Name, Record<string, unknown>]>([
    ['a long group name', 'join', { group: 'x'.repeat(201) }],
    ['a long username', 'join', { username: 'x'.repeat(129) }],
    ['a long password', 'join', { password: 'x'.repeat(1025) }],
    ['a long token', 'join', { token: 'x'.repeat(8193) }],
    ['a lot of data', 'join', { data: { text: 'x'.repeat(16_384) } }],
    ['a long key of data', 'join', { data: { ['x'.repeat(65)]: 1 } }],
    ['a long stream id', 'offer', { id: 'x'.repeat(65) }],
    ['a long label', 'offer', { label: 'x'.repeat(65) }],
    ['a long label in a request', 'request', { request: { ['x'.repeat(65)]: ['audio'] } }],
    ['a long chat message', 'chat', { value: 'x'.repeat(10_001) }],
    ['a long kind of chat', 'chat', { kind: 'x'.repeat(65) }],
    ['a long user message', 'usermessage', { value: 'x'.repeat(65_535) }],
    ['a long kind of action', 'useraction', { kind: 'x'.repeat(33) }],
    ['a long value of an action', 'groupaction', { value: ['x'.repeat(65_535)] }],
    ['many labels', 'request', { request: Object.fromEntries(range(33).map((n) => [`label ${n}`, []])) }],
    ['many wanted kinds', 'request', { request: { camera: ['audio', 'audio', 'audio', 'audio'] } }],
    ['many drawn streams', 'draw', { streams: Object.fromEntries(range(257).map((n) => [n, null])) }],
    ['an unnamed drawn stream', 'draw', { streams: { '': null } }],
    ['nothing drawn as nothing', 'draw', { streams: { cam: { width: 0, height: 0 } } }],
    ['a broken pixel', 'draw', { streams: { cam: { width: 320.5, height: 180 } } }],
    ['a drawn wall', 'draw', { streams: { cam: { width: 16_385, height: 180 } } }],
    ['a drawn size with more to it', 'draw', { streams: { cam: { width: 1, height: 1, depth: 1 } } }],
    ['half a size', 'draw', { streams: { cam: { width: 320 } } }],
    ['a picture of no width', 'size', { width: 0 }],
    ['a huge picture', 'size', { height: 16_385 }],
    ['many tracks', 'answer', { tracks: range(17) }],
    ['no tracks', 'answer', { tracks: [] }],
    ['an unknown wanted kind', 'requestStream', { request: ['smell'] }],
    ['a negative ref', 'chat', { ref: -1 }],
    ['a broken ref', 'chat', { ref: 1.5 }],
    ['a huge ref', 'chat', { ref: 2 ** 32 }],
    ['null for what is left out', 'join', { username: null }],
    ['many codecs', 'offer', { rtpParameters: rtp({ codecs: many(33, sampleRtpParameters.codecs) }) }],
    ['no codec', 'offer', { rtpParameters: rtp({ codecs: [] }) }],
    [
      'many encodings',
      'offer',
      { rtpParameters: rtp({ encodings: many(9, sampleRtpParameters.encodings) }) },
    ],
    ['no encoding', 'offer', { rtpParameters: rtp({ encodings: [] }) }],
    ['a huge SSRC', 'offer', { rtpParameters: rtp({ encodings: [{ ssrc: 2 ** 32 }] }) }],
    ['a long mid', 'offer', { rtpParameters: rtp({ mid: 'x'.repeat(257) }) }],
    ['no fingerprint', 'connectTransport', { dtlsParameters: { fingerprints: [] } }],
    [
      'many fingerprints',
      'connectTransport',
      { dtlsParameters: { fingerprints: many(9, sampleDtlsParameters.fingerprints) } },
    ],
    [
      'a fingerprint that is none',
      'connectTransport',
      { dtlsParameters: { fingerprints: [{ algorithm: 'sha-256', value: 'AA:BB\r\n' }] } },
    ],
  ])('refuses %s', (_, name, fields) => {
    expect(accepts(changed(name, fields))).toBe(false);
  });

  it.each<[string, Name, Record<string, unknown>]>([
    ['the longest chat message', 'chat', { value: 'x'.repeat(10_000) }],
    ['an empty chat message', 'chat', { value: '' }],
    ['the longest user message', 'usermessage', { value: 'x'.repeat(65_534) }],
    ['the most labels', 'request', { request: Object.fromEntries(range(32).map((n) => [`label ${n}`, []])) }],
    ['the most drawn streams', 'draw', { streams: Object.fromEntries(range(256).map((n) => [n, null])) }],
    ['no drawn stream', 'draw', { streams: {} }],
    ['the largest picture', 'size', { width: 16_384, height: 16_384 }],
    ['the largest ref', 'chat', { ref: 2 ** 32 - 1 }],
    ['no username', 'join', { username: '' }],
    ['null as a value of an application', 'usermessage', { value: null }],
  ])('accepts %s', (_, name, fields) => {
    expect(accepts(changed(name, fields))).toBe(true);
  });

  it.each([
    null,
    undefined,
    0,
    '',
    'ping',
    [],
    [{ type: 'ping' }],
    {},
    { type: null },
    { type: 'constructor' },
  ])('refuses %j, which is no message', (value) => {
    expect(accepts(value)).toBe(false);
  });

  it('refuses a handshake that comes a second time', () => {
    expect(accepts(sampleHandshake)).toBe(false);
  });

  it('drops __proto__ from data instead of obeying it', () => {
    const text =
      '{"type":"join","kind":"join","group":"g","data":{"__proto__":{"op":true},"a":{"__proto__":{"b":1}}}}';
    const message = ClientMessage.parse(JSON.parse(text));
    expect(message).toEqual({ type: 'join', kind: 'join', group: 'g', data: { a: {} } });
    expect(JSON.stringify(message)).not.toContain('__proto__');
    expect(({} as Record<string, unknown>)['op']).toBeUndefined();
  });

  it('drops fields of RTP parameters that it does not know, because browsers add new ones', () => {
    const message = ClientMessage.parse(
      changed('offer', { rtpParameters: rtp({ novelty: 'x'.repeat(1e5) }) }),
    );
    expect(message).toEqual(clientSamples.offer);
  });
});

describe('ClientHandshake', () => {
  it('accepts a list of versions and an id, and lets fields of other dialects pass', () => {
    expect(ClientHandshake.safeParse(sampleHandshake).success).toBe(true);
    expect(ClientHandshake.safeParse({ ...sampleHandshake, novelty: 1 }).success).toBe(true);
  });

  it.each([
    ['no version', { version: [] }],
    ['many versions', { version: range(9).map(() => '2') }],
    ['a long version', { version: ['x'.repeat(33)] }],
    ['one version that is no list', { version: '2' }],
    ['no id', { id: undefined }],
    ['an id with a space', { id: 'a b' }],
    ['another type', { type: 'ping' }],
  ])('refuses %s', (_, fields) => {
    expect(ClientHandshake.safeParse({ ...sampleHandshake, ...fields }).success).toBe(false);
  });
});

function range(length: number): string[] {
  return Array.from({ length }, (_, index) => index.toString());
}

function many<Item>(length: number, [item]: readonly Item[]): Item[] {
  if (item === undefined) throw new Error('nothing to repeat');
  return Array.from({ length }, () => item);
}

function rtp(fields: Record<string, unknown>): unknown {
  return { ...sampleRtpParameters, ...fields };
}
