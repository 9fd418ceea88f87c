/** The front door of `@evagore/client`. */
export { ServerConnection } from './server-connection.ts';
export type { Membership } from './attendance.ts';
export type { ChatCleared, Draining, ServerConnectionEvents } from './events.ts';
export type { Reconnecting } from './line.ts';
export type { ConnectionState } from './seat-events.ts';
export { Stream } from './stream.ts';
export type { StreamEvents } from './stream.ts';
export type { StreamStats, TrackStats } from './stats.ts';
export { TransferredFile } from './file-transfer.ts';
export type { TransferState } from './file-transfer.ts';
export type { Credentials } from './credentials.ts';
export type { User, UserChange } from './users.ts';
export { NotConnected, NotSupported, ProtocolError, QueueFull, ServerError } from './errors.ts';
export { DeviceError, openDevices, openScreen, watchTrack } from './devices.ts';
export type { DeviceErrorCode } from './devices.ts';
export type { Socket, SocketListener, World } from './world.ts';
export type { MediaStack, SendOptions } from './media/media-port.ts';
