import { parseArgs } from 'node:util';
import { Participant } from '../e2e/support/participant.ts';
import { TestServer } from '../e2e/support/server.ts';
import { CONTEXT, launch, pause, PAGE_GROUP, PageMeter } from './support/browser.ts';
import { printMachine, printTable } from './support/figures.ts';
import { BenchMember } from './support/member.ts';

/**
 * What a roster of hundreds costs the meeting's page, where nobody sends media: opening the panel of people, and keeping
 * it up to date while some of them raise and lower their hands.
 *
 *   npm run bench -- roster [--people 25,500] [--seconds 10] [--hands 20]
 *
 * The others are small clients in this process.
 */
const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '25,500' },
    seconds: { type: 'string', default: '10' },
    /** Raised or lowered in a second. */
    hands: { type: 'string', default: '20' },
  },
});

// The server's certificate is its own.
process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';

/** Whose hands are up. */
const raised = new Set<BenchMember>();

printMachine();
const rows = [];
for (const count of values.people.split(',').map(Number)) rows.push(await measure(count));
printTable(rows);

async function measure(people: number): Promise<Record<string, number>> {
  const flags = ['--max-connections-per-address', '10000'];
  const server = await TestServer.start({ bench: PAGE_GROUP }, { flags });
  const browser = await launch();
  const members: BenchMember[] = [];
  try {
    for (let index = 1; index < people; index += 1) members.push(await join(server, index));
    const ada = await Participant.open(browser, server.group('bench'), {
      name: 'Ada',
      contextOptions: CONTEXT,
    });
    await ada.enter({ name: 'Ada', microphone: false, camera: false });
    await ada.controls.waitFor();
    const button = ada.controls.getByRole('button', { name: 'People' });
    await ada.page.getByText(`${people.toString()} people`).waitFor();
    await pause(3000);

    const meter = await PageMeter.of(ada.page);
    const quiet = await meter.during(() => pause(3000));
    const opening = await meter.during(async () => {
      await button.click();
      await ada.page.getByRole('list', { name: 'People' }).getByRole('listitem').first().waitFor();
    });
    const seconds = Number(values.seconds);
    const changing = await meter.during(() => toggleHands(members, seconds));
    const rows = await ada.page.getByRole('list', { name: 'People' }).getByRole('listitem').count();
    await button.click();
    await pause(500);
    const closed = await meter.during(() => toggleHands(members, seconds));
    return {
      people,
      'quiet ms/s': quiet.total / 3,
      'opening ms of script': opening.script,
      'of main thread': opening.total,
      'hands, open: ms/s': changing.total / seconds,
      'of it script': changing.script / seconds,
      'hands, closed: ms/s': closed.total / seconds,
      'rows drawn': rows,
      elements: await ada.page.locator('*').count(),
      'heap MB': await meter.heapMegabytes(),
    };
  } finally {
    await Promise.all(members.map((member) => member.close()));
    await browser.close();
    await server.stop();
  }
}

async function join(server: TestServer, index: number): Promise<BenchMember> {
  const member = await BenchMember.connect(`${server.origin.replace('https', 'wss')}/ws`);
  await member.join(`Member ${index.toString().padStart(3, '0')}`);
  return member;
}

/** Some people raise their hands, or lower them again, evenly spread over the time. */
async function toggleHands(members: readonly BenchMember[], seconds: number): Promise<void> {
  const everyMs = 1000 / Number(values.hands);
  const begin = performance.now();
  for (let count = 0; count < seconds * Number(values.hands); count += 1) {
    const member = members[(count * 37) % members.length];
    if (member === undefined) return;
    const raisehand = raised.has(member) ? null : true;
    if (!raised.delete(member)) raised.add(member);
    void member.ask({ type: 'useraction', kind: 'setdata', dest: member.id, value: { raisehand } });
    await pause(Math.max(0, begin + (count + 1) * everyMs - performance.now()));
  }
}
