import { createServer as createHttp, type Server as HttpServer } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { createServer as createTcp, type AddressInfo, type Server } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testFolder, type TestFolder } from '../access/testing.ts';
import { ApiClient } from './api-client.ts';
import { Refused, Unreachable, UsageMistake } from './failures.ts';
import { isLoopback, readServerAddress, trustFor } from './server-address.ts';
import { aCertificate } from './testing/certificates.ts';
import { ctl } from './testing/run-in-process.ts';

const servers: Server[] = [];
let folder: TestFolder;
beforeEach(async () => {
  folder = await testFolder();
});
afterEach(async () => {
  for (const server of servers.splice(0)) {
    if ('closeAllConnections' in server) (server as HttpServer).closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  await folder.remove();
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

async function httpsServer(names = ['localhost']): Promise<{ port: number; cert: string }> {
  const { cert, key } = await aCertificate({ names });
  const port = await listen(createHttps({ cert, key }, (_request, response) => response.end('[]')));
  return { port, cert };
}

function listGroups(port: number, ...options: string[]) {
  return ctl(['--server', `https://localhost:${port.toString()}`, ...options, 'group', 'list'], {
    env: { EVAGORE_ADMIN_PASSWORD: 'x' },
    folder: folder.path,
  });
}

describe('whom is believed', () => {
  it('nobody without a reason, and what to do is said', async () => {
    const { port } = await httpsServer();
    const ran = await listGroups(port);
    expect(ran).toMatchObject({ code: 3, out: '' });
    expect(ran.err).toContain('--ca FILE');
  });

  it('a certificate that --ca names', async () => {
    const { port, cert } = await httpsServer();
    await folder.write('ca.pem', cert);
    expect((await listGroups(port, '--ca', 'ca.pem')).code).toBe(0);
  });

  it('on this machine, the certificate in the data folder', async () => {
    const { port, cert } = await httpsServer();
    await folder.write('data/self-signed/cert.pem', cert);
    expect((await listGroups(port)).code).toBe(0);
    expect((await listGroups(port, '--data-dir', 'data')).code).toBe(0);
    expect((await listGroups(port, '--data-dir', 'elsewhere')).code).toBe(3);
  });

  it('no certificate but the one that was named', async () => {
    const { port } = await httpsServer();
    await folder.write('other.pem', (await aCertificate()).cert);
    expect((await listGroups(port, '--ca', 'other.pem')).code).toBe(3);
  });

  it('no certificate for another name', async () => {
    const { port, cert } = await httpsServer(['meet.example.org']);
    await folder.write('ca.pem', cert);
    const ran = await listGroups(port, '--ca', 'ca.pem');
    expect(ran).toMatchObject({ code: 3 });
    expect(ran.err).toContain('another name than localhost');
  });

  it('anybody by --insecure', async () => {
    const { port } = await httpsServer(['meet.example.org']);
    expect((await listGroups(port, '--insecure')).code).toBe(0);
  });

  it.each(['nowhere.pem', 'text.pem'])('not the file %s', async (name) => {
    await folder.write('text.pem', 'hello');
    expect((await listGroups(1, '--ca', name)).code).toBe(2);
  });
});

describe('trustFor', () => {
  it('sends no password in the clear, except on this machine', async () => {
    const sources = { insecure: false, dataDirs: [] };
    await expect(trustFor(new URL('http://meet.example.org/'), sources)).rejects.toThrow(UsageMistake);
    await expect(trustFor(new URL('http://127.0.0.1:8443/'), sources)).resolves.toEqual({ insecure: false });
    const insecure = { ...sources, insecure: true };
    await expect(trustFor(new URL('http://meet.example.org/'), insecure)).resolves.toEqual({
      insecure: true,
    });
  });

  it('takes the data folder of this machine for no proof of another', async () => {
    const { cert } = await aCertificate();
    await folder.write('data/self-signed/cert.pem', cert);
    const dataDirs = [`${folder.path}/data`];
    const remote = await trustFor(new URL('https://meet.example.org/'), { insecure: false, dataDirs });
    expect(remote).toEqual({ insecure: false });
    const local = await trustFor(new URL('https://[::1]:8443/'), { insecure: false, dataDirs });
    expect(local.ca).toContain(cert);
  });
});

describe('what cannot be reached', () => {
  it('a port on which nothing listens', async () => {
    const port = await listen(createTcp());
    await new Promise((resolve) => servers.pop()?.close(resolve));
    const ran = await listGroups(port);
    expect(ran).toMatchObject({ code: 3, out: '' });
    expect(ran.err).toContain('nothing listens there');
  });

  it('a server without TLS', async () => {
    const port = await listen(createHttp((_request, response) => response.end('[]')));
    expect((await listGroups(port)).err).toContain('Try http://');
  });

  it('a server that says nothing', async () => {
    const port = await listen(createTcp(() => undefined));
    const server = new URL(`http://127.0.0.1:${port.toString()}/`);
    const client = new ApiClient(server, { authorization: 'x', trust: { insecure: false }, timeoutMs: 100 });
    await expect(client.send({ method: 'GET', path: 'x' })).rejects.toThrow(/no answer within 0.1 s/);
    await expect(client.send({ method: 'GET', path: 'x' })).rejects.toThrow(Unreachable);
    client.close();
    // Otherwise the silent connections would keep the server from closing.
    servers.splice(servers.indexOf(servers.at(-1)!), 1)[0]?.close();
  });

  it('a server that sends us elsewhere, which is not followed', async () => {
    let asked = 0;
    const port = await listen(
      createHttp((_request, response) => {
        asked++;
        response.writeHead(301, { location: 'https://other.example/' }).end();
      }),
    );
    const ran = await ctl(['--server', `http://127.0.0.1:${port.toString()}`, 'group', 'list'], {
      env: { EVAGORE_ADMIN_PASSWORD: 'x' },
    });
    expect(ran).toMatchObject({ code: 3 });
    expect(ran.err).toContain('https://other.example/');
    expect(asked).toBe(1);
  });
});

describe('answers', () => {
  it('are not read without end', async () => {
    const chunk = Buffer.alloc(1_048_576, 32);
    const port = await listen(
      createHttp((_request, response) => {
        const send = (): void => {
          while (response.write(chunk));
          response.once('drain', send);
        };
        send();
      }),
    );
    const server = new URL(`http://127.0.0.1:${port.toString()}/`);
    const client = new ApiClient(server, { authorization: undefined, trust: { insecure: false } });
    await expect(client.send({ method: 'GET', path: 'x' })).rejects.toThrow(Refused);
    client.close();
  });
});

describe('readServerAddress', () => {
  it.each([
    [undefined, 'https://localhost:8443/'],
    ['meet.example.org', 'https://meet.example.org/'],
    ['meet.example.org:8443', 'https://meet.example.org:8443/'],
    ['http://localhost:8080/prefix', 'http://localhost:8080/prefix/'],
  ])('%s is %s', (text, href) => {
    expect(readServerAddress(text).href).toBe(href);
  });

  it.each(['ftp://x/', 'https://', 'https://x/?a', 'https://x/#a', 'https://u:p@x/', 'a b'])(
    'refuses %s',
    (text) => {
      expect(() => readServerAddress(text)).toThrow(UsageMistake);
    },
  );

  it.each([
    ['https://localhost/', true],
    ['https://127.9.9.9/', true],
    ['https://[::1]/', true],
    ['https://127.example.org/', false],
    ['https://localhost.example.org/', false],
    ['https://10.0.0.1/', false],
  ])('%s is on this machine: %s', (url, expected) => {
    expect(isLoopback(new URL(url))).toBe(expected);
  });
});
