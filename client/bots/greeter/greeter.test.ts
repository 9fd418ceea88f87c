import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { aMember, BOB, onStage } from '../testing/stage.ts';
import { makeGreeter } from './greeter.ts';
import { filledIn, GreeterTexts } from './texts.ts';

const TEXTS = {
  welcome: 'Hello {name}, welcome to {group}, from {bot} and {count} people',
  about: 'This is {group}.',
  rules: ['Be kind.', 'Mute yourself.'],
  againAfterMinutes: 30,
};
const ADA = aMember('ada-1', { username: 'ada' });
const MINUTE_MS = 60_000;

function aGreeter(texts: object = {}, options?: Parameters<typeof onStage>[1]) {
  const parsed = GreeterTexts.parse({ ...TEXTS, ...texts });
  return onStage(
    makeGreeter(() => parsed),
    options,
  );
}

describe('the greeter', () => {
  it('welcomes who comes, privately', async () => {
    const { come, said } = await aGreeter();
    await come(ADA);
    expect(said()).toEqual([{ to: 'ada-1', text: 'Hello ada, welcome to meeting, from Robot and 2 people' }]);
  });

  it('welcomes before everybody where it is told to', async () => {
    const { come, said } = await aGreeter({ publicly: true, welcome: 'Hello {name}' });
    await come(ADA);
    expect(said()).toEqual([{ to: undefined, text: 'Hello ada' }]);
  });

  it('has a word for those without a name', async () => {
    const { come, said } = await aGreeter({ welcome: 'Hello {name}' });
    await come(aMember('nobody-1', { username: '' }));
    expect(said()).toEqual([{ to: 'nobody-1', text: 'Hello guest' }]);
  });

  it('welcomes nobody who was there before it', async () => {
    const { said, go, come } = await aGreeter();
    expect(said()).toEqual([]);
    await go(BOB.id);
    await come({ ...BOB, id: 'bob-2' });
    expect(said()).toEqual([]);
  });

  it('welcomes nobody again whose connection was lost, or who comes back soon', async () => {
    const { come, change, go, said, pass } = await aGreeter();
    await come(ADA);
    await change({ ...ADA, reconnecting: true });
    await change(ADA);
    await go('ada-1');
    await pass(10_000);
    await come({ ...ADA, id: 'ada-2', username: 'Ada' });
    expect(said()).toHaveLength(1);
  });

  it('welcomes again who comes back later, counted from when they left', async () => {
    const { come, go, said, pass } = await aGreeter({ againAfterMinutes: 0.5 });
    await come(ADA);
    await pass(MINUTE_MS);
    await go('ada-1');
    await pass(20_000);
    await come({ ...ADA, id: 'ada-2' });
    expect(said()).toHaveLength(1);
    await go('ada-2');
    await pass(40_000);
    await come({ ...ADA, id: 'ada-3' });
    expect(said()).toHaveLength(2);
  });

  it('welcomes neither bots nor the server’s own members', async () => {
    const { come, said } = await aGreeter();
    await come(
      aMember('r2-1', { username: 'R2', data: { bot: true } }),
      aMember('recorder-1', { username: 'RECORDING', permissions: ['system'] }),
    );
    expect(said()).toEqual([]);
  });

  it('welcomes no more people at once than its pace allows, and still answers', async () => {
    const { come, hear, said, pass } = await aGreeter();
    await come(...Array.from({ length: 400 }, (_, i) => aMember(`guest-${i.toString()}`)));
    expect(said()).toHaveLength(10);
    await pass(25_000);
    expect(said()).toHaveLength(110);
    await hear('!rules');
    expect(said()).toHaveLength(111);
  });

  it('tells by !help what the room is, its rules, and what it can do', async () => {
    const { hear, said } = await aGreeter();
    await hear('!help');
    expect(said()).toEqual([
      {
        to: 'bob-1',
        text: [
          'This is meeting.',
          '1. Be kind.',
          '2. Mute yourself.',
          '!help [bot] – Tells what I can do.',
          '!rules – Tells the rules of this room.',
        ].join('\n'),
      },
    ]);
  });

  it('tells the rules, if there are any', async () => {
    const { hear, said } = await aGreeter();
    await hear('!rules');
    const other = await aGreeter({ rules: [] });
    await other.hear('!rules');
    expect([...said(), ...other.said()].map(({ text }) => text)).toEqual([
      '1. Be kind.\n2. Mute yourself.',
      'There are none.',
    ]);
  });

  it('says what the texts are now', async () => {
    let welcome = 'Hello';
    const { come, said } = await onStage(makeGreeter(() => GreeterTexts.parse({ welcome })));
    await come(ADA);
    welcome = 'Hi';
    await come(aMember('eve-1'));
    expect(said().map(({ text }) => text)).toEqual(['Hello', 'Hi']);
  });
});

describe('texts', () => {
  it('are filled in once, so that names stay as they are', () => {
    const values = { name: '{group}', group: 'tea', bot: '$&', count: '3' };
    expect(filledIn('{name} {group} {bot} {count} {else}', values)).toBe('{group} tea $& 3 {else}');
  });

  it.each([
    ['an unknown placeholder', { welcome: 'Hello {nmae}' }],
    ['no welcome', { about: 'x' }],
    ['an empty welcome', { welcome: '' }],
    ['a setting that is none', { welcome: 'x', wellcome: 'y' }],
    ['too much', { welcome: 'x'.repeat(2001) }],
  ])('are refused with %s', (_, texts) => {
    expect(GreeterTexts.safeParse(texts).success).toBe(false);
  });

  it('have an example, and a page that explains them', async () => {
    const example = await readFile(path.join(import.meta.dirname, '../examples/greeter.json'), 'utf8');
    expect(GreeterTexts.parse(JSON.parse(example)).rules).toHaveLength(3);
    const page = await readFile(path.join(import.meta.dirname, '../../../docs/bots.md'), 'utf8');
    for (const [name, field] of Object.entries(GreeterTexts.shape)) {
      if (field.description === undefined) continue;
      expect(page).toContain(`\`${name}\``);
      expect(page.replaceAll(/\s+/g, ' ')).toContain(field.description);
    }
  });
});
