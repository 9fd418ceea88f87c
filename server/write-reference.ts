import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { referenceFiles } from './reference.ts';

// Run by `npm run schemas`. A test says when it is due.
const root = path.join(import.meta.dirname, '..');
for (const [name, content] of await referenceFiles(root)) {
  const file = path.join(root, name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, content);
  console.log(`wrote ${name}`);
}
