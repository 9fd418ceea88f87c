import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { isIP } from 'node:net';
import path from 'node:path';
import { isAbsence } from '../../access/atomic-file.ts';
import { selfMadeCertificate } from '../server-address.ts';
import { Findings, reasonText, type Finding } from './finding.ts';
import type { Place } from './place.ts';

/** Time to renew a certificate by hand, with a holiday in between. */
const WARN_DAYS = 21;
const DAY_MS = 86_400_000;

interface Files {
  readonly certFile: string;
  readonly keyFile: string;
}

/** Whether browsers will believe the server. */
export async function checkCertificate(place: Place): Promise<Finding[]> {
  const findings = new Findings('certificate');
  const { config } = place;
  if (config.insecure) {
    checkPlainHttp(config, findings);
    return findings.list;
  }
  const own = await ownFiles(config, findings);
  if (own === 'incomplete') return findings.list;
  if (own !== undefined) {
    await checkPair(own, { place, findings, isSelfMade: false });
    return findings.list;
  }
  const made = selfMadeCertificate(config.dataDir);
  findings.warning(
    'The server has no certificate from an authority, and makes one of its own: browsers warn of it.',
    `Get one, from Let's Encrypt for instance, and name it by certFile and keyFile, or put it into ${config.dataDir} as cert.pem and key.pem.`,
  );
  if ((await read(made.certFile)) !== undefined) await checkPair(made, { place, findings, isSelfMade: true });
  return findings.list;
}

function checkPlainHttp({ publicUrl }: Place['config'], findings: Findings): void {
  if (publicUrl?.startsWith('https:') === true) {
    findings.ok(`The server speaks plain HTTP; the proxy at ${publicUrl} has to do TLS.`);
  } else {
    findings.warning(
      'The server speaks plain HTTP, and browsers give neither camera nor microphone to such pages.',
      'Put a reverse proxy with TLS in front and name its address by publicUrl, or leave insecure out.',
    );
  }
}

async function ownFiles(
  { certFile, keyFile, dataDir }: Place['config'],
  findings: Findings,
): Promise<Files | undefined | 'incomplete'> {
  if (certFile !== undefined && keyFile !== undefined) return { certFile, keyFile };
  const files = { certFile: path.join(dataDir, 'cert.pem'), keyFile: path.join(dataDir, 'key.pem') };
  const [cert, key] = await Promise.all([isThere(files.certFile), isThere(files.keyFile)]);
  if (cert && key) return files;
  if (!cert && !key) return undefined;
  findings.problem(
    `${cert ? files.certFile : files.keyFile} is there, but ${cert ? 'key.pem' : 'cert.pem'} is not, and the server does not start.`,
    'Add the other one, or remove both to get a self-made certificate.',
  );
  return 'incomplete';
}

async function checkPair(
  files: Files,
  { place, findings, isSelfMade }: { place: Place; findings: Findings; isSelfMade: boolean },
): Promise<void> {
  const certificate = await readCertificate(files.certFile, findings);
  await checkKey(files, { certificate, findings });
  if (certificate === undefined) return;
  const before = findings.list.length;
  checkDates(certificate, { file: files.certFile, findings, now: place.now, isSelfMade });
  if (!isSelfMade) {
    checkIssuer(certificate, { file: files.certFile, findings });
    checkNames(certificate, { place, findings });
  }
  if (findings.list.length > before) return;
  const names = namesOf(certificate).join(', ');
  const days = Math.floor(daysLeft(certificate, place.now)).toString();
  findings.ok(`${files.certFile} is good for ${days} days, for ${names === '' ? 'no names' : names}.`);
}

async function readCertificate(file: string, findings: Findings): Promise<X509Certificate | undefined> {
  try {
    return new X509Certificate(await readFile(file));
  } catch (error) {
    findings.problem(
      `The certificate ${file} cannot be used: ${reasonText(error)}.`,
      'It must be readable, and in PEM format, with the own certificate first.',
    );
    return undefined;
  }
}

