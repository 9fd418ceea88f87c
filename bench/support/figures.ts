import { readFile } from 'node:fs/promises';
import { cpus, release, totalmem } from 'node:os';

/** The value that `share` of all values (0 to 1) do not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/** Prints rows under their columns' names, numbers with so many digits as matter. */
export function printTable(rows: readonly Record<string, number | string>[]): void {
  console.table(
    rows.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([name, value]) => [
          name,
          typeof value === 'number' ? Number(value.toPrecision(4)) : value,
        ]),
      ),
    ),
  );
}

/** The machine that figures come from. */
export function printMachine(): void {
  const [cpu] = cpus();
  const gib = (totalmem() / 2 ** 30).toFixed(0);
  console.log(
    `${cpus().length.toString()} × ${cpu?.model ?? 'unknown'}, ${gib} GiB, kernel ${release()}, Node ${process.version}`,
  );
}

/** Clock ticks a second of `/proc`; Linux has 100 on every architecture that we run on. */
const TICKS_PER_SECOND = 100;

/** CPU time that a process has used. @see proc(5), `/proc/pid/stat`, fields 14 and 15. */
export async function cpuSecondsOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid.toString()}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}
