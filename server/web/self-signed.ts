import { mkdir } from 'node:fs/promises';
import { hostname, networkInterfaces } from 'node:os';
import path from 'node:path';
import { generate } from 'selfsigned';
import { StartError } from '../config/start-error.ts';
import { writeSecretly } from '../access/first-start.ts';
import { daysLeft, readCertificate, type Certificate, type CertificateFiles } from './certificate.ts';

/** Apple's browsers refuse certificates that live longer than 825 days, even those that were accepted by hand. */
const LIFETIME_DAYS = 800;
/** Renewed in time for people who look at the server once a month. */
const RENEW_DAYS = 30;
const DAY_MS = 86_400_000;
/** Certificates cannot name any number of addresses, and containers have many. */
const MAX_ADDRESSES = 32;

/** Where a server without a certificate of its own keeps the one that it made. */
export function selfSignedFiles(dataDir: string): CertificateFiles {
  const folder = path.join(dataDir, 'self-signed');
  return { certFile: path.join(folder, 'cert.pem'), keyFile: path.join(folder, 'key.pem') };
}

/**
 * The certificate that the server made for itself. A missing, unreadable or soon expiring one is made anew.
 *
 * @param now - Milliseconds since the epoch.
 * @throws {@link StartError} where it cannot be stored.
 */
export async function selfSigned(files: CertificateFiles, now: number): Promise<Certificate> {
  const kept = await readCertificate(files).catch(() => undefined);
  if (kept !== undefined && daysLeft(kept, now) >= RENEW_DAYS) return kept;
  await makeSelfSigned(files, now);
  return readCertificate(files);
}

/** Whether it is time to make another one. */
export function needsRenewal(certificate: Certificate, now: number): boolean {
  return daysLeft(certificate, now) < RENEW_DAYS;
}

async function makeSelfSigned(files: CertificateFiles, now: number): Promise<void> {
  const names = ['localhost', ...new Set([hostname()].filter((name) => /^[a-z\d.-]{1,253}$/i.test(name)))];
  const made = await generate([{ name: 'commonName', value: 'Evagore' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    // Clocks of other machines may be behind.
    notBeforeDate: new Date(now - DAY_MS),
    notAfterDate: new Date(now + LIFETIME_DAYS * DAY_MS),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          ...[...new Set(names)].map((value) => ({ type: 2 as const, value })),
          ...machineAddresses().map((ip) => ({ type: 7 as const, ip })),
        ],
      },
    ],
  });
  try {
    await mkdir(path.dirname(files.keyFile), { recursive: true, mode: 0o700 });
    await writeSecretly(files.keyFile, made.private);
    await writeSecretly(files.certFile, made.cert);
  } catch (error) {
    throw new StartError(
      'folder-unusable',
      `The self-signed certificate cannot be stored in ${path.dirname(files.certFile)}: ${String(error)}. Mend the permissions of dataDir, or name your own certificate by certFile and keyFile.`,
      { cause: error },
    );
  }
}

function machineAddresses(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((some) => some ?? []);
  const reachable = all.filter(({ address }) => !/^fe80:/i.test(address)).map(({ address }) => address);
  return [...new Set(['127.0.0.1', '::1', ...reachable])].slice(0, MAX_ADDRESSES);
}
