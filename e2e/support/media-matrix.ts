import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Which client was in which server. */
export type Cell = `${'our client' | "Galène's client"} × ${'our server' | 'Galène'}`;

const FILE = path.join(import.meta.dirname, '../results/media-matrix.json');

/** Keeps what was received in a cell, beside what other runs found in the other cells. */
export async function recordMedia(
  cell: Cell,
  { framesDecoded, audioEnergy }: { readonly framesDecoded: number; readonly audioEnergy: number },
): Promise<void> {
  const before = await readFile(FILE, 'utf8').catch(() => '{}');
  const cells = JSON.parse(before) as Record<string, unknown>;
  cells[cell] = { framesDecoded, audioEnergy, at: new Date().toISOString() };
  await mkdir(path.dirname(FILE), { recursive: true });
  await writeFile(FILE, `${JSON.stringify(cells, null, 2)}\n`);
  console.log(
    `${cell}: ${framesDecoded.toString()} frames decoded, audio energy ${audioEnergy.toPrecision(3)}`,
  );
}
