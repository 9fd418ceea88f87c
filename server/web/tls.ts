import { access } from 'node:fs/promises';
import path from 'node:path';
import type { SecureContextOptions } from 'node:tls';
import type { ServerConfig } from '../config/schema.ts';
import { StartError } from '../config/start-error.ts';
import type { Logger } from '../log.ts';
import {
  dateTrouble,
  readCertificate,
  versionOf,
  type Certificate,
  type CertificateFiles,
  type TlsMaterial,
} from './certificate.ts';
import { needsRenewal, selfSigned, selfSignedFiles } from './self-signed.ts';

/** Two calls of the file system each time; certificates change every few weeks, and nobody waits for it. */
const POLL_MS = 3_000;

/** A full disk is not emptied by trying again at once. */
const RENEWAL_RETRY_MS = 3_600_000;

export type TlsConfig = Pick<ServerConfig, 'certFile' | 'keyFile' | 'dataDir'>;

/** What is needed of an HTTPS server to give it another certificate. */
export interface SecureServer {
  setSecureContext(options: SecureContextOptions): void;
}

/** The certificate that a server starts with. */
export interface OpenTls extends TlsMaterial {
  readonly certFile: string;
  readonly isSelfMade: boolean;
  /** SHA-256, as browsers show it, for people to compare. */
  readonly fingerprint: string;
  /** Milliseconds since the epoch. */
  readonly validTo: number;
  /**
   * Keeps the server's certificate as the files have it, and renews the self-made one. Returns what ends this.
   *
   * New connections get a changed certificate within seconds. Files that do not fit leave the old one in force.
   */
  watch(server: SecureServer, pollMs?: number): () => void;
}

/**
 * Finds the server's certificate: as configured, else Galène's `cert.pem` and `key.pem` in the data folder, else
 * a self-signed one.
 *
 * @throws {@link StartError} where the certificate that is meant cannot be used.
 */
export async function openTls(
  config: TlsConfig,
  log: Logger,
  now: () => number = Date.now,
): Promise<OpenTls> {
  const own = await ownFiles(config);
  const files = own ?? selfSignedFiles(config.dataDir);
  const version = await versionOf(files);
  const certificate = own === undefined ? await selfSigned(files, now()) : await readCertificate(own);
  warnOfDates(certificate, files, log, now());
  const { secureContext, isTrusted, fingerprint, validTo } = certificate;
  return {
    secureContext,
    isTrusted,
    fingerprint,
    validTo,
    certFile: files.certFile,
    isSelfMade: own === undefined,
    watch: (server, pollMs = POLL_MS) => {
      const watch = new CertificateWatch(
        { files, isSelfMade: own === undefined, server, log, now },
        certificate,
        version,
      );
      const poll = setInterval(() => void watch.look(), pollMs).unref();
      return () => {
        clearInterval(poll);
      };
    },
  };
}

async function ownFiles(config: TlsConfig): Promise<CertificateFiles | undefined> {
  const { certFile, keyFile, dataDir } = config;
  if (certFile !== undefined && keyFile !== undefined) return { certFile, keyFile };
  const files = { certFile: path.join(dataDir, 'cert.pem'), keyFile: path.join(dataDir, 'key.pem') };
  const [hasCert, hasKey] = await Promise.all([exists(files.certFile), exists(files.keyFile)]);
  if (hasCert && hasKey) return files;
  if (!hasCert && !hasKey) return undefined;
  const [there, missing] = hasCert ? ['cert.pem', 'key.pem'] : ['key.pem', 'cert.pem'];
  throw new StartError(
    'bad-certificate',
    `${path.join(dataDir, there)} is there, but ${missing} is not. A certificate and its key go together: add the other, or remove this one to get a self-signed certificate.`,
  );
}

interface WatchOptions {
  readonly files: CertificateFiles;
  readonly isSelfMade: boolean;
  readonly server: SecureServer;
  readonly log: Logger;
  readonly now: () => number;
}

/** Compares the files with what was read last. */
class CertificateWatch {
  readonly #options: WatchOptions;
  #certificate: Certificate;
  #version: string | undefined;
  /** What the files were at the last look. A changed pair is read once it stays as it is. */
  #seen: string | undefined;
  /** Milliseconds since the epoch; a renewal that failed is not tried again before. */
  #renewAfter = 0;
  #looking = false;

  constructor(options: WatchOptions, certificate: Certificate, version: string | undefined) {
    this.#options = options;
    this.#certificate = certificate;
    this.#version = version;
  }

  async look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    try {
      await this.#lookOnce();
    } finally {
      this.#looking = false;
    }
  }

  async #lookOnce(): Promise<void> {
    const { files, isSelfMade, server, log, now } = this.#options;
    const version = await versionOf(files);
    const isSettled = version !== undefined && version === this.#seen;
    this.#seen = version;
    const isDue = isSelfMade && needsRenewal(this.#certificate, now()) && now() >= this.#renewAfter;
    if (!isDue && (!isSettled || version === this.#version)) return;
    this.#version = version;
    this.#renewAfter = now() + RENEWAL_RETRY_MS;
    try {
      const next = isSelfMade ? await selfSigned(files, now()) : await readCertificate(files);
      // The same certificate may come with another chain.
      if (next.secureContext.cert === this.#certificate.secureContext.cert) return;
      server.setSecureContext(next.secureContext);
      this.#certificate = next;
      const validTo = new Date(next.validTo).toISOString();
      log.info({ certFile: files.certFile, validTo, fingerprint: next.fingerprint }, 'certificate changed');
      warnOfDates(next, files, log, now());
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      log.warn(
        { certFile: files.certFile, reason },
        'new certificate is unusable; the old one stays in force',
      );
    }
  }
}

function warnOfDates(certificate: Certificate, files: CertificateFiles, log: Logger, now: number): void {
  const reason = dateTrouble(certificate, now);
  if (reason !== undefined)
    log.warn({ certFile: files.certFile, reason }, 'browsers will refuse the certificate');
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
