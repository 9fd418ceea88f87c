import type { Correspondent } from '../notify/herald.ts';
import type { Notices } from '../state/notices.ts';
import type { Meeting } from '../state/session.ts';
import { showObstacle } from './file-card.tsx';

/** Offers files to somebody, says so where one cannot be offered, and shows the cards of the others in the chat. */
export function giveFiles(
  { files, herald }: Pick<Meeting, 'files' | 'herald'>,
  notices: Notices,
  to: Correspondent,
  what: readonly File[],
): void {
  const obstacles = what.map((file) => files.offer(to.id, file));
  showObstacle(
    notices,
    obstacles.find((obstacle) => obstacle !== undefined),
  );
  if (obstacles.includes(undefined)) herald.openChat(undefined);
}