async function checkKey(
  { certFile, keyFile }: Files,
  { certificate, findings }: { certificate: X509Certificate | undefined; findings: Findings },
): Promise<void> {
  try {
    const pem = await readFile(keyFile, 'utf8');
    const key = createPrivateKey(pem);
    if (certificate?.checkPrivateKey(key) === false) {
      findings.problem(
        `The certificate ${certFile} and the key ${keyFile} do not belong together.`,
        'In a file with a chain, the own certificate comes first; otherwise fetch the pair again.',
      );
    }
    const { mode } = await stat(keyFile);
    if ((mode & 0o007) !== 0) {
      findings.warning(
        `Everybody on this machine can use the private key ${keyFile}.`,
        `chmod o-rwx ${keyFile}`,
      );
    }
  } catch (error) {
    findings.problem(
      `The private key ${keyFile} cannot be used: ${reasonText(error)}.`,
      'It must be readable for the user of the server, in PEM format, and without a passphrase.',
    );
  }
}

function checkDates(
  certificate: X509Certificate,
  { file, findings, now, isSelfMade }: { file: string; findings: Findings; now: number; isSelfMade: boolean },
): void {
  const days = daysLeft(certificate, now);
  const until = new Date(Date.parse(certificate.validTo)).toISOString().slice(0, 10);
  if (now < Date.parse(certificate.validFrom)) {
    findings.problem(`${file} is not good yet; it begins on ${certificate.validFrom}.`, 'Look at the clock.');
  } else if (days <= 0 && !isSelfMade) {
    findings.problem(`${file} has expired, on ${until}; browsers refuse it.`, 'Renew it.');
  } else if (days < WARN_DAYS && !isSelfMade) {
    findings.warning(
      `${file} expires in ${Math.floor(days).toString()} days, on ${until}.`,
      'Renew it; the server takes up the new one by itself.',
    );
  }
}

function checkIssuer(
  certificate: X509Certificate,
  { file, findings }: { file: string; findings: Findings },
): void {
  if (certificate.subject !== certificate.issuer || !certificate.verify(certificate.publicKey)) return;
  findings.warning(
    `${file} was signed by nobody but itself; browsers warn of it.`,
    "Get one from an authority, such as Let's Encrypt.",
  );
}

/** The names by which people reach the server have to be in the certificate. */
function checkNames(
  certificate: X509Certificate,
  { place, findings }: { place: Place; findings: Findings },
): void {
  for (const host of publishedHosts(place)) {
    const covered = isIP(host) === 0 ? certificate.checkHost(host) : certificate.checkIP(host);
    if (covered !== undefined) continue;
    findings.problem(
      `The certificate is not for ${host}, by which people reach the server, but for ${namesOf(certificate).join(', ') || 'no name'}.`,
      'Get one for this name, or mend publicUrl or canonicalHost.',
    );
  }
}

/** The hosts of addresses that the server publishes, without brackets and ports. */
export function publishedHosts({ config, site }: Pick<Place, 'config' | 'site'>): string[] {
  // The setting goes before what Galène's file says.
  const url = config.publicUrl ?? site.proxyURL ?? '';
  const host = site.canonicalHost ?? '';
  const hosts = [url, host === '' ? '' : `https://${host}/`].flatMap(
    (each) => URL.parse(each)?.hostname ?? [],
  );
  return [...new Set(hosts.map((each) => each.replace(/^\[|\]$/g, '')))].filter((each) => each !== '');
}

function namesOf(certificate: X509Certificate): string[] {
  return (certificate.subjectAltName ?? '')
    .split(', ')
    .map((name) => name.replace(/^(DNS|IP Address):/, ''))
    .filter((name) => name !== '')
    .slice(0, 8);
}

function daysLeft(certificate: X509Certificate, now: number): number {
  return (Date.parse(certificate.validTo) - now) / DAY_MS;
}

async function isThere(file: string): Promise<boolean> {
  return (await read(file)) !== undefined;
}

/** What cannot be read counts as there: the check of its content tells why. */
async function read(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    return isAbsence(error) ? undefined : '';
  }
}
