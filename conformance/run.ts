import { parseArgs } from 'node:util';
import { DIALECTS, type Dialect } from './dialects/actor.ts';
import { launchEvagore, launchGalene } from './launch.ts';
import { ask, type Result } from './runner.ts';
import { prepare } from './stage.ts';
import { STATEMENTS } from './statements/index.ts';
import { ADMIN, type Target } from './target.ts';

/** The command line of the suite; see README.md. */

const USAGE = `node conformance/run.ts --url URL --groups DIR --data DIR [--dialect galene|native]
node conformance/run.ts --launch evagore [--dialect galene|native]
node conformance/run.ts --launch galene --binary PATH

  --only C43,C44   ask only these          --slow   ask also what takes up to a minute
  --json           one JSON array          --list   the statements, without a server
  --reference      the server is Galène: spare it what it is known to fail
  --galenectl PATH the program for C33     --recordings DIR   the server's folder of recordings
  --static DIR     the pages of Galène's own client, which the server shows
`;

const EXIT_USAGE = 64;

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    groups: { type: 'string' },
    data: { type: 'string' },
    recordings: { type: 'string' },
    dialect: { type: 'string' },
    launch: { type: 'string' },
    binary: { type: 'string', default: process.env['EVAGORE_GALENE_BINARY'] ?? '' },
    static: { type: 'string', default: process.env['EVAGORE_GALENE_STATIC'] ?? '' },
    galenectl: { type: 'string', default: process.env['EVAGORE_GALENECTL_BINARY'] ?? '' },
    only: { type: 'string' },
    reference: { type: 'boolean', default: false },
    slow: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) console.log(USAGE);
else if (values.list) list();
else {
  await run();
  // Threads for media would go on for nobody.
  process.exit();
}

function list(): void {
  for (const { id, title, dialects, slow } of STATEMENTS) {
    console.log(`${id.padEnd(5)} ${dialects.join('+').padEnd(13)} ${title}${slow ? ' (slow)' : ''}`);
  }
}

async function run(): Promise<void> {
  const { target, stop } = await targetOf();
  const dialect = dialectOf(target);
  try {
    await prepare(target);
    const only = values.only?.split(',').map((id) => id.trim());
    const chosen = STATEMENTS.filter(({ id }) => only === undefined || only.includes(id));
    const results: Result[] = [];
    for (const statement of chosen) {
      const result = await ask(target, statement, { dialect, slow: values.slow });
      if (!values.json) print(result);
      results.push(result);
    }
    if (values.json) console.log(JSON.stringify(results, undefined, 2));
    else print(`\n${sumOf(results)} (${dialect})`);
    if (results.some(({ verdict }) => verdict === 'fail')) process.exitCode = 1;
  } finally {
    await stop?.();
  }
}

async function targetOf(): Promise<{ target: Target; stop?: () => Promise<void> }> {
  const { url, groups, data, recordings, launch, binary } = values;
  const galenectl = values.galenectl === '' ? undefined : values.galenectl;
  const staticDir = values.static === '' ? undefined : values.static;
  if (launch === 'evagore' || (launch === 'galene' && binary !== '')) {
    const target = await (launch === 'galene'
      ? launchGalene(binary, { galenectl, staticDir })
      : launchEvagore({ galenectl, staticDir }));
    return { target, stop: () => target.stop() };
  }
  if (launch !== undefined || url === undefined || groups === undefined || data === undefined) usage();
  return {
    target: {
      baseUrl: url.replace(/\/$/, ''),
      groupsDir: groups,
      dataDir: data,
      recordingsDir: recordings,
      admin: ADMIN,
      isReference: values.reference,
      hasStockPages: staticDir !== undefined,
      dialects: DIALECTS,
      galenectl,
    },
  };
}

function dialectOf(target: Target): Dialect {
  const named = values.dialect ?? target.dialects[0];
  return DIALECTS.find((dialect) => dialect === named) ?? usage();
}

function print(result: Result | string): void {
  if (typeof result === 'string') {
    console.log(result);
    return;
  }
  const { id, title, verdict, why } = result;
  const sign = { pass: 'pass', fail: 'FAIL', 'not applicable': ' -- ' }[verdict];
  console.log(
    `${id.padEnd(5)} ${sign}  ${title}${why === undefined ? '' : `\n             ${why.replaceAll('\n', '\n             ')}`}`,
  );
}

function sumOf(results: readonly Result[]): string {
  const count = (wanted: Result['verdict']) =>
    results.filter(({ verdict }) => verdict === wanted).length.toString();
  return `${count('pass')} passed, ${count('fail')} failed, ${count('not applicable')} not applicable`;
}

function usage(): never {
  process.stderr.write(USAGE);
  process.exit(EXIT_USAGE);
}
