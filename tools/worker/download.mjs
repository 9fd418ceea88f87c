/** Fetches the worker binary that mediasoup publishes with each release. */

import { spawnSync } from 'node:child_process';
import { chmodSync, lstatSync, writeFileSync } from 'node:fs';
import { release } from 'node:os';
import { join } from 'node:path';

const RELEASES = 'https://github.com/versatica/mediasoup/releases/download';
/** The answer begins within a second where there is a way to it at all. */
const ANSWER_TIMEOUT_MS = 10_000;
const TIMEOUT_MS = 60_000;
/** The archive has about 3 MB. */
const MAX_BYTES = 50_000_000;

export const BINARY_NAME = 'mediasoup-worker';

/**
 * @param {object} target
 * @param {string} target.version Of mediasoup.
 * @param {string} target.platform
 * @param {string} target.arch
 * @param {string} target.kernel As `os.release()` has it.
 * @returns {string} The file's name in mediasoup's releases; on Linux it tells the kernel's major version.
 */
export function releaseFileName({ version, platform, arch, kernel }) {
  const suffix = platform === 'linux' ? `-kernel${kernel.split('.')[0]}` : '';
  return `mediasoup-worker-${version}-${platform}-${arch}${suffix}.tgz`;
}

/**
 * @param {string} version
 * @param {string} folder An empty one of our own.
 * @returns {Promise<string>} Path of the binary.
 * @throws {Error} With a message that ends the sentence "could not be had: …".
 */
export async function downloadWorker(version, folder) {
  const { platform, arch } = process;
  const name = releaseFileName({ version, platform, arch, kernel: release() });
  // The variable is mediasoup's own, for mirrors.
  const base = process.env['MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL'] || RELEASES;
  const archive = join(folder, name);
  writeFileSync(archive, await download(`${base}/${version}/${name}`));

  const { status, error, stderr } = spawnSync('tar', ['-xzf', archive, '-C', folder], { encoding: 'utf8' });
  if (error !== undefined) throw new Error(`tar cannot be started (${error.message})`);
  if (status !== 0) throw new Error(`${name} cannot be unpacked (${stderr.trim()})`);

  const binary = join(folder, BINARY_NAME);
  if (lstatSync(binary, { throwIfNoEntry: false })?.isFile() !== true) {
    throw new Error(`${name} holds no file ${BINARY_NAME}`);
  }
  chmodSync(binary, 0o755);
  return binary;
}

/**
 * @param {string} url
 * @returns {Promise<Buffer>}
 */
export async function download(url) {
  const abort = new AbortController();
  const answerTimer = setTimeout(() => abort.abort(), ANSWER_TIMEOUT_MS);
  const timer = setTimeout(() => abort.abort(), TIMEOUT_MS);
  try {
    const response = await fetch(url, { signal: abort.signal });
    clearTimeout(answerTimer);
    if (response.status === 404) throw new Error('mediasoup publishes none for this system');
    if (!response.ok || response.body === null) throw new Error(`${url} answered ${response.status}`);
    /** @type {Buffer[]} */
    const chunks = [];
    let bytes = 0;
    for await (const chunk of response.body) {
      bytes += chunk.length;
      if (bytes > MAX_BYTES) throw new Error(`${url} is larger than ${MAX_BYTES / 1e6} MB`);
      chunks.push(Buffer.from(chunk));
    }
    return Buffer.concat(chunks);
  } catch (error) {
    if (abort.signal.aborted)
      throw new Error(`${new URL(url).host} does not answer in time`, { cause: error });
    // fetch hides the reason behind "fetch failed".
    const { cause, message } = /** @type {Error} */ (error);
    throw new Error(cause instanceof Error ? cause.message : message, { cause: error });
  } finally {
    clearTimeout(answerTimer);
    clearTimeout(timer);
  }
}
