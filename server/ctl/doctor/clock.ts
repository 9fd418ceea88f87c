import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { Findings, PATIENCE_MS, type Finding } from './finding.ts';

/** Whether the system keeps the clock by a time service; undefined where it cannot be told. */
export type AskSync = () => Promise<boolean | undefined>;

/** Clocks of other machines, from which the files came, may be ahead. */
const TOLERANCE_MS = 5 * 60_000;

/** Whether the clock can be right. Tokens, certificates and passwords of TURN depend on it. */
export async function checkClock(
  now: number,
  askSync: AskSync = systemSync,
  newestFile: string = import.meta.filename,
): Promise<Finding[]> {
  const findings = new Findings('clock');
  const text = new Date(now).toISOString();
  const writtenAt = await stat(newestFile).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
  if (now < writtenAt - TOLERANCE_MS) {
    findings.problem(
      `The clock is behind: it says ${text}, but this program was written later.`,
      'Set the clock, and let a time service keep it (timedatectl set-ntp true).',
    );
    return findings.list;
  }
  const isKept = await askSync();
  if (isKept === false) {
    findings.warning(
      `The clock says ${text}, but no time service keeps it.`,
      'timedatectl set-ntp true, or install chrony: tokens and TURN passwords fail when clocks differ.',
    );
  } else {
    const how =
      isKept === true ? ', and a time service keeps it' : '; whether a time service keeps it is not known';
    findings.ok(`The clock says ${text}${how}.`);
  }
  return findings.list;
}

function systemSync(): Promise<boolean | undefined> {
  return new Promise((resolve) => {
    const args = ['show', '--property=NTPSynchronized', '--value'];
    execFile('timedatectl', args, { timeout: PATIENCE_MS, maxBuffer: 4_096 }, (error, stdout) => {
      const said = stdout.trim();
      resolve(error !== null || !['yes', 'no'].includes(said) ? undefined : said === 'yes');
    });
  });
}
