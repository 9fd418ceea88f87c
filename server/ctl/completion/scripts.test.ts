import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { ctl } from '../testing/run-in-process.ts';
import { testFolder } from '../../access/testing.ts';

async function script(shell: string): Promise<string> {
  const { code, out } = await ctl(['completion', shell]);
  expect(code).toBe(0);
  return out;
}

/** What bash offers after this line. */
async function offered(line: string, cwd = '/'): Promise<string[]> {
  const words = line.split(' ');
  const program = `${await script('bash')}
COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}) COMP_CWORD=${(words.length - 1).toString()}
compopt() { :; }
_evagorectl
printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['--norc', '-c', program], { encoding: 'utf8', cwd }).trim().split('\n');
}

describe('completion for bash', () => {
  it.each([
    ['evagorectl gr', ['group']],
    ['evagorectl group cr', ['create']],
    ['evagorectl --json group ', ['list', 'show', 'create', 'update', 'delete']],
    ['evagorectl live unl', ['unlock']],
    ['evagorectl token create tea --dur', ['--duration']],
    ['evagorectl group list --pass', ['--password-file']],
    ['evagorectl user create tea --permissions ', ['']],
    ['evagorectl list-gr', ['']],
  ])('"%s"', async (line, expected) => {
    expect(await offered(line)).toEqual(expect.arrayContaining(expected));
    if (!line.endsWith('group ')) expect(await offered(line)).toEqual(expected);
  });

  it('offers files where a file is meant', async () => {
    const folder = await testFolder();
    await folder.write('description.json', {});
    expect(await offered('evagorectl group create tea --file desc', folder.path)).toEqual([
      'description.json',
    ]);
    await folder.remove();
  });
});

describe('completion for the others', () => {
  it('tells zsh each command with what it does, quoted', async () => {
    const text = await script('zsh');
    expect(text).toContain("'/group')");
    expect(text).toMatch(/'kick:Send a member away/);
    expect(text).toContain(String.raw`'list:List a group'\''s tokens.'`);
  });

  it('tells fish each command and option with what it takes', async () => {
    const text = await script('fish');
    expect(text).toContain(`complete -c evagorectl -n '__evagorectl_at \\'/group\\'' -a 'list'`);
    expect(text).toMatch(/-l file -r -F -d /);
    expect(text).toMatch(/-l duration -x -d /);
    expect(text).toMatch(/-l json -d /);
  });
});
