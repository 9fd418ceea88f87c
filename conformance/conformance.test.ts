import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Dialect } from './dialects/actor.ts';
import { launchEvagore, launchGalene } from './launch.ts';
import { ask } from './runner.ts';
import { STATEMENTS } from './statements/index.ts';
import type { LaunchedTarget } from './target.ts';

/** Where a Galène program is at hand, the suite itself is held against it. */
const GALENE_BINARY = process.env['EVAGORE_GALENE_BINARY'];
const GALENECTL_BINARY = process.env['EVAGORE_GALENECTL_BINARY'];
/** The folder of its own pages. */
const GALENE_STATIC = process.env['EVAGORE_GALENE_STATIC'];

const TOOLS = { galenectl: GALENECTL_BINARY };
const ALL = { ...TOOLS, staticDir: GALENE_STATIC };

describe('our server in the native dialect', () => {
  statements('native', () => launchEvagore(TOOLS));
});

describe('our server in the dialect of Galène', () => {
  statements('galene', () => launchEvagore(ALL));
});

describe.skipIf(GALENE_BINARY === undefined)('Galène in its own dialect', () => {
  statements('galene', () => launchGalene(GALENE_BINARY ?? '', ALL));
});

describe('the suite', () => {
  it('has each statement once', () => {
    const ids = STATEMENTS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

function statements(dialect: Dialect, launch: () => Promise<LaunchedTarget>): void {
  let target: LaunchedTarget;
  beforeAll(async () => {
    target = await launch();
  });
  afterAll(async () => {
    await target.stop();
  });

  it.for(STATEMENTS)('$id: $title', async (statement, { skip }) => {
    const { verdict, why } = await ask(target, statement, { dialect, slow: false });
    if (verdict === 'not applicable') skip(why);
    if (verdict === 'fail') expect.fail(why);
  });
}
