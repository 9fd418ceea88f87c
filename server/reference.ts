import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ERROR_CODES } from '@evagore/shared';
import { configReference } from './access/config-reference.ts';
import { nativeSchemas } from './doors/native/json-schema.ts';
import { ownDocument } from './web/api/own-api.ts';

const BEGIN = '<!-- error codes: begin -->';
const END = '<!-- error codes: end -->';

/**
 * The reference that is written from the code: by path from the repository's root, what the file must hold.
 *
 * @param root - The repository.
 */
export async function referenceFiles(root: string): Promise<ReadonlyMap<string, string>> {
  const page = path.join('docs', 'protocol.md');
  const schemas = Object.entries(nativeSchemas()).map(([name, schema]): [string, string] => [
    path.join('docs', 'schema', name),
    json(schema),
  ]);
  const config = await configReference(root);
  return new Map([
    ...schemas,
    ...config,
    [path.join('docs', 'schema', 'openapi.json'), json(ownDocument())],
    [page, withErrorCodes(await readFile(path.join(root, page), 'utf8'))],
  ]);
}

function json(schema: object): string {
  return `${JSON.stringify(schema, null, 2)}\n`;
}

function withErrorCodes(page: string): string {
  const before = page.slice(0, page.indexOf(BEGIN) + BEGIN.length);
  const after = page.slice(page.indexOf(END));
  const rows = Object.entries(ERROR_CODES).map(([code, meaning]) => `| \`${code}\` | ${meaning} |`);
  return [before, '| code | what it means |', '| --- | --- |', ...rows, after].join('\n');
}
