import { fetchStatus, type PublishedStatus } from '../net/groups.ts';
import { socketAddress } from '../net/socket-address.ts';
import { browserDevices } from '../local/browser-devices.ts';
import type { DeviceChoice } from '../local/ports.ts';
import { Preview } from '../state/preview.ts';
import type { PreferenceStore } from '../state/preferences.ts';
import type { EntranceWorld } from './entrance.ts';
import { browserWaiting } from './waiting.ts';

/** What the meeting needs is fetched while a name is typed. */
export const loadSession = () => import('../state/session.ts');
export const loadMeeting = () => import('../pages/meeting.tsx');
const loadInvitation = () => import('../state/invitation.ts');

/** The server does not have the rest of this page any more, or is out of reach. */
class PageOutdated extends Error {
  readonly code = 'page-outdated';
}

/** Nobody is in a meeting whose page is not there. @throws PageOutdated */
async function loadParts(): Promise<Awaited<ReturnType<typeof loadSession>>> {
  try {
    const [session] = await Promise.all([loadSession(), loadMeeting()]);
    return session;
  } catch (cause) {
    throw new PageOutdated('a part of the page could not be loaded', { cause });
  }
}

/** The entrance's surroundings in a browser. */
export function browserWorld(preferences: PreferenceStore): EntranceWorld {
  return {
    ...browserWaiting,
    origin: location.origin,
    userAgent: navigator.userAgent,
    fetchStatus: (group) => fetchStatus(group),
    async examine(token, { name, endpoint }: PublishedStatus) {
      const { examineInvitation } = await loadInvitation();
      return examineInvitation({ group: name, token, endpoint: endpoint ?? socketAddress(location) });
    },
    async join(request) {
      const { joinMeeting } = await loadParts();
      return joinMeeting(request, preferences);
    },
    newPreview() {
      const { microphoneId, cameraId } = preferences.chosen;
      const choice: DeviceChoice = { microphoneId, cameraId };
      return new Preview(
        { openDevices: browserDevices(preferences), newStream: (tracks) => new MediaStream([...tracks]) },
        choice,
        preferences,
      );
    },
    openRemembered(preview) {
      const { microphone, camera } = preferences.chosen;
      if (microphone) void preview.turnOnIf('audio', allowed('microphone'));
      if (camera) void preview.turnOnIf('video', allowed('camera'));
    },
    redirect(address) {
      location.replace(address);
    },
    isHidden: () => document.visibilityState === 'hidden',
  };
}

/** Whether the browser need not ask. */
async function allowed(name: 'microphone' | 'camera'): Promise<boolean> {
  try {
    const { state } = await navigator.permissions.query({ name });
    return state === 'granted';
  } catch {
    // Some browsers do not tell; they would ask.
    return false;
  }
}
