import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { RULE_NAMES, Rules, spoken } from './rules.ts';

describe('rules', () => {
  it('are all optional', () => {
    expect(Rules.parse({})).toMatchObject({ warnings: 1, silences: 2, silenceMinutes: 5, exempt: [] });
  });

  it.each([
    ['a rule that is none', { floods: { messages: 3, seconds: 1 } }],
    ['half a rule', { flood: { messages: 3 } }],
    ['a flood of one', { flood: { messages: 1, seconds: 1 } }],
    ['a flood of more than is remembered', { flood: { messages: 101, seconds: 1 } }],
    ['no time', { repeats: { times: 2, seconds: 0 } }],
    ['a silence for ever', { silenceMinutes: 1e9 }],
    ['a text that is empty', { texts: { warning: '' } }],
    ['an unknown text', { texts: { warnung: 'x' } }],
  ])('are refused with %s', (_, rules) => {
    expect(Rules.safeParse(rules).success).toBe(false);
  });

  it('have an example with every rule, and a page that explains them', async () => {
    const example = await readFile(path.join(import.meta.dirname, '../examples/moderator.json'), 'utf8');
    const rules = Rules.parse(JSON.parse(example));
    for (const name of RULE_NAMES) expect(rules[name]).toBeDefined();
    const page = await readFile(path.join(import.meta.dirname, '../../../docs/bots.md'), 'utf8');
    for (const [name, field] of Object.entries(Rules.shape)) {
      if (field.description === undefined) continue;
      expect(page).toContain(`\`${name}\``);
      expect(page.replaceAll(/\s+/g, ' ')).toContain(field.description);
    }
  });

  it('fill in a text once, so that names stay as they are', () => {
    const values = { name: '{reason}', reason: '$&', minutes: 5 };
    expect(spoken('{name} {reason} {minutes} {else}', values)).toBe('{reason} $& 5 {else}');
  });
});
