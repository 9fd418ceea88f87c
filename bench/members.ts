import { parseArgs } from 'node:util';
import { percentile, printMachine, printTable } from './support/figures.ts';
import { BenchMember } from './support/member.ts';
import { BenchServer } from './support/server.ts';

/**
 * What members without media cost: joining, the roster's and the chat's way to everybody, memory.
 *
 *   npm run bench -- members [--sizes 10,100,500] [--chats 100]
 */
const { values } = parseArgs({
  options: { sizes: { type: 'string', default: '10,100,500' }, chats: { type: 'string', default: '100' } },
});

/** Between two chat messages, so that each is measured by itself. */
const CHAT_INTERVAL_MS = 20;

interface Row extends Record<string, number> {
  members: number;
}

printMachine();
const rows: Row[] = [];
for (const size of values.sizes.split(',').map(Number)) rows.push(await measure(size, Number(values.chats)));
printTable(rows);

async function measure(size: number, chats: number): Promise<Row> {
  const server = await BenchServer.start();
  try {
    // The first one warms the code up and opens the group.
    const witness = await BenchMember.connect(server.url);
    await witness.join('witness');
    const empty = await server.memory();
    const before = await server.usage();

    const joins: number[] = [];
    const sightings: number[] = [];
    const members = [witness];
    for (let index = 1; index < size; index += 1) {
      const member = await BenchMember.connect(server.url);
      const seen = seenByAll(members, member.id);
      const start = performance.now();
      await member.join(`member ${index.toString()}`);
      joins.push(performance.now() - start);
      for (const at of await seen) sightings.push(at - start);
      members.push(member);
    }
    const joined = await server.usage();
    const full = await server.memory();
    const beforeChat = await server.usage();
    const received = members.reduce(
      (sum, { bytes, messages }) => ({ bytes: sum.bytes + bytes, messages: sum.messages + messages }),
      { bytes: 0, messages: 0 },
    );

    const reads: number[] = [];
    for (let index = 0; index < chats; index += 1) {
      const writer = members[index % members.length] ?? witness;
      const read = readByAll(members, `message ${index.toString()}`);
      const start = performance.now();
      await writer.ask({ type: 'chat', value: `message ${index.toString()}` });
      for (const at of await read) reads.push(at - start);
      await new Promise((resolve) => setTimeout(resolve, CHAT_INTERVAL_MS));
    }
    const chatted = await server.usage();
    await Promise.all(members.map((member) => member.close()));

    const newcomers = Math.max(1, size - 1);
    return {
      members: size,
      'join p50 ms': percentile(joins, 0.5),
      'join p99 ms': percentile(joins, 0.99),
      'messages/join': received.messages / newcomers,
      'KiB/join': received.bytes / newcomers / 1024,
      'roster p50 ms': percentile(sightings, 0.5),
      'roster p99 ms': percentile(sightings, 0.99),
      'chat p50 ms': percentile(reads, 0.5),
      'chat p99 ms': percentile(reads, 0.99),
      'join CPU s': joined.cpuSeconds - before.cpuSeconds,
      'chat CPU µs/delivery': ((chatted.cpuSeconds - beforeChat.cpuSeconds) * 1e6) / (chats * size),
      'heap KiB/member': (full.heapBytes - empty.heapBytes) / newcomers / 1024,
      'loop delay p99 ms': chatted.loopDelayP99Ms,
      'RSS MiB': full.rssBytes / 2 ** 20,
    };
  } finally {
    await server.stop();
  }
}

/** When each of `members` learns that `id` is in. */
function seenByAll(members: readonly BenchMember[], id: string): Promise<number[]> {
  return Promise.all(
    members.map(
      (member) =>
        new Promise<number>((resolve) => {
          member.onmessage = (message) => {
            if (message.type === 'users' && member.roster.has(id)) resolve(performance.now());
          };
        }),
    ),
  );
}

/** When each of `members` reads `text`. */
function readByAll(members: readonly BenchMember[], text: string): Promise<number[]> {
  return Promise.all(
    members.map(
      (member) =>
        new Promise<number>((resolve) => {
          member.onmessage = (message) => {
            if (message.type === 'chat' && message.value === text) resolve(performance.now());
          };
        }),
    ),
  );
}
