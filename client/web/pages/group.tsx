import { lazy, Suspense, useEffect, useState } from 'react';
import { browserWorld, loadMeeting, loadSession } from '../entrance/browser-world.ts';
import { Entrance } from '../entrance/entrance.ts';
import { PortalPage } from '../entrance/portal-page.tsx';
import { RecentGroups } from '../entrance/recent-groups.ts';
import { UnreachablePage } from '../entrance/unreachable-page.tsx';
import { t } from '../messages/translate.ts';
import { QualityContext } from '../quality/context.ts';
import { isWebAddress } from '../route.ts';
import { browserShelf } from '../state/preferences.ts';
import { useApp } from '../ui/context.ts';
import { useStore } from '../ui/hooks.ts';
import { LoginPage } from './login.tsx';
import { MessagePage } from './message.tsx';

const MeetingPage = lazy(async () => ({ default: (await loadMeeting()).MeetingPage }));

export interface GroupPageProps {
  readonly group: string;
  readonly token?: string;
}

/** A group's page: from the question whether it exists to the meeting and its end. */
export function GroupPage({ group, token }: GroupPageProps) {
  const { preferences, notices } = useApp();
  const [entrance] = useState(
    () =>
      new Entrance({
        group,
        token,
        world: browserWorld(preferences),
        notices,
        recent: new RecentGroups(browserShelf()),
      }),
  );
  useEffect(() => {
    void entrance.check();
    // What the meeting needs is fetched while a name is typed.
    void Promise.all([loadSession(), loadMeeting()]).catch(() => undefined);
    return () => {
      entrance.close();
    };
  }, [entrance]);
  return <EntrancePhase entrance={entrance} group={group} />;
}

function EntrancePhase({ entrance, group }: { readonly entrance: Entrance; readonly group: string }) {
  const phase = useStore(entrance);
  switch (phase.name) {
    case 'checking':
      return <MessagePage title={t('login.checking')} quiet />;
    case 'unknown':
      return <MessagePage title={t('login.unknown.title')} text={t('login.unknown', { group })} />;
    case 'unreachable':
      return <UnreachablePage waiting={phase.waiting} />;
    case 'portal': {
      const { status, portal } = phase;
      return (
        <PortalPage
          group={group}
          title={status.displayName ?? status.name}
          portal={portal}
          onLogin={() => {
            entrance.login({ status });
          }}
        />
      );
    }
    case 'turned-away': {
      const { status, sentence } = phase;
      const { authPortal } = status;
      const without = {
        label: t('login.invitation.without'),
        run: () => {
          entrance.login({ status });
        },
      };
      const again =
        authPortal !== undefined && isWebAddress(authPortal)
          ? {
              label: t('login.invitation.portal'),
              run: () => {
                location.assign(authPortal);
              },
            }
          : undefined;
      return (
        <MessagePage
          title={t('login.invitation.title')}
          text={sentence}
          action={again ?? without}
          other={again === undefined ? undefined : without}
        />
      );
    }
    case 'login':
    case 'waiting':
      return <Login entrance={entrance} phase={phase} />;
    case 'meeting':
      return (
        <Suspense fallback={<MessagePage title={t('login.joining')} quiet />}>
          <QualityContext value={phase.meeting.quality}>
            <MeetingPage
              key={phase.meeting.id}
              meeting={phase.meeting}
              onLeave={() => {
                entrance.leave();
              }}
              onRejoin={() => entrance.rejoin()}
            />
          </QualityContext>
        </Suspense>
      );
    case 'left': {
      const { way } = phase;
      return (
        <MessagePage
          title={t('left.title', { group: way.status.displayName ?? way.status.name })}
          action={{
            label: t('left.again'),
            run: () => {
              entrance.login(way);
            },
          }}
        />
      );
    }
  }
}

interface LoginPhaseProps {
  readonly entrance: Entrance;
  readonly phase: Extract<ReturnType<Entrance['getSnapshot']>, { name: 'login' | 'waiting' }>;
}

function Login({ entrance, phase }: LoginPhaseProps) {
  const { way } = phase;
  const waiting =
    phase.name === 'waiting'
      ? {
          waiting: phase.waiting,
          onCancel: () => {
            entrance.login(way);
          },
        }
      : undefined;
  const login = phase.name === 'login' ? phase : undefined;
  return (
    <LoginPage
      status={way.status}
      preview={entrance.preview}
      waiting={waiting}
      takesFocus={login?.later === true}
      invitation={way.invitation}
      needsPassword={way.status.authServer !== undefined}
      anonymous={way.status.anonymous === true}
      busy={login?.busy === true}
      error={login?.error}
      onJoin={(entry) => void entrance.join(way, entry)}
      onJoinPlain={(entry) => void entrance.joinPlain(way, entry)}
    />
  );
}
