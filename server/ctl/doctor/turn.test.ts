import { createSocket } from 'node:dgram';
import { createServer, type AddressInfo } from 'node:net';
import { createServer as createTls } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testFolder, type TestFolder } from '../../access/testing.ts';
import { aPlace, told } from '../testing/a-place.ts';
import { aCertificate } from '../testing/certificates.ts';
import { checkTurn, readIceUrl } from './turn.ts';

let folder: TestFolder;
const undo: (() => void)[] = [];
beforeEach(async () => {
  folder = await testFolder();
});
afterEach(async () => {
  for (const step of undo.splice(0)) step();
  await folder.remove();
});

async function check(servers: unknown, relayOnly = false): Promise<string[]> {
  if (servers !== undefined) await folder.write('data/ice-servers.json', servers);
  return told(await checkTurn(aPlace(folder.path, { relayOnly })));
}

async function udpEcho(): Promise<number> {
  const socket = createSocket('udp4');
  undo.push(() => {
    socket.close();
  });
  socket.on('message', (message, from) => {
    const answer = Buffer.from(message);
    answer.writeUInt16BE(0x0101, 0);
    socket.send(answer, from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return socket.address().port;
}

async function tcp(server = createServer()): Promise<number> {
  undo.push(() => server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

const SECRET = { username: 'u', credential: 'c' };

describe('checkTurn', () => {
  it('is content without any, unless clients are to use nothing else', async () => {
    expect(await check(undefined)).toEqual([expect.stringMatching(/^ok: No TURN servers/)]);
    expect(await check(undefined, true)).toContainEqual(expect.stringMatching(/^problem: .*relayOnly/));
    expect(await check([{ urls: ['stun:127.0.0.1:1'] }], true)).toContainEqual(
      expect.stringMatching(/^problem: .*relayOnly/),
    );
    expect(await check(null)).toEqual([]);
  });

  it('asks by UDP', async () => {
    const url = `stun:127.0.0.1:${(await udpEcho()).toString()}`;
    expect(await check([{ urls: url }])).toEqual([
      expect.stringMatching(/^ok: stun:.* answers after \d+ ms\.$/),
    ]);
  });

  it('connects by TCP', async () => {
    const url = `turn:127.0.0.1:${(await tcp()).toString()}?transport=tcp`;
    expect(await check([{ urls: [url], ...SECRET }])).toEqual([`ok: ${url} takes connections.`]);
  });

  it('judges the certificate of a TURN server as browsers do', async () => {
    const url = `turns:localhost:${(await tcp(createTls(await aCertificate()))).toString()}`;
    expect(await check([{ urls: [url], ...SECRET }])).toEqual([
      expect.stringMatching(/^problem: turns:.* does not answer: self-signed certificate/),
    ]);
  });

  it('tells what does not answer', async () => {
    const silent = createSocket('udp4');
    await new Promise<void>((resolve) => silent.bind(0, '127.0.0.1', resolve));
    undo.push(() => {
      silent.close();
    });
    const port = await tcp();
    undo.pop()?.();
    const urls = [
      `stun:127.0.0.1:${silent.address().port.toString()}`,
      `turn:127.0.0.1:${port.toString()}?transport=tcp`,
    ];
    const startedAt = performance.now();
    const findings = await check([{ urls, ...SECRET }]);
    expect(findings.sort()).toEqual([
      expect.stringMatching(/^problem: stun:.*no answer within 3 s/),
      expect.stringMatching(/^problem: turn:.*ECONNREFUSED/),
    ]);
    expect(performance.now() - startedAt).toBeLessThan(4_500);
  });

  it.each([
    [{ urls: ['turn:127.0.0.1:1?transport=tcp'] }, 'needs a username and a credential'],
    [{ urls: ['stun:127.0.0.1:1'], credentialType: 'hmac-sha1' }, 'the credential is empty'],
    [
      { urls: ['stun:127.0.0.1:1'], credentialType: 'hmac-sha1', credential: 's', username: 'a:b' },
      'has a colon',
    ],
    [{ urls: ['stun:127.0.0.1:1'], credentialType: 'oauth', credential: {} }, 'OAuth'],
    [{ urls: ['stun:127.0.0.1:1'], credentialType: 'magic' }, 'no credentialType "magic"'],
    [{ urls: ['http://x/'] }, 'no address of a STUN or TURN server'],
    [{ urls: ['turns:x?transport=udp'], ...SECRET }, 'TLS over UDP'],
    [{ url: 'x' }, 'cannot be used'],
  ])('finds fault with %j', async (server, words) => {
    expect((await check([server])).join('\n')).toContain(words);
  });

  it('does not repeat secrets of a file that is not JSON', async () => {
    const findings = await check('[{"credential": "hunter2"');
    expect(findings).toEqual([expect.stringMatching(/^problem: .* is not JSON/)]);
    expect(findings.join()).not.toContain('hunter2');
  });
});

describe('readIceUrl', () => {
  it.each([
    ['stun:a.example', { scheme: 'stun', host: 'a.example', port: 3478, transport: 'udp' }],
    ['turn:a.example:99?transport=tcp', { scheme: 'turn', host: 'a.example', port: 99, transport: 'tcp' }],
    ['turns:a.example', { scheme: 'turns', host: 'a.example', port: 5349, transport: 'tcp' }],
    ['TURN:[2001:db8::1]:5', { scheme: 'turn', host: '2001:db8::1', port: 5, transport: 'udp' }],
  ])('reads %s', (url, address) => {
    expect(readIceUrl(url)).toEqual(address);
  });

  it.each([
    '',
    'turn:',
    'turn:a:0',
    'turn:a:65536',
    'turn:a?transport=sctp',
    'turn://a',
    'turn:a b@c',
    'x:a',
  ])('refuses "%s"', (url) => {
    expect(readIceUrl(url)).toBeUndefined();
  });
});
