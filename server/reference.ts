import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ERROR_CODES } from '@evagore/shared';
import { commandTable } from '../shared/commands/reference.ts';
import { configReference } from './access/config-reference.ts';
import { nativeSchemas } from './doors/native/json-schema.ts';
import { ownDocument } from './web/api/own-api.ts';

/**
 * The reference that is written from the code: by path from the repository's root, what the file must hold.
 *
 * @param root - The repository.
 */
export async function referenceFiles(root: string): Promise<ReadonlyMap<string, string>> {
  const schemas = Object.entries(nativeSchemas()).map(([name, schema]): [string, string] => [
    path.join('docs', 'schema', name),
    json(schema),
  ]);
  const config = await configReference(root);
  const pages = await Promise.all([
    pageWith(root, { page: 'protocol.md', mark: 'error codes', content: errorCodeTable() }),
    pageWith(root, { page: 'commands.md', mark: 'commands', content: commandTable().trimEnd() }),
  ]);
  return new Map([
    ...schemas,
    ...config,
    [path.join('docs', 'schema', 'openapi.json'), json(ownDocument())],
    ...pages,
  ]);
}

function json(schema: object): string {
  return `${JSON.stringify(schema, null, 2)}\n`;
}

/** A page of `docs/` with `content` between its marks; everything else in it is written by hand. */
async function pageWith(
  root: string,
  { page, mark, content }: { page: string; mark: string; content: string },
): Promise<[name: string, text: string]> {
  const name = path.join('docs', page);
  const text = await readFile(path.join(root, name), 'utf8');
  const begin = `<!-- ${mark}: begin -->`;
  const from = text.indexOf(begin);
  const to = text.indexOf(`<!-- ${mark}: end -->`);
  if (from < 0 || to < from) throw new Error(`${name} has no place for ${mark}`);
  return [name, [text.slice(0, from + begin.length), content, text.slice(to)].join('\n')];
}

function errorCodeTable(): string {
  const rows = Object.entries(ERROR_CODES).map(([code, meaning]) => `| \`${code}\` | ${meaning} |`);
  return ['| code | what it means |', '| --- | --- |', ...rows].join('\n');
}
