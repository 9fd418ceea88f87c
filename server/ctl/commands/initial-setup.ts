import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { isAbsence, writeSecretly } from '../../access/atomic-file.ts';
import { hashPassword } from '../../access/passwords.ts';
import { writeClientFile } from '../client-file.ts';
import { does, type CommandPlan } from '../command-plan.ts';
import { Refused, UsageMistake } from '../failures.ts';
import { readSecretFile } from '../secret-file.ts';
import { readServerAddress } from '../server-address.ts';
import type { Session } from '../session.ts';
import { Description } from '../resources.ts';
import { variable } from '../world.ts';
import { readUsername } from './user-slot.ts';

/** The name of the administrator where none is given. */
const DEFAULT_NAME = 'admin';
/** 120 bits; nobody has to type it. */
const PASSWORD_BYTES = 15;

/** Makes an administrator of a server on this machine, and lets this user's evagorectl be that administrator. */
export const initialSetup: CommandPlan = {
  name: 'initial-setup',
  aliases: [],
  about: "Make an administrator in the server's data folder, and keep the password for evagorectl.",
  build(command, open) {
    command.option('--force', 'replace an administrator and a kept password that are there already');
    const schema = z.object({ force: z.boolean().default(false) });
    does(command, open, schema, (session, { force }) => setUp(session, force));
  },
};

async function setUp(session: Session, force: boolean): Promise<void> {
  const { world, options, output, clientFile } = session;
  const named = options.dataDir ?? variable(world.env, 'EVAGORE_DATA_DIR') ?? 'data';
  const dataDir = session.at(named);
  const server = readServerAddress(options.server);
  const username = readUsername(options.username ?? DEFAULT_NAME);
  const siteFile = path.join(dataDir, 'config.json');

  const site = await readIfThere(siteFile);
  if (site !== undefined && !force) throw alreadyThere(siteFile);
  if (!force && (await readIfThere(clientFile)) !== undefined) throw alreadyThere(clientFile);

  const password =
    options.passwordFile === undefined
      ? randomBytes(PASSWORD_BYTES).toString('base64url')
      : await readSecretFile(session.named(options.passwordFile), world.terminal);
  const users = Description.safeParse(site?.['users']).data ?? {};
  const entry = { password: await hashed(password), permissions: 'admin' };
  // What else the file says is none of our business.
  const content = { ...site, users: { ...users, [username]: entry }, writableGroups: true };
  await writeClientFile(clientFile, { server: server.href, username, password, dataDir });
  try {
    await writeSite(siteFile, content);
  } catch (error) {
    // The password that it holds opens nothing.
    await rm(clientFile, { force: true });
    throw error;
  }
  output.done(
    [
      `The administrator "${username}" is made, in ${siteFile}.`,
      `The password is kept for you in ${clientFile}.`,
      'Try it, once the server runs: evagorectl group list',
    ].join(' '),
    { username, server: server.href, siteFile, clientFile, result: 'created' },
  );
}

async function hashed(password: string): Promise<{ type: 'bcrypt'; key: string }> {
  try {
    return await hashPassword(password);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new UsageMistake(`The password cannot be taken: ${error.message}.`, { cause: error });
  }
}

function alreadyThere(file: string): Refused {
  return new Refused(`${file} is there already, and nothing was done. To replace what it holds: --force`);
}

async function readIfThere(file: string): Promise<Description | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (isAbsence(error)) return undefined;
    throw new UsageMistake(
      `${file} cannot be read: ${error instanceof Error ? error.message : String(error)}.`,
      { cause: error },
    );
  }
  try {
    return Description.parse(JSON.parse(text));
  } catch {
    throw new UsageMistake(`${file} holds no JSON object. Mend it or move it away, and try again.`);
  }
}

async function writeSite(file: string, content: Description): Promise<void> {
  try {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    await writeSecretly(file, `${JSON.stringify(content, null, 2)}\n`);
  } catch (error) {
    throw new UsageMistake(
      `${file} cannot be written: ${error instanceof Error ? error.message : String(error)}. Run this as the user of the server, or name its data folder by --data-dir.`,
      { cause: error },
    );
  }
}
