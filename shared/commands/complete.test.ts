import { describe, expect, it } from 'vitest';
import { PERMISSIONS } from '../permissions.ts';
import { complete, take } from './complete.ts';
import { FakePort } from './testing/fake-port.ts';

const port = new FakePort(PERMISSIONS, {
  ada00001: 'Ada',
  bob00001: 'Bob Smith',
  anna0001: 'Anna',
  anna0002: 'Anna',
  anon0001: '',
  quot0001: 'the "Q"',
});

/** `|` marks the cursor. */
const at = (marked: string, on = port) => complete(marked.replace('|', ''), marked.indexOf('|'), on);
const labels = (marked: string, on = port) => at(marked, on)?.candidates.map(({ label }) => label);
/** The line after the first candidate was taken, with the cursor. */
const taken = (marked: string) => {
  const line = marked.replace('|', '');
  const completion = at(marked)!;
  const result = take(line, completion, completion.candidates[0]!);
  return `${result.line.slice(0, result.cursor)}|${result.line.slice(result.cursor)}`;
};

describe('completion', () => {
  it.each([
    ['/lo|', ['/lock [message]', '/log', '/lower user', '/lowerall']],
    ['/LOW|', ['/lower user', '/lowerall']],
    [
      '/un|lock',
      [
        '/unlock',
        '/unop user',
        '/unpresent user',
        '/unraise',
        '/unrecord',
        '/unset setting',
        '/unsharescreen',
        '/unshutup user',
      ],
    ],
    ['/op A|', ['Ada', 'Anna#anna0001', 'Anna#anna0002']],
    ['/op smi|', ['Bob Smith']],
    ['/op #|', ['#anon']],
    ['/op |', ['#anon', 'Ada', 'Anna#anna0001', 'Anna#anna0002', 'Bob Smith', 'the "Q"', 'Me']],
    ['/op "Bob S|', ['Bob Smith']],
    ['/reinvite x 3|', ['3s', '3min', '3h', '3d', '3mon', '3yr']],
    ['/reinvite x 2026-11-2|', ['2026-11-22', '2026-11-28']],
    ['/unset mi|', ['mirror']],
    ['/invite | ', undefined],
    ['/invite Zoe 7|', ['7s', '7min', '7h', '7d', '7mon', '7yr']],
  ])('of %s offers %j', (marked, expected) => {
    expect(labels(marked)).toEqual(expected);
  });

  it.each([
    'hello|',
    '|/lock',
    '//lo|',
    '/msg Ada hel|',
    '/dance A|',
    '/op Ada |',
    'a /lo|',
    '/lock n|',
    '|',
  ])('of %s offers nothing', (marked) => {
    expect(at(marked)).toBeUndefined();
  });

  it('offers only what may be done here', () => {
    expect(labels('/k|', new FakePort(['message']))).toBeUndefined();
    expect(labels('/op A|', new FakePort(['message'], { ada00001: 'Ada' }))).toBeUndefined();
    const bare = new FakePort(PERMISSIONS);
    bare.abilities = {};
    expect(labels('/sh|', bare)).toEqual(['/shutup user']);
  });

  it('leaves out the members of the server itself', () => {
    const recorded = new FakePort(PERMISSIONS);
    recorded.members = [
      ...recorded.members,
      { ...recorded.members[0]!, id: 'rec' as never, username: 'RECORDING', permissions: ['system'] },
    ];
    expect(labels('/kick R|', recorded)).toBeUndefined();
  });

  it('offers no more than fifty people', () => {
    const crowd = Object.fromEntries(
      Array.from({ length: 300 }, (_, n) => [`id${n.toString()}`, `p${n.toString()}`]),
    );
    expect(labels('/op p|', new FakePort(PERMISSIONS, crowd))).toHaveLength(50);
  });

  it.each([
    ['/lo|', '/lock |'],
    ['/unl|', '/unlock|'],
    ['/ki| Ada', '/kick |Ada'],
    ['/kick b|', '/kick "Bob Smith" |'],
    ['/op b|', '/op "Bob Smith"|'],
    ['/op the|', '/op "the \\"Q\\""|'],
    ['/kick an| out', '/kick Anna#anna0001 |out'],
  ])('of %s gives %s', (marked, expected) => {
    expect(taken(marked)).toBe(expected);
  });
});
