import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';

const trial = spawnSync('perf', ['stat', '-x', ',', '-e', 'instructions', 'true'], { encoding: 'utf8' });
/** Virtual machines often hide the counters. */
const isThere = trial.status === 0 && Number.parseInt(trial.stderr, 10) > 0;

/**
 * Runs `work` and counts the instructions, of user and kernel, that a process executes meanwhile. They vary far less
 * than time on a machine that is shared.
 *
 * @returns `instructions`: undefined where the machine does not count them, or has no `perf`.
 */
export async function instructionsDuring(
  pid: number,
  work: () => Promise<void>,
): Promise<{ instructions: number | undefined }> {
  if (!isThere) {
    await work();
    return { instructions: undefined };
  }
  const perf = spawn('perf', ['stat', '-x', ',', '-e', 'instructions', '-p', String(pid)]);
  let report = '';
  perf.stderr.on('data', (data: Buffer) => (report += data.toString()));
  await once(perf, 'spawn');
  await work();
  perf.kill('SIGINT');
  await once(perf, 'exit');
  const count = Number.parseInt(report, 10);
  return { instructions: Number.isNaN(count) ? undefined : count };
}
