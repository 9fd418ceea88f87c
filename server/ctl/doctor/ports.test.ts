import { createSocket } from 'node:dgram';
import { createServer as createHttp } from 'node:http';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { aPlace, told } from '../testing/a-place.ts';
import { checkPorts } from './ports.ts';

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0)) await step();
});

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  undo.push(() => new Promise((resolve) => server.close(resolve)));
  return (server.address() as AddressInfo).port;
}

/** An Evagore, as far as the doctor asks. */
function evagore(status = 200): Promise<number> {
  const body = { status: 'x', version: '9.9.9', ...(status !== 200 && { reason: 'no media worker runs' }) };
  return listen(
    createHttp((request, response) => {
      response.writeHead(request.url === '/healthz' ? status : 404, { connection: 'close' });
      response.end(JSON.stringify(body));
    }),
  );
}

async function freePort(): Promise<number> {
  const port = await listen(createServer());
  await undo.pop()?.();
  return port;
}

/** Ports at 127.0.0.1, with one worker. */
async function check(ports: { http: number; rtc: number }): Promise<string[]> {
  const place = aPlace('/nowhere', {
    httpHost: '127.0.0.1',
    insecure: true,
    httpPort: ports.http,
    rtcPort: ports.rtc,
    rtcWorkers: 1,
    rtcListenAddresses: ['127.0.0.1'],
  });
  return told(await checkPorts(place));
}

describe('checkPorts', () => {
  it('finds them free where nothing runs, and leaves them free', async () => {
    const ports = { http: await freePort(), rtc: await freePort() };
    for (let i = 0; i < 2; i++) {
      expect(await check(ports)).toEqual([
        expect.stringMatching(/^ok: TCP port \d+ .* is free; the server does not run\.$/),
        expect.stringMatching(/^ok: UDP and TCP port \d+ for media, at 127\.0\.0\.1: free/),
      ]);
    }
  });

  it('knows a server that is well', async () => {
    const findings = await check({ http: await evagore(), rtc: await freePort() });
    expect(findings[0]).toMatch(/^ok: Evagore 9\.9\.9 answers on TCP port/);
    expect(findings[1]).toMatch(/^warning: The server runs, but nothing holds/);
  });

  it('knows a server that is not', async () => {
    const findings = await check({ http: await evagore(503), rtc: await freePort() });
    expect(findings[0]).toMatch(/^problem: Evagore 9\.9\.9 .* is not well: no media worker runs/);
  });

  it('tells which stranger holds the port of pages', async () => {
    const port = await listen(createServer((socket) => socket.resume().end('hello\r\n')));
    const [finding] = await check({ http: port, rtc: await freePort() });
    expect(finding).toMatch(/^problem: TCP port \d+ .* is held by .*, which does not answer like Evagore/);
    if (process.platform === 'linux') expect(finding).toContain(`(process ${process.pid.toString()})`);
  });

  it.each(['udp', 'tcp'] as const)('tells which stranger holds the %s port of media', async (protocol) => {
    let port: number;
    if (protocol === 'tcp') port = await listen(createServer());
    else {
      const socket = createSocket('udp4');
      await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
      undo.push(() => new Promise<void>((resolve) => socket.close(resolve)));
      port = socket.address().port;
    }
    for (const http of [await freePort(), await evagore()]) {
      const [, finding] = await check({ http, rtc: port });
      expect(finding).toMatch(
        new RegExp(`^problem: ${protocol.toUpperCase()} port ${port.toString()}, for media, is held by`),
      );
    }
  });

  it('finds addresses that the machine does not have', async () => {
    const place = aPlace('/nowhere', {
      httpHost: '192.0.2.200',
      rtcListenAddresses: ['192.0.2.201'],
      rtcWorkers: 1,
    });
    expect(told(await checkPorts(place))).toEqual([
      expect.stringMatching(/^problem: This machine has no address "192\.0\.2\.200"/),
      expect.stringMatching(/^problem: This machine has no address 192\.0\.2\.201/),
    ]);
  });

  it('finds more workers than there are ports', async () => {
    const place = aPlace('/nowhere', { httpPort: 0, rtcPort: 65_535, rtcWorkers: 2 });
    expect(told(await checkPorts(place))[1]).toMatch(/^problem: 2 media workers .* above 65535/);
  });
});
