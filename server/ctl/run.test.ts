import { describe, expect, it } from 'vitest';
import { ctl } from './testing/run-in-process.ts';

describe('runCtl', () => {
  it('prints its version and its help', async () => {
    expect(await ctl(['--version'])).toMatchObject({ code: 0, out: '1.2.3\n' });
    const help = await ctl(['--help']);
    expect(help.code).toBe(0);
    for (const word of ['group', 'user', 'password', 'token', 'live', 'doctor', 'Exit codes']) {
      expect(help.out).toContain(word);
    }
  });

  it('has a help for every command, by galenectl’s flag and names as well', async () => {
    for (const line of ['group list --help', 'list-groups -help', 'kick --help', 'help doctor']) {
      const help = await ctl(line.split(' '));
      expect(help.code).toBe(0);
      expect(help.out).toContain('Usage: evagorectl');
    }
  });

  it('shows no word of galenectl’s habits where its own do', async () => {
    const { out } = await ctl(['group', '--help']);
    expect(out).toContain('show <group>');
    expect(out).not.toContain('list-groups');
  });

  it.each([
    [[], 'Usage:'],
    [['group'], 'Usage:'],
    [['nonsense'], "unknown command 'nonsense'"],
    [['group', 'lst'], 'list'],
    [['group', 'list', '--nonsense'], "unknown option '--nonsense'"],
    [['live', 'kick', 'tea'], "missing required argument 'member'"],
    [['completion', 'tcsh'], 'bash, zsh, fish'],
  ])('%j is a mistake of usage', async (argv, words) => {
    const ran = await ctl(argv);
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(ran.err).toContain(words);
  });
});
