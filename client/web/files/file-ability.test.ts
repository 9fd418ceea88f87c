import { MemberId } from '@evagore/shared';
import { describe, expect, it } from 'vitest';
import { sentenceOf } from '../state/error-sentence.ts';
import { fileAbility } from './file-ability.ts';
import type { FileObstacle } from './file-desk.ts';

const ada = MemberId.parse('ada');

function anAbility(obstacles: { before?: FileObstacle; after?: FileObstacle } = {}) {
  const told: string[] = [];
  const files = {
    obstacle: () => obstacles.before,
    offer: (to: string, file: File) => {
      told.push(`${to} ${file.name}`);
      return obstacles.after;
    },
  };
  const pick = () => {
    told.push('pick');
    return Promise.resolve([new File(['1'], 'a.txt'), new File(['2'], 'b.txt')]);
  };
  const show = () => {
    told.push('show');
  };
  return { told, ability: fileAbility(files, { pick, show }) };
}

describe('sending files by command', () => {
  it('offers what was chosen, and shows it', async () => {
    const { told, ability } = anAbility();
    await ability.offer(ada);
    expect(told).toEqual(['pick', 'ada a.txt', 'show', 'ada b.txt', 'show']);
  });

  it('asks for no file where nobody could take it, and says why', async () => {
    const { told, ability } = anAbility({ before: 'may-not-write' });
    const error = await ability.offer(ada).catch((reason: unknown) => reason);
    expect(sentenceOf(error)).toBe(
      'They may not write in this group, and so cannot receive files. An operator can allow it.',
    );
    expect(told).toEqual([]);
  });

  it('stops where they have left meanwhile', async () => {
    const { told, ability } = anAbility({ after: 'gone' });
    await expect(ability.offer(ada)).rejects.toMatchObject({ code: 'gone' });
    expect(told).toEqual(['pick', 'ada a.txt']);
  });
});
