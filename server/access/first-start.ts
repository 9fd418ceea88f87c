import { randomInt } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { GroupName } from '@evagore/shared';
import { StartError } from '../config/start-error.ts';
import { writeSecretly } from './atomic-file.ts';
import { groupNamesIn } from './group-files.ts';
import { hashPassword } from './passwords.ts';

export { writeSecretly } from './atomic-file.ts';

/** The name of the example group and of its operator. */
const EXAMPLE_GROUP = GroupName.parse('meeting');
const OPERATOR = 'operator';

/** Letters that nobody mistakes for one another, in print or on the phone. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz';
/** Twenty of 23 letters are 90 bits. */
const PASSWORD_GROUPS = 4;
const LETTERS_PER_GROUP = 5;

/** The group that was made for a server without any. */
export interface ExampleGroup {
  readonly name: GroupName;
  readonly file: string;
  readonly username: string;
  /** In the clear, this once: the file has only its hash. */
  readonly password: string;
}

/** The folders that a server needs, by the names of their settings. */
interface Folders {
  readonly dataDir: string;
  readonly groupsDir: string;
}

/**
 * Makes the folders of a server where they are missing.
 *
 * @throws {@link StartError} where one cannot be made.
 */
export async function makeFolders(folders: Folders): Promise<void> {
  await makeFolder(folders.dataDir, 'dataDir');
  await makeFolder(folders.groupsDir, 'groupsDir');
}

/**
 * Makes an example group if there is no group at all. To be called last of all that may fail at a start: a
 * password that was made but not told is lost.
 *
 * @param bcryptRounds - Cost of hashing the password; tests lower it.
 * @returns the example group if it was made just now.
 * @throws {@link StartError} where the folder cannot be written to.
 */
export async function makeExampleGroup(
  groupsDir: string,
  bcryptRounds?: number,
): Promise<ExampleGroup | undefined> {
  const file = path.join(groupsDir, `${EXAMPLE_GROUP}.json`);
  try {
    if ((await groupNamesIn(groupsDir)).length > 0) return undefined;
    const password = newPassword();
    const content = exampleGroup(await hashPassword(password, bcryptRounds));
    await writeSecretly(file, `${JSON.stringify(content, null, 2)}\n`);
    return { name: EXAMPLE_GROUP, file, username: OPERATOR, password };
  } catch (error) {
    throw unusable(groupsDir, 'groupsDir', error);
  }
}

function exampleGroup(password: { type: 'bcrypt'; key: string }): object {
  return {
    displayName: 'Meeting',
    description: 'An example group. Edit or delete its file in the folder of groups.',
    public: true,
    users: { [OPERATOR]: { password, permissions: 'op' } },
    'wildcard-user': { password: { type: 'wildcard' }, permissions: 'present' },
  };
}

/** Such as `tufkz-mprah-wqdes-bnyvc`. */
function newPassword(): string {
  const letter = () => LETTERS.charAt(randomInt(LETTERS.length));
  const group = () => Array.from({ length: LETTERS_PER_GROUP }, letter).join('');
  return Array.from({ length: PASSWORD_GROUPS }, group).join('-');
}

async function makeFolder(folder: string, setting: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw unusable(folder, setting, error);
  }
}

function unusable(folder: string, setting: string, cause: unknown): StartError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new StartError(
    'folder-unusable',
    `The folder ${path.resolve(folder)} cannot be used: ${why}. Mend its permissions, or name another one by ${setting}.`,
    { cause },
  );
}
