import { openDevices, ServerConnection } from '@evagore/client';
import { mediasoupMedia } from '@evagore/client/mediasoup';

/** What a test may use of the library in a page. */
const evagore = { ServerConnection, mediasoupMedia, openDevices };
export type Evagore = typeof evagore;

Object.assign(globalThis, { evagore });
