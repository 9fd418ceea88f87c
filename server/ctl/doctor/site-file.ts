import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { isAbsence } from '../../access/atomic-file.ts';
import { pathText, reasonOf } from '../../config/problems.ts';
import { reasonText, type Findings } from './finding.ts';

/**
 * What the doctor wants to know of `config.json` in the data folder, which Galène and Evagore share.
 *
 * @see Galène server configuration: an unknown field makes Galène refuse the file.
 */
const SiteFields = z.looseObject({
  canonicalHost: z.string().max(512).nullish(),
  proxyURL: z.string().max(2_048).nullish(),
  writableGroups: z.boolean().nullish(),
  users: z.record(z.string(), z.looseObject({ permissions: z.unknown().optional() })).nullish(),
});
export type SiteFile = z.infer<typeof SiteFields>;

/** Reads the file, and tells what is wrong with it. */
export async function readSiteFile(dataDir: string, findings: Findings): Promise<SiteFile> {
  const file = path.join(dataDir, 'config.json');
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (isAbsence(error)) {
      findings.warning(
        `${file} is not there, so that nobody can administer the server by HTTP.`,
        'evagorectl initial-setup makes an administrator.',
      );
    } else {
      findings.problem(`${file} cannot be read: ${reasonText(error)}.`, 'Mend its permissions.');
    }
    return {};
  }
  return parse(file, text, findings);
}

function parse(file: string, text: string, findings: Findings): SiteFile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    findings.problem(`${file} is not JSON: ${reasonText(error)}.`, 'Mend it.');
    return {};
  }
  const result = SiteFields.safeParse(value);
  if (!result.success) {
    const sentences = result.error.issues.map((issue) => `${pathText(issue.path)}: ${reasonOf(issue)}`);
    findings.problem(`${file} cannot be used: ${sentences.join('; ')}.`, 'Mend it.');
    return {};
  }
  const administrators = Object.values(result.data.users ?? {}).filter(({ permissions }) =>
    Array.isArray(permissions) ? permissions.includes('admin') : permissions === 'admin',
  );
  if (administrators.length === 0) {
    findings.warning(
      `${file} names no user with the permission "admin".`,
      'Without one, only members with "admin" in a group can administer that group.',
    );
  } else {
    findings.ok(`${file} names ${administrators.length.toString()} with the permission "admin".`);
  }
  return result.data;
}
