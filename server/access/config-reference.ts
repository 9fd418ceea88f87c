import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { ServerConfig } from '../config/schema.ts';
import { SETTINGS, type SettingInfo } from '../config/settings.ts';
import { groupJsonSchema } from './group-schema.ts';

const BEGIN = '<!-- settings: begin -->';
const END = '<!-- settings: end -->';

/**
 * What `config/` says of settings and group files is written from their schemas.
 *
 * @param root - The repository.
 * @returns by path from the repository's root, what the file must hold.
 */
export async function configReference(root: string): Promise<ReadonlyMap<string, string>> {
  const page = path.join('config', 'README.md');
  return new Map([
    [path.join('config', 'evagore.schema.json'), json(configJsonSchema())],
    [path.join('config', 'group.schema.json'), json(groupJsonSchema())],
    [page, withSettings(await readFile(path.join(root, page), 'utf8'))],
  ]);
}

/** The JSON Schema of the configuration file, for editors. */
function configJsonSchema(): object {
  return z.toJSONSchema(ServerConfig.extend({ $schema: z.string().optional() }), { io: 'input' });
}

function json(schema: object): string {
  return `${JSON.stringify(schema, null, 2)}\n`;
}

function withSettings(page: string): string {
  const before = page.slice(0, page.indexOf(BEGIN) + BEGIN.length);
  const after = page.slice(page.indexOf(END));
  return [before, '', ...SETTINGS.map(entry), '', after].join('\n');
}

/** Such as "- **`httpPort`** (`8443`): TCP port of pages and signalling." */
function entry({ name, defaultValue, description }: SettingInfo): string {
  const usual = defaultValue === undefined ? 'absent' : `\`${JSON.stringify(defaultValue)}\``;
  return `- **\`${name}\`** (${usual}): ${description}`;
}
