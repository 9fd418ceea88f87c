import { useMemo, useState, type ReactNode } from 'react';
import '../styles/people.css';
import { FileSending } from '../files/file-sending.tsx';
import { giveFiles } from '../files/give-files.ts';
import { commandPort } from '../state/command-port.ts';
import { browserShelf } from '../state/preferences.ts';
import type { Meeting } from '../state/session.ts';
import { VolumeStore } from '../state/volumes.ts';
import { canShare } from '../ui/can-share.ts';
import { copyText } from '../ui/clipboard.ts';
import { useApp } from '../ui/context.ts';
import { Deeds } from './deeds.ts';
import { PersonDialogs } from './person-dialogs.tsx';
import { RecordingFrame } from './recording-frame.tsx';
import { PeopleScopeContext, type Asked, type PeopleScope } from './scope.ts';

export interface PeopleScopeProviderProps {
  readonly session: Meeting;
  readonly onLeave: () => void;
  readonly children: ReactNode;
}

/** Lets everything in a meeting reach what concerns its people. */
export function PeopleScopeProvider({ session, onLeave, children }: PeopleScopeProviderProps) {
  const { notices } = useApp();
  const [asked, ask] = useState<Asked>();
  const [unaddressed, setUnaddressed] = useState<readonly File[]>();
  const volumes = useMemo(
    () => new VolumeStore(browserShelf(), session.store.getSnapshot().group),
    [session],
  );
  const scope = useMemo((): PeopleScope => {
    const { group } = session.store.getSnapshot();
    const port = commandPort({
      ...session,
      group,
      origin: location.origin,
      recipient: undefined,
      screens: canShare(),
      leave: onLeave,
      copy: async (text) => {
        await copyText(text);
      },
    });
    return {
      ...{ session, volumes, ask },
      deeds: new Deeds(port, notices),
      sendFiles: (files, to) => {
        if (to !== undefined) giveFiles(session, notices, to, files);
        else if (files.length > 0) setUnaddressed(files);
      },
    };
  }, [session, notices, onLeave, volumes]);
  return (
    <PeopleScopeContext value={scope}>
      {children}
      <RecordingFrame store={session.store} onLeave={onLeave} />
      <PersonDialogs
        asked={asked}
        deeds={scope.deeds}
        onClose={() => {
          ask(undefined);
        }}
      />
      <FileSending
        session={session}
        files={unaddressed}
        onDone={() => {
          setUnaddressed(undefined);
        }}
      />
    </PeopleScopeContext>
  );
}
