import { useCallback, useEffect, useState } from 'react';
import '../styles/meeting.css';
import '../styles/tiles.css';
import '../styles/panels.css';
import { Speakers } from '../media/speakers.ts';
import { AudioPlayers } from '../meeting/audio-players.tsx';
import { Captions } from '../captions/captions.tsx';
import { ChatAnnouncer } from '../chat/chat-announcer.tsx';
import { ChatPanel } from '../chat/chat-panel.tsx';
import { useConversation } from '../chat/use-conversation.ts';
import { DoctorDialog } from '../doctor/doctor-dialog.tsx';
import { LogOnDemand } from '../log/log-on-demand.tsx';
import { BarRoomProvider } from '../meeting/bar-room.tsx';
import { ControlBar } from '../meeting/control-bar.tsx';
import { useDialogs } from '../meeting/dialogs.ts';
import { EndedOverlay } from '../meeting/ended-overlay.tsx';
import { FileControls } from '../meeting/file-controls.tsx';
import { MeetingDialogs } from '../meeting/meeting-dialogs.tsx';
import { PeoplePanel } from '../people/people-panel.tsx';
import { PeopleScopeProvider } from '../people/people-scope.tsx';
import { tileItems } from '../people/tile-items.tsx';
import { StatusBanner } from '../meeting/status-banner.tsx';
import { TopBar } from '../meeting/top-bar.tsx';
import { useActions } from '../meeting/use-actions.ts';
import { useArrival } from '../meeting/use-arrival.ts';
import { useFetchAhead } from '../meeting/use-fetch-ahead.ts';
import { useFadingControls } from '../meeting/use-fading-controls.ts';
import { useOwnMedia } from '../meeting/use-own-media.ts';
import { usePanel } from '../meeting/use-panel.ts';
import { useShortcuts } from '../meeting/use-shortcuts.ts';
import { useVoices } from '../meeting/use-voices.ts';
import { t } from '../messages/translate.ts';
import { useChimes } from '../notify/use-chimes.ts';
import { pageActions } from '../palette/page-actions.ts';
import { PaletteDialog, usePaletteKey } from '../palette/palette-dialog.tsx';
import { qualityCorner } from '../quality/badge.tsx';
import { canFullScreen, wholePage } from '../stage/full-screen.ts';
import { FloatingMeeting } from '../stage/floating-meeting.tsx';
import { StageModel } from '../stage/stage-model.ts';
import { Stage, type TileExtras } from '../stage/stage.tsx';
import type { MeetingSnapshot } from '../state/meeting-store.ts';
import { alike } from '../state/selection.ts';
import type { Meeting } from '../state/session.ts';
import { canShare } from '../ui/can-share.ts';
import { useApp } from '../ui/context.ts';
import { PHONE, useMedia, useStore, useTitle } from '../ui/hooks.ts';
import { useWayBack } from '../ui/use-way-back.ts';

export interface MeetingPageProps {
  readonly meeting: Meeting;
  readonly onLeave: () => void;
  /** Resolves to a sentence where it failed. */
  readonly onRejoin: () => Promise<string | undefined>;
}

/** What others than the stage add to its tiles. */
const TILE_EXTRAS: TileExtras = { corner: qualityCorner, menu: tileItems };

/** The meeting itself. */
export function MeetingPage(props: MeetingPageProps) {
  return (
    <PeopleScopeProvider session={props.meeting} onLeave={props.onLeave}>
      <BarRoomProvider>
        <MeetingView {...props} />
      </BarRoomProvider>
    </PeopleScopeProvider>
  );
}

