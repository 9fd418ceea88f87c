import { constants } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { isAbsence } from '../../access/atomic-file.ts';
import { Findings, reasonText, type Finding } from './finding.ts';
import type { Place } from './place.ts';

const GIB = 1_073_741_824;
const MIB = 1_048_576;
/** An hour of recording is about one. */
const LOW_BYTES = 2 * GIB;
/** Files of groups and tokens may not be written any more. */
const EMPTY_BYTES = 100 * MIB;

interface Folder {
  readonly path: string;
  /** The setting that names it. */
  readonly setting: string;
}

function foldersOf({ config }: Pick<Place, 'config'>): Folder[] {
  return [
    { path: config.dataDir, setting: 'dataDir' },
    { path: config.groupsDir, setting: 'groupsDir' },
    { path: config.recordingsDir, setting: 'recordingsDir' },
  ];
}

/** Whether the folders can be used, and only by those who should. */
export async function checkFolders(place: Pick<Place, 'config'>): Promise<Finding[]> {
  const findings = new Findings('folders');
  for (const folder of foldersOf(place)) await checkFolder(folder, findings);
  return findings.list;
}

async function checkFolder({ path: folder, setting }: Folder, findings: Findings): Promise<void> {
  try {
    const stats = await stat(folder);
    if (!stats.isDirectory()) {
      findings.problem(`${folder} is no folder.`, `Remove it, or mend ${setting}.`);
      return;
    }
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    const others = stats.mode & 0o007;
    if ((others & 0o002) !== 0) {
      findings.problem(`Everybody on this machine can write to ${folder}.`, `chmod o-rwx ${folder}`);
    } else if (others !== 0) {
      findings.warning(
        `Everybody on this machine can look into ${folder}, which holds passwords, if only as hashes.`,
        `chmod o-rwx ${folder}`,
      );
    } else {
      findings.ok(`${folder} can be read and written, and not by everybody.`);
    }
  } catch (error) {
    if (isAbsence(error) && setting === 'recordingsDir') {
      findings.ok(`${folder} is not there yet; it is made with the first recording.`);
    } else if (isAbsence(error)) {
      findings.warning(
        `${folder} is not there yet.`,
        `The server makes it when it starts; if it has run already, mend ${setting}.`,
      );
    } else {
      findings.problem(
        `This user cannot use ${folder}: ${reasonText(error)}.`,
        'Run the doctor as the user of the server; if this is the one, mend the permissions.',
      );
    }
  }
}

/** Whether there is room to write. */
export async function checkDisk(place: Pick<Place, 'config'>): Promise<Finding[]> {
  const findings = new Findings('disk');
  const seen = new Set<string>();
  for (const { path: folder } of foldersOf(place)) {
    try {
      const there = await nearestFolder(folder);
      const device = (await stat(there)).dev.toString();
      if (seen.has(device)) continue;
      seen.add(device);
      const { bavail, bsize, files, ffree } = await statfs(there);
      judge({ folder, free: bavail * bsize, outOfFiles: files > 0 && ffree < 100 }, findings);
    } catch (error) {
      findings.warning(`The free space of ${folder} cannot be told: ${reasonText(error)}.`, 'Look with df.');
    }
  }
  return findings.list;
}

/** What is found of a disk with so many bytes free for this user. */
export function judge(
  { folder, free, outOfFiles }: { folder: string; free: number; outOfFiles: boolean },
  findings: Findings,
): void {
  const text = free < GIB ? `${Math.floor(free / MIB).toString()} MiB` : `${(free / GIB).toFixed(1)} GiB`;
  if (free < EMPTY_BYTES || outOfFiles) {
    findings.problem(
      outOfFiles
        ? `The disk of ${folder} takes no more files.`
        : `The disk of ${folder} is full: ${text} are left.`,
      'Make room; until then nothing can be changed or recorded.',
    );
  } else if (free < LOW_BYTES) {
    findings.warning(
      `Only ${text} are left on the disk of ${folder}.`,
      'Make room, above all for recordings.',
    );
  } else {
    findings.ok(`${text} are free on the disk of ${folder}.`);
  }
}

/** The folder, or the nearest above that exists. */
async function nearestFolder(folder: string): Promise<string> {
  try {
    await stat(folder);
    return folder;
  } catch (error) {
    const above = path.dirname(folder);
    if (!isAbsence(error) || above === folder) throw error;
    return nearestFolder(above);
  }
}
