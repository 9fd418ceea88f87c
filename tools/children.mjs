/**
 * Runs programs so that none outlives the command that started it.
 *
 * Every child leads a process group of its own. A Ctrl-C then reaches it once, from here, and not a
 * second time from the terminal; what it leaves behind can be ended as a group.
 */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { say, Stop } from './say.mjs';

/**
 * @typedef {object} Outcome
 * @property {number | null} code
 * @property {NodeJS.Signals | null} signal The one that ended the child.
 * @property {NodeJS.Signals | undefined} interruptedBy The one that we were sent meanwhile.
 */

/**
 * @typedef {object} RunOptions
 * @property {NodeJS.ProcessEnv} [env] Added to our own.
 * @property {string} [cwd]
 * @property {(text: string) => void} [onOutput] Gets what the child prints; otherwise it goes to our own output.
 */

/** @type {NodeJS.Signals[]} */
const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
/** The server promises to be gone within 5 s of a signal; twice that is more than patience. */
const GRACE_MS = 10_000;
/** npm passes on a Ctrl-C that the terminal has sent us too; what comes this soon is no second wish. */
const ECHO_MS = 500;
/**
 * An environment variable that all descendants inherit, browsers in sessions of their own included. It
 * does not begin with EVAGORE_, which the server takes for its settings.
 */
const MARK = 'BOOT_PROCESS_OF_EVAGORE';
/** Set when we run inside a test of another boot, which then sweeps for us too. */
const outerMark = process.env[MARK];

/** npm runs us in a shell. Told to stop, it ends that shell, which does not tell us. */
const shellOfNpm = process.env['npm_lifecycle_event'] === undefined ? undefined : process.ppid;
const SHELL_CHECK_MS = 500;

/**
 * Runs a program to its end, passing on the signals that we get.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<Outcome>}
 * @throws {Stop} When it cannot be started.
 */
export async function run(program, args, { env, cwd, onOutput } = {}) {
  const output = onOutput === undefined ? 'inherit' : 'pipe';
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, ...env, [MARK]: outerMark ?? String(process.pid) },
    stdio: [onOutput === undefined ? 'inherit' : 'ignore', output, output],
    detached: true,
  });
  child.stdout?.setEncoding('utf8').on('data', (text) => onOutput?.(text));
  child.stderr?.setEncoding('utf8').on('data', (text) => onOutput?.(text));

  const stopping = forwardSignals(child);
  // Once nobody holds the pipes any more: what was printed last has been handed over.
  const closed = new Promise((resolve) => child.once('close', resolve));
  try {
    const [code, signal] = await once(child, 'exit');
    if (child.pid !== undefined) killGroup(child.pid);
    await closed;
    return { code, signal, interruptedBy: stopping.signal() };
  } catch (error) {
    throw new Stop(`${program} could not be started: ${/** @type {Error} */ (error).message}.`);
  } finally {
    stopping.end();
  }
}

/**
 * Like {@link run}, for a step that has to succeed before the next may begin.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @param {(how: string) => string} [sentence] What to say when it fails; by default the step has said enough.
 */
export async function mustRun(program, args, options, sentence) {
  const { code, signal, interruptedBy } = await run(program, args, options);
  if (interruptedBy !== undefined) throw new Interrupted(interruptedBy);
  if (code === 0) return;
  const how = signal === null ? `exit code ${code}` : `signal ${signal}`;
  throw new Stop(sentence?.(how) ?? `It failed with ${how}.`, code ?? 1);
}

/** We were told to stop, and so was the step that was running. */
export class Interrupted extends Error {
  /** @param {NodeJS.Signals} signal */
  constructor(signal) {
    super(`Stopped by ${signal}.`);
    this.signal = signal;
  }
}

/** @param {import('node:child_process').ChildProcess} child */
function forwardSignals(child) {
  /** @type {NodeJS.Signals | undefined} */
  let received;
  let receivedAtMs = -Infinity;
  /** @type {NodeJS.Timeout | undefined} */
  let grace;

  /** @param {NodeJS.Signals} signal */
  const forward = (signal) => {
    if (signal === received && performance.now() - receivedAtMs < ECHO_MS) return;
    received = signal;
    receivedAtMs = performance.now();
    child.kill(signal);
    grace ??= setTimeout(() => {
      say(`Process ${child.pid} has not stopped within ${GRACE_MS / 1000} s of ${signal}; killing it.`);
      if (child.pid !== undefined) killGroup(child.pid);
    }, GRACE_MS);
  };

  for (const signal of STOP_SIGNALS) process.on(signal, forward);
  const shellCheck = setInterval(() => {
    const abandoned = shellOfNpm !== undefined && process.ppid !== shellOfNpm;
    if (abandoned && received === undefined) forward('SIGTERM');
  }, SHELL_CHECK_MS);
  return {
    signal: () => received,
    end() {
      clearTimeout(grace);
      clearInterval(shellCheck);
      for (const signal of STOP_SIGNALS) process.off(signal, forward);
    },
  };
}

/** @param {number} leader */
function killGroup(leader) {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // Nobody left.
  }
}

/**
 * Ends what our children started and left running outside their process groups; Linux only.
 *
 * @returns {number} How many there were.
 */
export function killLeftovers() {
  if (outerMark !== undefined) return 0;
  const mark = `${MARK}=${process.pid}`;
  const leftovers = readdirOrNone('/proc').filter((name) => /^\d+$/.test(name) && isMarked(name, mark));
  for (const pid of leftovers) {
    try {
      process.kill(Number(pid), 'SIGKILL');
    } catch {
      // It has just ended by itself.
    }
  }
  return leftovers.length;
}

/** @param {string} path */
function readdirOrNone(path) {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

/**
 * @param {string} pid
 * @param {string} mark
 */
function isMarked(pid, mark) {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(mark);
  } catch {
    return false;
  }
}
