import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Which client was in which server. */
type Cell = `${'our client' | "Galène's client"} × ${'our server' | 'Galène'}`;

/** What one page has received of another so far. */
interface Received {
  readonly framesDecoded: number;
  readonly audioEnergy: number;
}

/** What it received in some time. */
interface MediaFigures extends Received {
  readonly seconds: number;
}

const MEASURED_SECONDS = 5;

const FILE = path.join(import.meta.dirname, '../results/media-matrix.json');

/** Measures for some seconds what a page receives, and keeps it beside what other tests found in the other cells. */
export async function measureMedia(cell: Cell, received: () => Promise<Received>): Promise<void> {
  const before = await received();
  await sleep(MEASURED_SECONDS * 1000);
  const now = await received();
  await recordMedia(cell, {
    seconds: MEASURED_SECONDS,
    framesDecoded: now.framesDecoded - before.framesDecoded,
    audioEnergy: now.audioEnergy - before.audioEnergy,
  });
}

async function recordMedia(cell: Cell, figures: MediaFigures): Promise<void> {
  const before = await readFile(FILE, 'utf8').catch(() => '{}');
  const cells = { ...(JSON.parse(before) as object), [cell]: { ...figures, at: new Date().toISOString() } };
  await mkdir(path.dirname(FILE), { recursive: true });
  await writeFile(FILE, `${JSON.stringify(cells, null, 2)}\n`);
  const { seconds, framesDecoded, audioEnergy } = figures;
  console.log(
    `${cell}: ${framesDecoded.toString()} frames decoded and audio energy ${audioEnergy.toPrecision(3)} in ${seconds.toString()} s`,
  );
}
