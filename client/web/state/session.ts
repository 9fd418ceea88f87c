import { openDevices, openScreen, ServerConnection, type Credentials } from '@evagore/client';
import { mediasoupMedia } from '@evagore/client/mediasoup';
import { t } from '../messages/translate.ts';
import type { CommandConnection } from './command-port.ts';
import { codeOf, sentenceOf } from './error-sentence.ts';
import { LocalMedia, type DeviceChoice } from './local-media.ts';
import { MeetingStore } from './meeting-store.ts';
import type { Notices } from './notices.ts';

/** What it takes to get in. */
export interface JoinRequest {
  readonly group: string;
  /** The address of the signalling; by default beside the page. */
  readonly endpoint?: string | undefined;
  readonly username: string | undefined;
  readonly credentials: Credentials;
  /** Opened before; published once the group has been joined. They stay the caller's if that fails. */
  readonly tracks: readonly MediaStreamTrack[];
  readonly choice: DeviceChoice;
  readonly notices: Notices;
}

export interface Meeting {
  /** The member's id: another one after joining again. */
  readonly id: string;
  readonly connection: CommandConnection;
  readonly store: MeetingStore;
  readonly local: LocalMedia;
}

/**
 * Connects, joins, and publishes what was opened.
 *
 * @throws ServerError or NotConnected with the reason for a refusal.
 */
export async function joinMeeting(request: JoinRequest): Promise<Meeting> {
  const { group, endpoint, username, credentials, tracks, choice, notices } = request;
  const connection = new ServerConnection({ media: mediasoupMedia() });
  const local = new LocalMedia({
    selfId: connection.id,
    newUpStream: (localId) => connection.newUpStream(localId),
    devices: { openDevices, openScreen, newStream: (each) => new MediaStream([...each]) },
    choice,
    failed: (error, what) => {
      // Who closes the chooser of screens has changed their mind; nothing failed.
      if (codeOf(error) === 'cancelled') return;
      notices.show('error', sentenceOf(error), what);
    },
    lost: (what) => {
      notices.show(
        'warning',
        t(what === 'microphone' ? 'notice.microphone.lost' : 'notice.camera.lost'),
        what,
      );
    },
  });
  const store = new MeetingStore(connection, local, notices, group);
  try {
    await connection.connect(endpoint ?? socketAddress(location));
    store.joined(await connection.join(group, username, credentials));
    await connection.request({ '': ['audio', 'video'] });
  } catch (error) {
    store.close();
    throw error;
  }
  // Whoever leaves the page leaves the meeting. A connection that just ends would keep their place for a while.
  const leave = (): void => {
    connection.close();
  };
  globalThis.addEventListener('pagehide', leave);
  connection.events.once('closed', () => {
    globalThis.removeEventListener('pagehide', leave);
  });
  if (connection.permissions.includes('present')) void local.adopt(tracks);
  else for (const track of tracks) track.stop();
  return { id: connection.id, connection, store, local };
}

/** Where the signalling is, if nothing else is said: beside the page. */
export function socketAddress(page: Location): string {
  return `${page.protocol === 'http:' ? 'ws' : 'wss'}://${page.host}/ws`;
}
