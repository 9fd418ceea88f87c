import { openDevices } from '@evagore/client';
import { lazy, Suspense, useCallback, useEffect, useState } from 'react';
import { t } from '../messages/translate.ts';
import { fetchStatus, type PublishedStatus } from '../net/groups.ts';
import { codeOf, sentenceOf } from '../state/error-sentence.ts';
import type { Invitation } from '../state/invitation.ts';
import type { DeviceChoice } from '../state/local-media.ts';
import { Preview } from '../state/preview.ts';
import type { Preferences } from '../state/preferences.ts';
import type { Meeting } from '../state/session.ts';
import { useApp } from '../ui/context.ts';
import { LoginPage, type Entry, type LoginProps } from './login.tsx';
import { MessagePage } from './message.tsx';

const loadSession = () => import('../state/session.ts');
const loadInvitation = () => import('../state/invitation.ts');
const loadMeeting = () => import('./meeting.tsx');
const MeetingPage = lazy(async () => ({ default: (await loadMeeting()).MeetingPage }));

type Phase =
  | { readonly name: 'checking' | 'unknown' | 'unreachable' }
  | {
      readonly name: 'login';
      readonly status: PublishedStatus;
      readonly invitation?: UsefulInvitation | undefined;
      readonly error?: LoginProps['error'];
      readonly busy?: true;
    }
  | { readonly name: 'turned-away'; readonly status: PublishedStatus; readonly sentence: string }
  | {
      readonly name: 'meeting';
      readonly status: PublishedStatus;
      readonly invitation: UsefulInvitation | undefined;
      readonly meeting: Meeting;
      readonly entry: Entry;
    }
  | {
      readonly name: 'left';
      readonly status: PublishedStatus;
      readonly invitation: UsefulInvitation | undefined;
    };

/** An invitation that may let somebody in, with its token. */
type UsefulInvitation = Exclude<Invitation, { state: 'useless' }> & { readonly token: string };

export interface GroupPageProps {
  readonly group: string;
  readonly token?: string;
}

/** A group's page: from the question whether it exists to the meeting and its end. */
export function GroupPage({ group, token }: GroupPageProps) {
  const { preferences, notices } = useApp();
  const [phase, setPhase] = useState<Phase>({ name: 'checking' });
  const [preview] = useState(() => newPreview(preferences.chosen));

  const check = useCallback(async () => {
    const answer = await fetchStatus(group);
    if (answer.outcome !== 'found') {
      setPhase({ name: answer.outcome });
    } else if (answer.status.redirect !== undefined) {
      location.replace(answer.status.redirect);
    } else {
      const { status } = answer;
      const invitation = token === undefined ? undefined : await examine(token, status);
      if (invitation?.state === 'useless') {
        setPhase({ name: 'turned-away', status, sentence: invitation.sentence });
        return;
      }
      setPhase({ name: 'login', status, invitation });
      await openRemembered(preview, preferences.chosen);
    }
  }, [group, token, preview, preferences]);
  useEffect(() => {
    // eslint-disable-next-line react-hooks/set-state-in-effect -- set only when the server has answered
    void check();
    // What the meeting needs is fetched while a name is typed.
    void Promise.all([loadSession(), loadMeeting()]).catch(() => undefined);
  }, [check]);
  useEffect(
    () => () => {
      preview.close();
    },
    [preview],
  );

  const enter = async ({ status, invitation }: Way, entry: Entry, devices: Preview): Promise<Meeting> => {
    const { joinMeeting } = await loadSession();
    const meeting = await joinMeeting({
      group,
      endpoint: status.endpoint,
      username: entry.username === '' ? undefined : entry.username,
      credentials: invitation === undefined ? entry.password : { type: 'token', token: invitation.token },
      tracks: devices.tracks(),
      choice: devices.getSnapshot().choice,
      notices,
    });
    devices.release();
    return meeting;
  };

  const join = async (way: Way, entry: Entry) => {
    setPhase({ name: 'login', ...way, busy: true });
    try {
      setPhase({ name: 'meeting', ...way, meeting: await enter(way, entry, preview), entry });
    } catch (error) {
      const shown = { invited: way.invitation !== undefined, password: entry.password !== '' };
      setPhase({ name: 'login', ...way, ...afterRefusal(way, error), error: loginError(error, shown) });
    }
  };

  /** Takes the seat again, by the same credentials; resolves to a sentence where that fails. */
  const rejoin = async (way: Way, entry: Entry, before: Meeting): Promise<string | undefined> => {
    const { self } = before.store.getSnapshot();
    const devices = newPreview(preferences.chosen);
    if (self.microphone !== 'none') await devices.turnOn('audio');
    if (self.camera === 'on') await devices.turnOn('video');
    // Never more open than before: whoever was muted comes back muted.
    for (const track of devices.tracks()) track.enabled = track.kind === 'video' || self.microphone === 'on';
    try {
      const meeting = await enter(way, entry, devices);
      before.store.close();
      setPhase({ name: 'meeting', ...way, meeting, entry });
      return undefined;
    } catch (error) {
      devices.close();
      return sentenceOf(error);
    }
  };

  switch (phase.name) {
    case 'checking':
      return <MessagePage title={t('login.checking')} quiet />;
    case 'unknown':
      return <MessagePage title={t('login.unknown.title')} text={t('login.unknown', { group })} />;
    case 'unreachable':
      return (
        <MessagePage
          title={t('login.unreachable.title')}
          text={t('login.unreachable')}
          action={{ label: t('landing.retry'), run: () => void check() }}
        />
      );
    case 'login':
      return (
        <LoginPage
          status={phase.status}
          preview={preview}
          invitation={phase.invitation}
          busy={phase.busy === true}
          error={phase.error}
          onJoin={(entry) => void join(wayOf(phase), entry)}
        />
      );
    case 'turned-away': {
      const { status, sentence } = phase;
      return (
        <MessagePage
          title={t('login.invitation.title')}
          text={sentence}
          action={{
            label: t('login.invitation.without'),
            run: () => {
              setPhase({ name: 'login', status });
              void openRemembered(preview, preferences.chosen);
            },
          }}
        />
      );
    }
    case 'meeting': {
      const { meeting, entry } = phase;
      const way = wayOf(phase);
      return (
        <Suspense fallback={<MessagePage title={t('login.joining')} quiet />}>
          <MeetingPage
            key={meeting.id}
            meeting={meeting}
            onLeave={() => {
              meeting.store.close();
              setPhase({ name: 'left', ...way });
            }}
            onRejoin={() => rejoin(way, entry, meeting)}
          />
        </Suspense>
      );
    }
    case 'left': {
      const { status, invitation } = phase;
      return (
        <MessagePage
          title={t('left.title', { group: status.displayName ?? status.name })}
          action={{
            label: t('left.again'),
            run: () => {
              setPhase({ name: 'login', status, invitation });
              void openRemembered(preview, preferences.chosen);
            },
          }}
        />
      );
    }
  }
}

