import type { Page } from '@playwright/test';

/** What one page receives, over all its peer connections. */
export interface Received {
  peerConnections: number;
  /** Of all video tracks together. */
  framesDecoded: number;
  /** Of the largest picture. */
  width: number;
  audioEnergy: number;
  videoTracks: number;
  /** The suite that protects the media. */
  srtpCipher: string;
}

/** Lets `received` find the page's peer connections. To be called before the page is loaded. */
export async function watchPeerConnections(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const all: RTCPeerConnection[] = [];
    Object.assign(globalThis, { peerConnections: all });
    globalThis.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        all.push(this);
      }
    };
  });
}

/** What has been decoded by now. */
export function received(page: Page): Promise<Received> {
  return page.evaluate(async () => {
    const { peerConnections } = globalThis as unknown as { peerConnections: RTCPeerConnection[] };
    const open = peerConnections.filter((pc) => pc.connectionState !== 'closed');
    const sum = { framesDecoded: 0, width: 0, audioEnergy: 0, videoTracks: 0, srtpCipher: '' };
    for (const pc of open) {
      (await pc.getStats()).forEach((entry: Record<string, unknown>) => {
        const { srtpCipher } = entry;
        if (typeof srtpCipher === 'string') sum.srtpCipher = srtpCipher;
        // mediasoup-client keeps a line of its own for bandwidth probes.
        if (entry['type'] !== 'inbound-rtp' || entry['mid'] === 'probator') return;
        sum.framesDecoded += Number(entry['framesDecoded'] ?? 0);
        sum.audioEnergy += Number(entry['totalAudioEnergy'] ?? 0);
        sum.width = Math.max(sum.width, Number(entry['frameWidth'] ?? 0));
        if (entry['kind'] === 'video') sum.videoTracks += 1;
      });
    }
    return { peerConnections: open.length, ...sum };
  });
}
