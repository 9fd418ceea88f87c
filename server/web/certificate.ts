import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { createSecureContext, type SecureContextOptions } from 'node:tls';
import { StartError } from '../config/start-error.ts';

/** A certificate and its key, read from two files and checked. */

const DAY_MS = 86_400_000;

/** What a TLS server is made from. */
export interface TlsMaterial {
  readonly secureContext: Readonly<Pick<SecureContextOptions, 'cert' | 'key' | 'minVersion'>>;
  /** Whether it comes from an authority; false for self-signed ones, which browsers warn of. */
  readonly isTrusted: boolean;
}

/** The files of a certificate and its key. */
export interface CertificateFiles {
  readonly certFile: string;
  readonly keyFile: string;
}

export interface Certificate extends TlsMaterial {
  /** SHA-256, as browsers show it: `AB:CD:…`. */
  readonly fingerprint: string;
  /** Milliseconds since the epoch. */
  readonly validFrom: number;
  readonly validTo: number;
}

/** Reads and checks a certificate and its key. Throws a {@link StartError} that names file, fault and remedy. */
export async function readCertificate(files: CertificateFiles): Promise<Certificate> {
  const cert = await readPem(files.certFile, 'certificate');
  const key = await readPem(files.keyFile, 'private key');
  const parsed = parseCertificate(files.certFile, cert);
  if (!parsed.checkPrivateKey(parseKey(files.keyFile, key))) {
    throw bad(
      `The certificate ${files.certFile} and the key ${files.keyFile} do not belong together.`,
      'Where the file holds a chain, the own certificate must come first.',
    );
  }
  const secureContext = { cert, key, minVersion: 'TLSv1.2' } as const;
  try {
    createSecureContext(secureContext);
  } catch (error) {
    throw bad(
      `TLS cannot use the certificate ${files.certFile}: ${reason(error)}.`,
      'Get another one.',
      error,
    );
  }
  return {
    secureContext,
    isTrusted: parsed.subject !== parsed.issuer,
    fingerprint: parsed.fingerprint256,
    validFrom: Date.parse(parsed.validFrom),
    validTo: Date.parse(parsed.validTo),
  };
}

/** What browsers will say about a certificate's dates at `now`; undefined if nothing. */
export function dateTrouble(certificate: Certificate, now: number): string | undefined {
  const { validFrom, validTo } = certificate;
  if (now > validTo) return `it has expired, on ${new Date(validTo).toISOString()}`;
  if (now < validFrom)
    return `it is not valid before ${new Date(validFrom).toISOString()}; perhaps the clock is wrong`;
  return undefined;
}

/** Days until a certificate expires. */
export function daysLeft(certificate: Certificate, now: number): number {
  return (certificate.validTo - now) / DAY_MS;
}

/** Tells one state of the two files from another; undefined while one of them is not there. */
export async function versionOf({ certFile, keyFile }: CertificateFiles): Promise<string | undefined> {
  try {
    const stats = await Promise.all([stat(certFile), stat(keyFile)]);
    return stats.map(({ size, mtimeMs, ino }) => [size, mtimeMs, ino].join('-')).join(' ');
  } catch {
    return undefined;
  }
}

async function readPem(file: string, what: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw bad(
      `The ${what} ${file} cannot be read: ${reason(error)}.`,
      'Mend its path or its permissions.',
      error,
    );
  }
}

function parseCertificate(file: string, pem: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch (error) {
    throw bad(
      `${file} holds no certificate that can be read: ${reason(error)}.`,
      'It must be in PEM format, beginning with -----BEGIN CERTIFICATE-----.',
      error,
    );
  }
}

function parseKey(file: string, pem: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch (error) {
    const isLocked = pem.includes('ENCRYPTED');
    throw bad(
      `${file} holds no private key that can be read: ${isLocked ? 'it is locked by a passphrase' : reason(error)}.`,
      isLocked
        ? 'Store it without one; the permissions of the file protect it.'
        : 'It must be in PEM format, beginning with -----BEGIN PRIVATE KEY-----.',
      error,
    );
  }
}

function bad(fault: string, remedy: string, cause?: unknown): StartError {
  return new StartError('bad-certificate', `${fault} ${remedy}`, { cause });
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