/** What was shown to get in decides what a refusal means. */
function loginError(
  error: unknown,
  shown: { readonly invited: boolean; readonly password: boolean },
): NonNullable<LoginProps['error']> {
  const code = codeOf(error);
  const open = code === 'not-authorised' && !shown.invited && !shown.password;
  return { code, sentence: open ? t('error.not-authorised.open') : sentenceOf(error, shown) };
}

/** What somebody comes in by, but for what they type. */
interface Way {
  readonly status: PublishedStatus;
  readonly invitation: UsefulInvitation | undefined;
}

function wayOf({ status, invitation }: { status: PublishedStatus; invitation?: Way['invitation'] }): Way {
  return { status, invitation };
}

/** A refusal may tell what the invitation itself did not. */
function afterRefusal({ invitation }: Way, error: unknown): Pick<Way, 'invitation'> {
  if (invitation?.state !== 'unclear' || codeOf(error) !== 'need-username') return { invitation };
  return { invitation: { state: 'nameless', token: invitation.token } };
}

async function examine(
  token: string,
  { name, endpoint }: PublishedStatus,
): Promise<UsefulInvitation | Extract<Invitation, { state: 'useless' }>> {
  const [{ examineInvitation }, { socketAddress }] = await Promise.all([loadInvitation(), loadSession()]);
  const found = await examineInvitation({
    group: name,
    token,
    endpoint: endpoint ?? socketAddress(location),
  });
  return found.state === 'useless' ? found : { ...found, token };
}

function newPreview(preferences: Preferences): Preview {
  const choice: DeviceChoice = { microphoneId: preferences.microphoneId, cameraId: preferences.cameraId };
  return new Preview({ openDevices, newStream: (tracks) => new MediaStream([...tracks]) }, choice);
}

/** Opens what was on last time, if the browser need not ask. */
async function openRemembered(preview: Preview, { microphone, camera }: Preferences): Promise<void> {
  if (microphone && (await allowed('microphone'))) void preview.turnOn('audio');
  if (camera && (await allowed('camera'))) void preview.turnOn('video');
}

async function allowed(name: 'microphone' | 'camera'): Promise<boolean> {
  try {
    const { state } = await navigator.permissions.query({ name });
    return state === 'granted';
  } catch {
    // Some browsers do not tell; they would ask.
    return false;
  }
}
