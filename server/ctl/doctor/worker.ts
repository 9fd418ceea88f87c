import { execFile, type ExecFileException } from 'node:child_process';
import { readdir, readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { variable } from '../world.ts';
import { Findings, reasonText, type Finding } from './finding.ts';
import type { Place } from './place.ts';

/** mediasoup's worker leaves with this code when started by hand. */
const STARTED_BY_HAND = 41;
const TIMEOUT_MS = 10_000;
const BINARY = process.platform === 'win32' ? 'mediasoup-worker.exe' : 'mediasoup-worker';

/** Whether mediasoup's worker is there, and runs on this machine. */
export async function checkWorker(
  { env }: Pick<Place, 'env'>,
  modules: string = path.join(import.meta.dirname, '../../../node_modules'),
): Promise<Finding[]> {
  const findings = new Findings('media worker');
  const version = await packageVersion(modules);
  if (version === undefined) {
    findings.problem('mediasoup is not installed.', 'npm start installs it, or: npm ci');
    return findings.list;
  }
  const worker = await findWorker({ env, modules, version });
  if (worker === undefined) {
    findings.problem(
      `There is no media worker for mediasoup ${version}.`,
      'npm start brings it; or name one by MEDIASOUP_WORKER_BIN.',
    );
    return findings.list;
  }
  const fault = await faultOf(worker.file);
  if (fault !== undefined) {
    findings.problem(
      `The media worker ${worker.file} does not run here: ${fault}.`,
      worker.isNamed ? 'Mend MEDIASOUP_WORKER_BIN, or unset it.' : 'Remove it; npm start brings another.',
    );
    return findings.list;
  }
  const other = /mediasoup-worker-(\d+\.\d+\.\d+)/.exec(worker.file)?.[1];
  if (other !== undefined && other !== version) {
    findings.warning(
      `The media worker ${worker.file} is of mediasoup ${other}, but ${version} is installed.`,
      'Name the right one by MEDIASOUP_WORKER_BIN, or unset it.',
    );
  } else {
    findings.ok(`The media worker of mediasoup ${version} runs (${worker.file}).`);
  }
  return findings.list;
}

async function packageVersion(modules: string): Promise<string | undefined> {
  try {
    const text = await readFile(path.join(modules, 'mediasoup', 'package.json'), 'utf8');
    return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
  } catch {
    return undefined;
  }
}

/** In the order in which `npm start` looks: the one that is named, that of the package, the one that is kept. */
async function findWorker({
  env,
  modules,
  version,
}: {
  env: Place['env'];
  modules: string;
  version: string;
}): Promise<{ file: string; isNamed: boolean } | undefined> {
  const named = env['MEDIASOUP_WORKER_BIN'] ?? '';
  if (named !== '') return { file: named, isNamed: true };
  const packaged = path.join(modules, 'mediasoup', 'worker', 'out', 'Release', BINARY);
  const cache = path.join(
    variable(env, 'XDG_CACHE_HOME') ?? path.join(variable(env, 'HOME') ?? homedir(), '.cache'),
    'evagore',
  );
  const kept = (await readdir(cache).catch(() => []))
    .filter(
      (name) => name.startsWith(`mediasoup-worker-${version}-`) && name.includes(`-${process.platform}-`),
    )
    .sort()
    .reverse()
    .map((name) => path.join(cache, name, BINARY));
  for (const file of [packaged, ...kept]) {
    const isThere = await stat(file).then(
      (stats) => stats.isFile(),
      () => false,
    );
    if (isThere) return { file, isNamed: false };
  }
  return undefined;
}

/** Starts it by hand: it then says that this is not how it is done, and leaves. */
function faultOf(file: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(file, { env: {}, timeout: TIMEOUT_MS, maxBuffer: 65_536 }, (error, _out, stderr) => {
      resolve(faultIn(error, stderr));
    });
  });
}

function faultIn(error: ExecFileException | null, stderr: string): string | undefined {
  if (error === null) return 'it is no worker of mediasoup';
  if (error.code === STARTED_BY_HAND) return undefined;
  if (typeof error.code === 'string') return reasonText(error);
  const how = error.signal ? `signal ${error.signal}` : `exit code ${String(error.code)}`;
  const said = stderr.trim().split('\n').at(-1) ?? '';
  return `it ended with ${how}${said === '' ? '' : `: ${said}`}`;
}
