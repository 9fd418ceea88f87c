import { parseArgs } from 'node:util';
import { printMachine, printTable } from './support/figures.ts';
import { instructionsDuring } from './support/instructions.ts';
import { BenchMember } from './support/member.ts';
import { BenchServer, type Login } from './support/server.ts';

/**
 * A join storm: everybody comes at once. What it takes until each of them has seen all others.
 *
 *   npm run bench -- storm [--sizes 50,100,200,400] [--login anybody|token|bcrypt] [--connected]
 *
 * With `--connected`, sockets and handshakes are made before, and only the joining is measured.
 */
const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '50,100,200,400' },
    login: { type: 'string', default: 'anybody' },
    connected: { type: 'boolean', default: false },
    runs: { type: 'string', default: '3' },
  },
});

const all: BenchMember[] = [];

printMachine();
const rows: Record<string, number | string>[] = [];
for (const size of values.sizes.split(',').map(Number)) {
  for (let run = 0; run < Number(values.runs); run += 1)
    rows.push(await measure(size, values.login as Login));
}
printTable(rows);

async function measure(size: number, login: Login): Promise<Record<string, number | string>> {
  const server = await BenchServer.start({ maxQueuedPasswordChecks: size }, login);
  try {
    // One comes and goes first: the code is warm, and the group is open.
    const first = await BenchMember.connect(server.url);
    await first.join('first', server.credentials);
    const early = values.connected ? await connectAll(server, size) : undefined;
    const before = await server.usage();
    const start = performance.now();

    const { instructions } = await instructionsDuring(server.pid, async () => {
      const members = early ?? (await connectAll(server, size));
      const complete = members.map((member) => sees(member, size + 1));
      await Promise.all(members.map((member, index) => member.join(`member ${index}`, server.credentials)));
      await Promise.all(complete);
      all.push(...members);
    });
    const elapsed = performance.now() - start;
    const after = await server.usage();

    const sum = { bytes: 0, frames: 0, messages: 0, entries: 0 };
    for (const member of all) {
      for (const key of ['bytes', 'frames', 'messages', 'entries'] as const) sum[key] += member[key];
    }
    const cpu = after.cpuSeconds - before.cpuSeconds;
    return {
      members: size,
      login,
      'last complete ms': elapsed,
      'CPU s': cpu,
      'CPU µs/entry': (cpu * 1e6) / sum.entries,
      ...(instructions !== undefined && { 'instr/entry': instructions / sum.entries }),
      frames: sum.frames,
      messages: sum.messages,
      entries: sum.entries,
      MiB: sum.bytes / 2 ** 20,
      'loop delay p99 ms': after.loopDelayP99Ms,
    };
  } finally {
    all.length = 0;
    await server.stop();
  }
}

function connectAll(server: BenchServer, size: number): Promise<BenchMember[]> {
  return Promise.all(Array.from({ length: size }, () => BenchMember.connect(server.url)));
}

/** Resolves when the member knows so many members. */
function sees(member: BenchMember, count: number): Promise<void> {
  return new Promise((resolve) => {
    member.onmessage = () => {
      if (member.roster.size >= count) resolve();
    };
  });
}
