import type { MemberId } from '@evagore/shared';
import type { Abilities } from '@evagore/shared/commands';
import { t, type MessageKey } from '../messages/translate.ts';
import type { FileDesk, FileObstacle } from './file-desk.ts';
import { pickFiles } from './pick-file.ts';

const SENTENCES = {
  gone: 'files.obstacle.gone',
  'may-not-write': 'files.obstacle.may-not-write',
  'too-many': 'files.obstacle.too-many',
  'memory-full': 'files.obstacle.memory-full',
} as const satisfies Record<FileObstacle, MessageKey>;

/** A sentence for why a file cannot be offered, or not accepted. */
export function obstacleSentence(obstacle: FileObstacle): string {
  return t(SENTENCES[obstacle]);
}

/** A file cannot be offered. The message is a sentence. */
class FileRefused extends Error {
  readonly code: FileObstacle;

  constructor(code: FileObstacle) {
    super(obstacleSentence(code));
    this.code = code;
  }
}

export interface FileAbilityOptions {
  /** Shows what becomes of the files, once one is offered. */
  readonly show?: (() => void) | undefined;
  readonly pick?: typeof pickFiles;
}

/** Lets commands send files; the person chooses which. */
export function fileAbility(
  files: Pick<FileDesk, 'obstacle' | 'offer'>,
  { show, pick = pickFiles }: FileAbilityOptions = {},
): Abilities['file-transfer'] {
  return {
    offer: async (to: MemberId) => {
      const before = files.obstacle(to);
      if (before !== undefined) throw new FileRefused(before);
      for (const file of await pick({ several: true })) {
        // They may have left while the file was being chosen.
        const obstacle = files.offer(to, file);
        if (obstacle !== undefined) throw new FileRefused(obstacle);
        show?.();
      }
    },
  };
}
