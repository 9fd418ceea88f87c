import { networkInterfaces } from 'node:os';
import { checkCertificate } from './certificate.ts';
import { checkClock } from './clock.ts';
import { checkConfiguration, type ConfigurationOptions } from './configuration.ts';
import { Findings, reasonText, within, type Finding } from './finding.ts';
import { checkDisk, checkFolders } from './folders.ts';
import { checkGroupFiles } from './group-files.ts';
import { checkNames } from './names.ts';
import type { Place } from './place.ts';
import { checkPorts } from './ports.ts';
import { readSiteFile } from './site-file.ts';
import { checkTurn } from './turn.ts';
import { checkWorker } from './worker.ts';

/** However slow something is, the doctor comes to an end. */
const LIMIT_MS = 20_000;

export interface ExamineOptions extends ConfigurationOptions {
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Looks at everything, most of it at the same time. Findings come in the order of the checks. */
export async function examine(options: ExamineOptions): Promise<Finding[]> {
  const { env, now } = options;
  const configuration = new Findings('configuration');
  const config = await checkConfiguration(options, configuration);
  const always = [guarded('media worker', checkWorker({ env })), guarded('clock', checkClock(now))];
  if (config === undefined) return [...configuration.list, ...(await Promise.all(always)).flat()];

  const site = await readSiteFile(config.dataDir, configuration);
  const place: Place = { config, site, interfaces: networkInterfaces(), env, now };
  const results = await Promise.all([
    guarded('ports', checkPorts(place)),
    guarded('certificate', checkCertificate(place)),
    guarded('names', checkNames(place)),
    guarded('turn', checkTurn(place)),
    guarded('folders', checkFolders(place)),
    guarded('disk', checkDisk(place)),
    guarded('groups', checkGroupFiles(place)),
    ...always,
  ]);
  return [...configuration.list, ...results.flat()];
}

/** A check that fails or hangs is a finding itself, and keeps no other from being told. */
async function guarded(check: string, running: Promise<Finding[]>): Promise<Finding[]> {
  const findings = new Findings(check);
  try {
    const list = await within(LIMIT_MS, running, undefined);
    if (list !== undefined) return list;
    findings.problem('This check did not come to an end.', 'Look at it by hand.');
  } catch (error) {
    findings.problem(`This check failed: ${reasonText(error)}.`, 'Look at it by hand.');
  }
  return findings.list;
}
