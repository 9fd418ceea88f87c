import { useEffect, useMemo, useState } from 'react';
import '../styles/meeting.css';
import '../styles/tiles.css';
import '../styles/panels.css';
import { Speakers } from '../media/speakers.ts';
import { AudioPlayers } from '../meeting/audio-players.tsx';
import { ChatPanel, type Recipient } from '../meeting/chat-panel.tsx';
import { ControlBar } from '../meeting/control-bar.tsx';
import { useDialogs } from '../meeting/dialogs.ts';
import { EndedOverlay } from '../meeting/ended-overlay.tsx';
import { MeetingDialogs } from '../meeting/meeting-dialogs.tsx';
import { PeoplePanel } from '../meeting/people-panel.tsx';
import { StatusBanner } from '../meeting/status-banner.tsx';
import { TileGrid } from '../meeting/tile-grid.tsx';
import { TopBar } from '../meeting/top-bar.tsx';
import { useShortcuts } from '../meeting/use-shortcuts.ts';
import { t } from '../messages/translate.ts';
import type { Meeting } from '../state/session.ts';
import { PHONE, useMedia, useStore, useTitle } from '../ui/hooks.ts';

export interface MeetingPageProps {
  readonly meeting: Meeting;
  readonly onLeave: () => void;
  /** Resolves to a sentence where it failed. */
  readonly onRejoin: () => Promise<string | undefined>;
}

export type PanelName = 'chat' | 'people';

/** The meeting itself. */
export function MeetingPage({ meeting: session, onLeave, onRejoin }: MeetingPageProps) {
  const { store, local } = session;
  const meeting = useStore(store);
  const own = useStore(local);
  const [panel, setPanel] = useState<PanelName>();
  const [recipient, setRecipient] = useState<Recipient>();
  const dialogs = useDialogs();
  const [speakers] = useState(() => new Speakers());
  const phone = useMedia(PHONE);
  useTitle(
    `${meeting.unread > 0 ? `(${meeting.unread.toString()}) ` : ''}${meeting.title} – ${t('app.name')}`,
  );

  useEffect(() => {
    store.setReading(panel === 'chat');
  }, [store, panel]);
  useVoices(speakers, meeting.self.id, own.microphoneTrack, meeting.heard);

  const { present } = meeting.can;
  const toggle = (name: PanelName) => {
    setPanel((before) => (before === name ? undefined : name));
  };
  const actions = {
    microphone: () => void local.toggleMicrophone(),
    camera: () => void local.toggleCamera(),
    share: () => {
      if (own.sharing) local.stopScreen();
      else void local.shareScreen();
    },
    hand: () => void store.raiseHand(!meeting.self.hand),
    chat: () => {
      toggle('chat');
    },
    people: () => {
      toggle('people');
    },
    keys: () => {
      dialogs.open('keys');
    },
    leave: onLeave,
  };
  useShortcuts(
    {
      ...(present && { microphone: actions.microphone, camera: actions.camera }),
      hand: actions.hand,
      chat: actions.chat,
      people: actions.people,
      keys: actions.keys,
    },
    meeting.ended === undefined,
  );

  // On a phone a panel covers the meeting: what lies below must not be reached by keyboard either.
  const covered = phone && panel !== undefined;
  return (
    <div className="meeting" data-panel={panel ?? 'none'}>
      <div className="meeting__below" inert={covered || meeting.ended !== undefined}>
        <TopBar meeting={meeting} own={own} local={local} dialogs={dialogs} />
        <main className="meeting__stage" aria-label={t('meeting.stage')}>
          <TileGrid
            meeting={meeting}
            speakers={speakers}
            onStopScreen={(id) => {
              local.stopScreen(id);
            }}
            onMore={() => {
              setPanel('people');
            }}
          />
          <AudioPlayers streams={meeting.heard} />
        </main>
        <ControlBar meeting={meeting} own={own} local={local} panel={panel} actions={actions} />
      </div>
      {panel === 'chat' && (
        <ChatPanel
          meeting={meeting}
          session={session}
          recipient={recipient}
          onRecipient={setRecipient}
          onClose={() => {
            setPanel(undefined);
          }}
          onLeave={onLeave}
        />
      )}
      {panel === 'people' && (
        <PeoplePanel
          meeting={meeting}
          store={store}
          onWrite={(person) => {
            setRecipient({ id: person.id, name: person.name });
            setPanel('chat');
          }}
          onClose={() => {
            setPanel(undefined);
          }}
        />
      )}
      <StatusBanner reconnecting={meeting.reconnecting} plannedStop={meeting.plannedStop} />
      <MeetingDialogs dialogs={dialogs} />
      {meeting.ended !== undefined && (
        <EndedOverlay reason={meeting.ended} onLeave={onLeave} onRejoin={onRejoin} />
      )}
    </div>
  );
}

/** Lets the speakers' watch follow everybody who can be heard, oneself included. */
function useVoices(
  speakers: Speakers,
  selfId: string,
  own: MediaStreamTrack | null,
  heard: Meeting['store'] extends { getSnapshot: () => { heard: infer Heard } } ? Heard : never,
): void {
  const voices = useMemo(
    () => [
      ...(own === null ? [] : [{ owner: selfId, track: own }]),
      ...heard.flatMap((stream) =>
        (stream.media?.getAudioTracks() ?? []).map((track) => ({ owner: stream.owner, track })),
      ),
    ],
    [selfId, own, heard],
  );
  useEffect(() => {
    speakers.follow(voices);
  }, [speakers, voices]);
  useEffect(
    () => () => {
      speakers.close();
    },
    [speakers],
  );
}
