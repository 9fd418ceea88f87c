import type { ServerConnection } from '@evagore/client';
import { CaptionStore } from '../captions/caption-store.ts';
import { Drafts, tabShelf } from '../chat/drafts.ts';
import { FileDesk } from '../files/file-desk.ts';
import { Chronicle } from '../log/chronicle.ts';
import { Announcer } from '../notify/announcer.ts';
import { Chimes } from '../notify/chimes.ts';
import { showOnDesktop } from '../notify/desktop.ts';
import { Herald } from '../notify/herald.ts';
import { browserClock } from '../time/clock.ts';
import type { MeetingStore } from './meeting-store.ts';
import type { Notices } from './notices.ts';
import type { PreferenceStore } from './preferences.ts';

/** What goes on beside the meeting itself. All of it ends with the connection. */
export interface Companions {
  readonly announcer: Announcer;
  readonly captions: CaptionStore;
  readonly chimes: Chimes;
  readonly drafts: Drafts;
  readonly files: FileDesk;
  readonly herald: Herald;
}

export interface CompanionOptions {
  readonly connection: ServerConnection;
  readonly group: string;
  readonly store: Pick<MeetingStore, 'log' | 'reading' | 'showFile'>;
  readonly notices: Notices;
  readonly preferences: Pick<PreferenceStore, 'chosen'>;
}

/** To be called before the group is joined, so that nothing is missed. */
export function openCompanions(options: CompanionOptions): Companions {
  const { connection, group, store, notices, preferences } = options;
  const { log } = store;
  const announcer = new Announcer(browserClock);
  const chimes = new Chimes();
  const herald = new Herald({
    connection,
    notices,
    announcer,
    log,
    clock: browserClock,
    choice: () => preferences.chosen.notifications,
    reading: () => store.reading,
    hidden: () => document.hidden,
    play: (sound) => {
      chimes.play(sound);
    },
    showOnDesktop,
  });
  const files = new FileDesk({
    connection,
    clock: browserClock,
    added: ({ key, up, peer, name }) => {
      store.showFile(key, up);
      log.add({ type: 'transfer', name: peer.name, file: name, own: up });
      if (!up) herald.fileOffered(peer, name);
    },
    over: ({ up, peer, name, phase }) => {
      const fact = { name: peer.name, file: name, own: up };
      if (phase.name === 'ended') log.add({ type: 'transfer-failed', ...fact, end: phase });
      else log.add({ type: 'transfer-done', ...fact });
    },
  });
  connection.events.once('closed', () => {
    announcer.close();
    chimes.close();
  });
  const captions = new CaptionStore(connection.events, browserClock, (name, text) => {
    log.add({ type: 'caption', name, text });
  });
  // It ends with the connection.
  new Chronicle(connection, log);
  return { announcer, captions, chimes, drafts: new Drafts(tabShelf(), group), files, herald };
}
