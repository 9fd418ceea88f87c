import type { Permission } from '@evagore/shared';
import { z } from 'zod';
import type { Logger } from '../log.ts';
import { permissionsOf } from './group-file.ts';
import { User } from './group-schema.ts';
import { fit, parseJson } from './json-text.ts';
import { LiveFile } from './live-file.ts';
import type { Passwords } from './passwords.ts';
import { entryFor, proves, userTable, type UserTable } from './user-table.ts';

/** What Galène's configuration file says of the whole server. */
export interface Site extends UserTable {
  /** The one name, with its port, that people are to use for the server. */
  readonly canonicalHost?: string;
  /** Where people reach the server, as behind a proxy. */
  readonly proxyURL?: string;
  /** Web origins whose pages may open connections. */
  readonly allowOrigin: readonly string[];
  /** Web origins whose pages may use the administrators' API. */
  readonly allowAdminOrigin: readonly string[];
  /** Whether the groups' files may be changed through the API, and users may set their passwords. */
  readonly writableGroups: boolean;
}

const MAX_FILE_BYTES = 1_048_576;
const NO_FLAGS = { allowRecording: false, unrestrictedTokens: false };

const Host = z
  .string()
  .max(300)
  .regex(/^([\w.-]+|\[[\da-f:.]+\])?(:\d{1,5})?$/i, 'must be a host, with a port if it is not the usual one');

const HttpUrl = z
  .string()
  .max(2_048)
  .refine(
    (text) => text === '' || (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)),
    'must be a URL that starts with https:// or http://',
  );

const Origins = z.array(z.string().max(2_048)).max(1_000).nullish();

/** @see Galène README, "Global configuration file". `null` is as good as absent. */
const SiteFields = z.looseObject({
  canonicalHost: Host.nullish(),
  proxyURL: HttpUrl.nullish(),
  allowOrigin: Origins,
  allowAdminOrigin: Origins,
  writableGroups: z.boolean().nullish(),
  users: z.record(z.string().max(128), User).nullish(),
  /** Of old files; what it gave is given by `users` now. */
  admin: z.unknown().optional(),
});

interface ParsedSite {
  readonly site: Site;
  readonly warnings: readonly string[];
}

const NO_SITE = parseSite('{}');

export interface SiteFileOptions {
  /** In Galène's data folder, `config.json`. */
  readonly file: string;
  /** Checks the administrators'. */
  readonly passwords: Passwords;
  readonly log: Logger;
}

/**
 * Galène's configuration file, `config.json` of its data folder.
 *
 * A changed file takes effect on the next access; one that breaks keeps its last good state. Without the file nobody
 * administers the server, and groups cannot be changed through the API.
 */
export class SiteFile {
  readonly #file: LiveFile<ParsedSite>;
  readonly #passwords: Passwords;

  constructor(options: SiteFileOptions) {
    this.#passwords = options.passwords;
    this.#file = new LiveFile({
      file: options.file,
      empty: NO_SITE,
      parse: parseSite,
      warnings: ({ warnings }) => warnings,
      maxBytes: MAX_FILE_BYTES,
      log: options.log,
    });
  }

  /** The configuration as it stands. */
  async current(): Promise<Site> {
    return (await this.#file.current()).value.site;
  }

  /** The configuration as it stood on the last access, for those who cannot wait. */
  peek(): Site {
    return this.#file.peek().value.site;
  }

  /**
   * Whether these are the name and password of one of the server's administrators. Takes as long for those who are
   * none.
   *
   * @throws Busy where too many passwords are being checked already.
   */
  async isAdministrator(username: string, password: string): Promise<boolean> {
    const site = await this.current();
    const entry = entryFor(site, username);
    const isProven = await proves(this.#passwords, site, entry, password);
    return isProven && entry?.permissions.has('admin') === true;
  }
}

/** @throws BadText */
function parseSite(text: string): ParsedSite {
  const fields = fit(SiteFields, parseJson(text));
  const { canonicalHost, proxyURL, allowOrigin, allowAdminOrigin, writableGroups } = fields;
  const users = Object.entries(fields.users ?? {}).map(([name, { password, permissions }]) => {
    const given: ReadonlySet<Permission> = permissionsOf(permissions, NO_FLAGS);
    return [name, { password: password ?? { type: 'never' as const }, permissions: given }] as const;
  });
  const site = {
    ...(canonicalHost && { canonicalHost }),
    ...(proxyURL && { proxyURL }),
    allowOrigin: allowOrigin ?? [],
    allowAdminOrigin: allowAdminOrigin ?? [],
    writableGroups: writableGroups ?? false,
    ...userTable(new Map(users), undefined),
  };
  return { site, warnings: warningsAbout(fields, site) };
}

function warningsAbout(fields: z.infer<typeof SiteFields>, { users }: Site): string[] {
  const warnings: string[] = [];
  const unknown = Object.keys(fields).filter(
    (name) => name !== '$schema' && !Object.hasOwn(SiteFields.shape, name),
  );
  if (unknown.length > 0) warnings.push(`unknown fields have no effect: ${unknown.slice(0, 20).join(', ')}`);
  if (fields.admin !== undefined) warnings.push('admin has no effect: give administrators an entry in users');
  const without = [...users].filter(([, { permissions }]) => !permissions.has('admin')).map(([name]) => name);
  if (without.length > 0) {
    warnings.push(`users without the permission "admin" have no effect: ${without.slice(0, 20).join(', ')}`);
  }
  return warnings;
}
