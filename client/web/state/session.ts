import { openScreen, ServerConnection, type Credentials } from '@evagore/client';
import { mediasoupMedia } from '@evagore/client/mediasoup';
import type { Abilities } from '@evagore/shared/commands';
import type { DoctorTarget } from '../doctor/target.ts';
import { browserDevices } from '../local/browser-devices.ts';
import { chooseFile, PLAYABLE } from '../local/choose-file.ts';
import { followLoad, openEasing } from '../local/easing.ts';
import { testServersRelay } from '../local/load-relay-test.ts';
import { localNotices } from '../local/local-notices.ts';
import { browserEffects } from '../local/load-effects.ts';
import { canPresentFiles, openFile } from '../local/open-file.ts';
import { ownAbilities } from '../local/own-abilities.ts';
import { followReceiveChoice } from '../local/receiving.ts';
import { tellOfTreatments } from '../local/treatment-notices.ts';
import { QualityMonitor } from '../quality/monitor.ts';
import { warnOfOwnConnection } from '../quality/own-warning.ts';
import { socketAddress } from '../net/socket-address.ts';
import type { CommandConnection } from './command-port.ts';
import { openCompanions, type Companions } from './companions.ts';
import { sentenceOf } from './error-sentence.ts';
import { LocalMedia, type DeviceChoice } from './local-media.ts';
import { MeetingStore } from './meeting-store.ts';
import type { Notices } from './notices.ts';
import { adoptDevices, type HandOver } from './preview-adoption.ts';
import type { PreferenceStore } from './preferences.ts';

/** What it takes to get in. */
export interface JoinRequest {
  readonly group: string;
  /** The address of the signalling; by default beside the page. */
  readonly endpoint?: string | undefined;
  readonly username: string | undefined;
  readonly credentials: Credentials;
  /** Gives what was opened before, to be published once the group has been joined. Not called if that fails. */
  readonly handOver: HandOver;
  readonly choice: DeviceChoice;
  readonly notices: Notices;
  /** The member has changed the password by which they came in. */
  readonly onPassword?: (password: string) => void;
}

export interface Meeting extends Companions {
  /** The member's id: another one after joining again. */
  readonly id: string;
  readonly connection: CommandConnection;
  readonly store: MeetingStore;
  readonly local: LocalMedia;
  /** What commands can do with one's own streams and settings. */
  readonly ownAbilities: Partial<Abilities>;
  readonly quality: QualityMonitor;
  /** What the connection test looks at. */
  readonly target: DoctorTarget;
  /** The name whose password let the member in; undefined where something else did. */
  readonly account: string | undefined;
  /** The account's password is another now: the next time, it lets the member in. */
  passwordChanged(password: string): void;
}

/**
 * Connects, joins, and publishes what was opened.
 *
 * @throws ServerError or NotConnected with the reason for a refusal.
 */
export async function joinMeeting(request: JoinRequest, preferences: PreferenceStore): Promise<Meeting> {
  const { group, endpoint, username, credentials, handOver, choice, notices } = request;
  const connection = new ServerConnection({ media: mediasoupMedia() });
  if (preferences.chosen.forceRelay) {
    connection.onpeerconnection = () => ({ ...connection.rtcConfiguration, iceTransportPolicy: 'relay' });
  }
  const said = localNotices(notices, {
    userAgent: navigator.userAgent,
    unmute: () => void local.unmute(),
  });
  const effectIsOn = (): boolean => local.getSnapshot().effect.phase === 'there';
  const settings = openEasing({ preferences, notices, effectIsOn });
  const local = new LocalMedia({
    selfId: connection.id,
    newUpStream: (localId) => connection.newUpStream(localId),
    devices: {
      ...{ openDevices: browserDevices(preferences), openScreen },
      openFile: (file) => openFile(file, preferences.chosen.speakerId),
      newStream: (each) => new MediaStream([...each]),
    },
    effects: browserEffects,
    settings,
    choice,
    ...said,
  });
  tellOfTreatments(local, notices);
  const store = new MeetingStore(connection, local, notices, group);
  const companions = openCompanions({ connection, group, store, notices, preferences });
  const own = ownAbilities({
    ...{ local, preferences, testRelay: () => testServersRelay(target) },
    chooseFile: canPresentFiles() ? () => chooseFile(PLAYABLE) : undefined,
  });
  try {
    await connection.connect(endpoint ?? socketAddress(location));
    store.joined(await connection.join(group, username, credentials));
    await followReceiveChoice(connection, settings, (error) => {
      notices.show('error', sentenceOf(error), 'receive');
    });
  } catch (error) {
    store.close();
    throw error;
  }
  // Whoever leaves the page leaves the meeting. A connection that just ends would keep their place for a while.
  const leave = (): void => {
    connection.close();
  };
  globalThis.addEventListener('pagehide', leave);
  store.subscribe(() => {
    local.setPeople(store.getSnapshot().people.length);
  });
  connection.events.once('closed', () => {
    globalThis.removeEventListener('pagehide', leave);
  });
  const mayPresent = () => connection.permissions.includes('present');
  adoptDevices(handOver, { local, mayPresent, failed: said.failed });
  const quality = new QualityMonitor({ connection });
  followLoad(settings, quality, local);
  warnOfOwnConnection(quality, notices);
  const common = { connection, store, local, quality, ownAbilities: own, ...companions };
  const target = {
    endpoint: endpoint ?? socketAddress(location),
    rtcConfiguration: () => connection.rtcConfiguration,
  };
  const passwordChanged = (password: string): void => {
    connection.replaceCredentials({ type: 'password', password });
    request.onPassword?.(password);
  };
  return { id: connection.id, account: accountOf(request), passwordChanged, target, ...common };
}

function accountOf({ username, credentials }: JoinRequest): string | undefined {
  const given =
    typeof credentials === 'string' ? { type: 'password' as const, password: credentials } : credentials;
  const password = given.type === 'password' ? given.password : '';
  return password === '' ? undefined : username;
}
