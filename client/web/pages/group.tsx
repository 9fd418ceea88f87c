import { openDevices } from '@evagore/client';
import { lazy, Suspense, useCallback, useEffect, useState } from 'react';
import { t } from '../messages/translate.ts';
import { fetchStatus, type PublishedStatus } from '../net/groups.ts';
import { codeOf, sentenceOf } from '../state/error-sentence.ts';
import type { DeviceChoice } from '../state/local-media.ts';
import { Preview } from '../state/preview.ts';
import type { Preferences } from '../state/preferences.ts';
import type { Meeting } from '../state/session.ts';
import { useApp } from '../ui/context.ts';
import { LoginPage, type Entry, type LoginProps } from './login.tsx';
import { MessagePage } from './message.tsx';

const loadSession = () => import('../state/session.ts');
const loadMeeting = () => import('./meeting.tsx');
const MeetingPage = lazy(async () => ({ default: (await loadMeeting()).MeetingPage }));

type Phase =
  | { readonly name: 'checking' | 'unknown' | 'unreachable' }
  | {
      readonly name: 'login';
      readonly status: PublishedStatus;
      readonly error?: LoginProps['error'];
      readonly busy?: true;
    }
  | {
      readonly name: 'meeting';
      readonly status: PublishedStatus;
      readonly meeting: Meeting;
      readonly entry: Entry;
    }
  | { readonly name: 'left'; readonly status: PublishedStatus };

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
      setPhase({ name: 'login', status: answer.status });
      await openRemembered(preview, preferences.chosen);
    }
  }, [group, preview, preferences]);
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

  const enter = async (status: PublishedStatus, entry: Entry, devices: Preview): Promise<Meeting> => {
    const { joinMeeting } = await loadSession();
    const meeting = await joinMeeting({
      group,
      endpoint: status.endpoint,
      username: entry.username === '' ? undefined : entry.username,
      credentials: token === undefined ? entry.password : { type: 'token', token },
      tracks: devices.tracks(),
      choice: devices.getSnapshot().choice,
      notices,
    });
    devices.release();
    return meeting;
  };

  const join = async (status: PublishedStatus, entry: Entry) => {
    setPhase({ name: 'login', status, busy: true });
    try {
      setPhase({ name: 'meeting', status, meeting: await enter(status, entry, preview), entry });
    } catch (error) {
      setPhase({
        name: 'login',
        status,
        error: loginError(error, { invited: token !== undefined, password: entry.password !== '' }),
      });
    }
  };

  /** Takes the seat again, by the same credentials; resolves to a sentence where that fails. */
  const rejoin = async (
    status: PublishedStatus,
    entry: Entry,
    before: Meeting,
  ): Promise<string | undefined> => {
    const { self } = before.store.getSnapshot();
    const devices = newPreview(preferences.chosen);
    if (self.microphone !== 'none') await devices.turnOn('audio');
    if (self.camera === 'on') await devices.turnOn('video');
    // Never more open than before: whoever was muted comes back muted.
    for (const track of devices.tracks()) track.enabled = track.kind === 'video' || self.microphone === 'on';
    try {
      const meeting = await enter(status, entry, devices);
      before.store.close();
      setPhase({ name: 'meeting', status, meeting, entry });
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
          invited={token !== undefined}
          busy={phase.busy === true}
          error={phase.error}
          onJoin={(entry) => void join(phase.status, entry)}
        />
      );
    case 'meeting': {
      const { status, meeting, entry } = phase;
      return (
        <Suspense fallback={<MessagePage title={t('login.joining')} quiet />}>
          <MeetingPage
            key={meeting.id}
            meeting={meeting}
            onLeave={() => {
              meeting.store.close();
              setPhase({ name: 'left', status });
            }}
            onRejoin={() => rejoin(status, entry, meeting)}
          />
        </Suspense>
      );
    }
    case 'left': {
      const { status } = phase;
      return (
        <MessagePage
          title={t('left.title', { group: status.displayName ?? status.name })}
          action={{
            label: t('left.again'),
            run: () => {
              setPhase({ name: 'login', status });
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
  if (code !== 'not-authorised') return { code, sentence: sentenceOf(error) };
  if (shown.invited) return { code, sentence: t('error.token') };
  return { code, sentence: shown.password ? sentenceOf(error) : t('error.not-authorised.open') };
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
