import { useMemo, useState, type ReactNode } from 'react';
import '../styles/people.css';
import { VolumeDialog } from '../meeting/volume.tsx';
import { commandPort } from '../state/command-port.ts';
import type { Participant } from '../state/participants.ts';
import { browserShelf } from '../state/preferences.ts';
import type { Meeting } from '../state/session.ts';
import { VolumeStore } from '../state/volumes.ts';
import { canShare } from '../ui/can-share.ts';
import { useApp } from '../ui/context.ts';
import { useStore } from '../ui/hooks.ts';
import { Deeds } from './deeds.ts';
import { RecordingFrame } from './recording-frame.tsx';
import { PeopleScopeContext, type PeopleScope } from './scope.ts';

export interface PeopleScopeProviderProps {
  readonly session: Meeting;
  readonly onLeave: () => void;
  readonly children: ReactNode;
}

/** Lets everything in a meeting reach what concerns its people. */
export function PeopleScopeProvider({ session, onLeave, children }: PeopleScopeProviderProps) {
  const { notices } = useApp();
  const [voice, askVolume] = useState<string>();
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
      copy: (text) => navigator.clipboard.writeText(text).catch(() => undefined),
    });
    return { session, deeds: new Deeds(port, notices), volumes, askVolume };
  }, [session, notices, onLeave, volumes]);
  return (
    <PeopleScopeContext value={scope}>
      {children}
      <RecordingFrame store={session.store} />
      <VolumeOf
        id={voice}
        session={session}
        onClose={() => {
          askVolume(undefined);
        }}
      />
    </PeopleScopeContext>
  );
}

interface VolumeOfProps {
  /** Undefined while the dialog is closed. */
  readonly id: string | undefined;
  readonly session: Meeting;
  readonly onClose: () => void;
}

/** How loud somebody is, asked from a place that has no dialog of its own. */
function VolumeOf({ id, session, onClose }: VolumeOfProps) {
  const person = useStore(session.store, ({ people }) =>
    id === undefined ? undefined : people.find((each) => each.id === id),
  );
  const [last, setLast] = useState<Participant>();
  // The name stays while the dialog fades out.
  if (person !== undefined && person !== last) setLast(person);
  return (
    last !== undefined && (
      <VolumeDialog
        open={person !== undefined}
        person={last}
        onOpenChange={(open) => {
          if (!open) onClose();
        }}
      />
    )
  );
}
