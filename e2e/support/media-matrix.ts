import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Which client was in which server. */
export type Cell = `${'our client' | "Galène's client"} × ${'our server' | 'Galène'}`;

/** What one page received of another in some time. */
export interface MediaFigures {
  readonly seconds: number;
  readonly framesDecoded: number;
  readonly audioEnergy: number;
}

const FILE = path.join(import.meta.dirname, '../results/media-matrix.json');

/** Keeps what was received in a cell, beside what other tests found in the other cells. */
export async function recordMedia(cell: Cell, figures: MediaFigures): Promise<void> {
  const before = await readFile(FILE, 'utf8').catch(() => '{}');
  const cells = { ...(JSON.parse(before) as object), [cell]: { ...figures, at: new Date().toISOString() } };
  await mkdir(path.dirname(FILE), { recursive: true });
  await writeFile(FILE, `${JSON.stringify(cells, null, 2)}\n`);
  const { seconds, framesDecoded, audioEnergy } = figures;
  console.log(
    `${cell}: ${framesDecoded.toString()} frames decoded and audio energy ${audioEnergy.toPrecision(3)} in ${seconds.toString()} s`,
  );
}
