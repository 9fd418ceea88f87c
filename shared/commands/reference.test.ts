import { describe, expect, it } from 'vitest';
import { commandTable } from './reference.ts';
import { COMMANDS } from './registry.ts';
import { COMMAND_TEXTS, inEnglish } from './texts.ts';

describe('the reference', () => {
  it('has a row for every command', () => {
    const rows = commandTable().trim().split('\n').slice(2);
    expect(rows).toHaveLength(COMMANDS.length);
    expect(rows.find((row) => row.startsWith('| `/kick'))).toBe(
      '| `/kick user [message]` | `op` |  | Remove somebody from the meeting. *user*: somebody’s name; namesakes are told apart by name#abcd. *message*: what to tell them. |',
    );
  });
});

describe('the texts', () => {
  it('fill in what they are given', () => {
    expect(inEnglish('command.done.kick', { name: '$& {{name}}' })).toBe(
      '$& {{name}} was removed from the meeting.',
    );
  });

  it('have a summary for every command, which is a short line without an end', () => {
    for (const { summary } of COMMANDS) expect(COMMAND_TEXTS[summary]).toMatch(/^[A-Z].{5,60}[^.]$/);
  });
});