function MeetingView({ meeting: session, onLeave, onRejoin }: MeetingPageProps) {
  const { store, local } = session;
  const meeting = useStore(store, factsOf, alike);
  const own = useStore(local);
  const { panel, show: setPanel, toggle: togglePanel } = usePanel();
  const dialogs = useDialogs();
  const { recipient, setRecipient, port } = useConversation(session, {
    group: meeting.group,
    leave: onLeave,
    reading: panel === 'chat',
    openChat: () => {
      setPanel('chat');
    },
    openLog: () => {
      dialogs.open('log');
    },
  });
  const [speakers] = useState(() => new Speakers());
  const { preferences } = useApp();
  const [stage] = useState(() => new StageModel({ meeting: store, speakers, preferences }));
  const phone = useMedia(PHONE);
  const controls = useFadingControls(panel !== undefined);
  useTitle(
    `${meeting.unread > 0 ? `(${meeting.unread.toString()}) ` : ''}${meeting.title} – ${t('app.name')}`,
  );

  useEffect(() => {
    store.setReading(panel === 'chat');
  }, [store, panel]);
  useArrival();
  useFetchAhead();
  useChimes(session.chimes);
  useVoices(speakers, { selfId: meeting.selfId, own: own.microphoneTrack, heard: meeting.heard });

  const stopScreen = useCallback(
    (id: string) => {
      local.stopScreen(id);
    },
    [local],
  );
  const { present } = meeting;
  const actions = useActions({ session, togglePanel, openDialog: dialogs.open, onLeave });
  usePaletteKey(() => {
    dialogs.open('palette');
  }, meeting.ended === undefined);
  useShortcuts(
    {
      ...(present && { microphone: actions.microphone, camera: actions.camera }),
      ...(present && canShare() && { share: actions.share }),
      hand: actions.hand,
      chat: actions.chat,
      people: actions.people,
      log: () => {
        dialogs.open('log');
      },
      view: () => {
        stage.toggleView();
      },
      ...(canFullScreen() && { fullScreen: wholePage }),
      settings: actions.settings,
      keys: actions.keys,
      ...(panel !== undefined && {
        close: () => {
          setPanel(undefined);
        },
      }),
    },
    // What is typed while the palette is on its way is meant for it.
    meeting.ended === undefined && !dialogs.of('palette').open,
  );

  useOwnMedia({
    ...{ local, title: meeting.title, onLeave, onSettings: actions.settings },
    active: meeting.ended === undefined,
  });

  // On a phone a panel covers the meeting: what lies below must not be reached by keyboard either.
  const covered = phone && panel !== undefined;
  useWayBack(covered);
  return (
    <div className="meeting" data-panel={panel ?? 'none'}>
      <div
        className="meeting__below"
        data-controls={controls.shown ? 'shown' : 'hidden'}
        inert={covered || meeting.ended !== undefined}
        {...controls.frame}
      >
        <TopBar store={store} local={local} dialogs={dialogs} stage={stage} />
        <main className="meeting__stage" data-region="stage" aria-label={t('meeting.stage')}>
          <Stage stage={stage} speakers={speakers} extras={TILE_EXTRAS} onStopScreen={stopScreen} />
          <AudioPlayers streams={meeting.heard} />
          <FileControls own={own} local={local} />
          <Captions captions={session.captions} />
        </main>
        <ControlBar store={store} local={local} panel={panel} actions={actions} />
      </div>
      {panel === 'chat' && (
        <ChatPanel
          session={session}
          port={port}
          recipient={recipient}
          onRecipient={setRecipient}
          onClose={() => {
            setPanel(undefined);
          }}
        />
      )}
      {panel === 'people' && (
        <PeoplePanel
          dialogs={dialogs}
          stage={stage}
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
      <MeetingDialogs dialogs={dialogs} local={local} canPresent={present} />
      <DoctorDialog {...dialogs.of('doctor')} target={session.target} />
      <LogOnDemand
        {...dialogs.of('log')}
        session={session}
        port={port}
        recipient={recipient}
        onRecipient={setRecipient}
      />
      <ChatAnnouncer announcer={session.announcer} />
      <PaletteDialog
        {...dialogs.of('palette')}
        port={port}
        actions={(app) =>
          pageActions({
            ...{ run: actions, port, dialogs, stage, app },
            can: { present, changePassword: meeting.passwordsChangeable && session.account !== undefined },
          })
        }
      />
      <FloatingMeeting
        stage={stage}
        speakers={speakers}
        local={local}
        canPresent={present}
        onLeave={onLeave}
      />
      {meeting.ended !== undefined && (
        <EndedOverlay reason={meeting.ended} target={session.target} onLeave={onLeave} onRejoin={onRejoin} />
      )}
    </div>
  );
}

/** What of the meeting concerns the page as a whole. Most of what happens in it does not. */
function factsOf(meeting: MeetingSnapshot) {
  const { group, title, unread, heard, passwordsChangeable, reconnecting, plannedStop, ended } = meeting;
  return {
    ...{ group, title, unread, heard, passwordsChangeable, reconnecting, plannedStop, ended },
    selfId: meeting.self.id,
    present: meeting.can.present,
  };
}
