import { readFile, stat } from 'node:fs/promises';
import { groupNamesIn } from '../../access/group-files.ts';
import { parseGroupFile } from '../../access/group-file.ts';
import { fileOf } from '../../access/group-path.ts';
import { Findings, reasonText, type Finding } from './finding.ts';
import type { Place } from './place.ts';

/** What the server reads at most. */
const MAX_FILE_BYTES = 1_048_576;
/** More than anybody mends at once. */
const MAX_TOLD = 20;
/** Files that are read at once. */
const WIDTH = 16;

/** Whether the server understands every group file. */
export async function checkGroupFiles({ config }: Pick<Place, 'config'>): Promise<Finding[]> {
  const findings = new Findings('groups');
  const names = await groupNamesIn(config.groupsDir).catch((error: unknown) => {
    findings.problem(
      `${config.groupsDir} cannot be searched: ${reasonText(error)}.`,
      'Mend its permissions.',
    );
    return undefined;
  });
  if (names === undefined) return findings.list;
  let broken = 0;
  for (let start = 0; start < names.length; start += WIDTH) {
    const files = names.slice(start, start + WIDTH).map((name) => fileOf(config.groupsDir, name));
    const results = await Promise.all(files.map(read));
    for (const [i, result] of results.entries()) {
      const file = files[i] ?? '';
      if (result.trouble !== undefined) broken++;
      if (findings.list.length >= MAX_TOLD) continue;
      if (result.trouble !== undefined) {
        findings.problem(
          `${file} cannot be used: ${result.trouble}.`,
          'Mend it; config/group.schema.json lists all fields.',
        );
      }
      for (const warning of result.warnings) {
        findings.warning(`${file}: ${warning}.`, 'Take it out, or mend its spelling.');
      }
    }
  }
  const good = names.length - broken;
  if (names.length === 0) {
    findings.warning(
      `There are no groups in ${config.groupsDir}.`,
      'The server makes an example when it starts.',
    );
  } else if (broken > 0) {
    findings.ok(`${good.toString()} of ${names.length.toString()} group files can be used.`);
  } else {
    findings.ok(`All ${names.length.toString()} group files can be used.`);
  }
  return findings.list;
}

async function read(file: string): Promise<{ trouble?: string; warnings: readonly string[] }> {
  try {
    const stats = await stat(file);
    if (!stats.isFile()) return { trouble: 'it is no file', warnings: [] };
    if (stats.size > MAX_FILE_BYTES) {
      return { trouble: `it is longer than ${MAX_FILE_BYTES.toString()} bytes`, warnings: [] };
    }
    return { warnings: parseGroupFile(await readFile(file, 'utf8')).warnings };
  } catch (error) {
    return { trouble: reasonText(error), warnings: [] };
  }
}
