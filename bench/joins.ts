import { parseArgs } from 'node:util';
import { percentile, printMachine, printTable } from './support/figures.ts';
import { BenchMember } from './support/member.ts';
import { BenchServer, type Login } from './support/server.ts';

/**
 * One more member, into groups of several sizes, from the first byte to the acknowledgement of the joining; and many
 * logins at once, of which each has to compute a hash.
 *
 *   npm run bench -- joins [--sizes 10,100,400] [--samples 50] [--logins 50]
 */
const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '10,100,400' },
    samples: { type: 'string', default: '50' },
    logins: { type: 'string', default: '50' },
  },
});

printMachine();
const rows: Record<string, number | string>[] = [];
for (const size of values.sizes.split(',').map(Number)) rows.push(await joinOne(size));
printTable(rows);
printTable([await loginsAtOnce('anybody'), await loginsAtOnce('token'), await loginsAtOnce('bcrypt')]);

async function joinOne(size: number): Promise<Record<string, number | string>> {
  const server = await BenchServer.start();
  try {
    for (let index = 0; index < size; index += 1) {
      const member = await BenchMember.connect(server.url);
      await member.join(`member ${index}`);
    }
    const connects: number[] = [];
    const joins: number[] = [];
    for (let sample = 0; sample < Number(values.samples); sample += 1) {
      const start = performance.now();
      const member = await BenchMember.connect(server.url);
      connects.push(performance.now() - start);
      await member.join('one more');
      joins.push(performance.now() - start);
      await member.close();
    }
    return {
      'into a group of': size,
      'connect p50 ms': percentile(connects, 0.5),
      'joined p50 ms': percentile(joins, 0.5),
      'joined p95 ms': percentile(joins, 0.95),
    };
  } finally {
    await server.stop();
  }
}

async function loginsAtOnce(login: Login): Promise<Record<string, number | string>> {
  const count = Number(values.logins);
  const server = await BenchServer.start({}, login);
  try {
    const first = await BenchMember.connect(server.url);
    await first.join('first', server.credentials);
    const members = await Promise.all(Array.from({ length: count }, () => BenchMember.connect(server.url)));
    const before = await server.usage();
    const start = performance.now();
    await Promise.all(members.map((member, index) => member.join(`member ${index}`, server.credentials)));
    const elapsed = performance.now() - start;
    const after = await server.usage();
    return {
      login,
      'at once': count,
      'last joined ms': elapsed,
      'CPU s, all threads': after.cpuSeconds - before.cpuSeconds,
      'loop delay p99 ms': after.loopDelayP99Ms,
    };
  } finally {
    await server.stop();
  }
}
