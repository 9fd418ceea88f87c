import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import path from 'node:path';
import { getCACertificates } from 'node:tls';
import { UsageMistake } from './failures.ts';

const DEFAULT_SERVER = 'https://localhost:8443/';

/**
 * Reads the address of a server. Without a scheme it is taken for HTTPS.
 *
 * @throws {@link UsageMistake}
 */
export function readServerAddress(text = DEFAULT_SERVER): URL {
  const full = text.includes('://') ? text : `https://${text}`;
  const url = URL.parse(full);
  if (url === null || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '') {
    throw new UsageMistake(
      `"${text}" is no address of a server; write one such as https://meet.example.org/`,
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw new UsageMistake(
      'A server address must not contain a password; use --username and --password-file.',
    );
  }
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}

/** Whether `text`, or without it the default, is the address of this server. */
export function sameServer(server: URL, text: string | undefined): boolean {
  try {
    return readServerAddress(text).href === server.href;
  } catch {
    return false;
  }
}

/** Whether what is sent there stays on this machine. */
export function isLoopback({ hostname }: URL): boolean {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return bare === 'localhost' || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'));
}

/** How the server's certificate is judged. */
export interface Trust {
  /** PEM certificates to believe; undefined for those that Node believes. */
  readonly ca?: readonly string[];
  /** Believe anybody. */
  readonly insecure: boolean;
}

export interface TrustSources {
  readonly insecure: boolean;
  /** PEM file. */
  readonly ca?: string | undefined;
  /** Data folders in which a server on this machine may keep the certificate that it made for itself. */
  readonly dataDirs: readonly string[];
}

/**
 * Decides by what the server is recognised.
 *
 * @throws {@link UsageMistake} where the named file cannot be read, or a password would travel in the clear.
 */
export async function trustFor(server: URL, { insecure, ca, dataDirs }: TrustSources): Promise<Trust> {
  if (server.protocol === 'http:' && !isLoopback(server) && !insecure) {
    throw new UsageMistake(
      `${server.href} is not encrypted, and the password would be seen on the way. Use https://, or --insecure if the network is your own.`,
    );
  }
  if (insecure) return { insecure: true };
  if (ca !== undefined) return { insecure: false, ca: [await readAuthority(ca)] };
  // Whoever may read the server's own files needs no authority to say that it is the server.
  const own = isLoopback(server) ? await selfMadeCertificates(dataDirs) : [];
  return own.length === 0
    ? { insecure: false }
    : { insecure: false, ca: [...getCACertificates('default'), ...own] };
}

async function readAuthority(file: string): Promise<string> {
  try {
    const text = await readFile(file, 'utf8');
    if (text.includes('-----BEGIN CERTIFICATE-----')) return text;
  } catch (error) {
    throw new UsageMistake(
      `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
      { cause: error },
    );
  }
  throw new UsageMistake(`${file} holds no certificate in PEM format.`);
}

async function selfMadeCertificates(dataDirs: readonly string[]): Promise<string[]> {
  const files = [...new Set(dataDirs)].map((folder) => selfMadeCertificate(folder).certFile);
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8').catch(() => '')));
  return texts.filter((text) => text.includes('-----BEGIN CERTIFICATE-----'));
}

/** Where a server keeps the certificate that it made for itself. */
export function selfMadeCertificate(dataDir: string): { certFile: string; keyFile: string } {
  const folder = path.join(dataDir, 'self-signed');
  return { certFile: path.join(folder, 'cert.pem'), keyFile: path.join(folder, 'key.pem') };
}
