import type { Page } from '@playwright/test';

/** What a page without hardware cannot do by itself: lose a device, have keys, get tired. */
interface Stubs {
  readonly opened: MediaStreamTrack[];
  readonly unplugged: Set<string>;
  /** What the keys of a headset do. */
  readonly keys: Map<string, (() => void) | null>;
  /** Locks that keep the screen on: taken and given back. */
  readonly locks: string[];
  /** Whether encoders say that the processor is too slow. */
  busy: boolean;
  /** Whether microphones that are opened from now on hear somebody who talks without a pause. */
  loud: boolean;
}
declare const stubs: Stubs;

/** Puts stubs in the place of hardware. To be called before the page is loaded. */
export async function stubDevices(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const all: Stubs = {
      opened: [],
      unplugged: new Set(),
      keys: new Map(),
      locks: [],
      busy: false,
      loud: false,
    };
    Object.assign(globalThis, { stubs: all });
    const { mediaDevices, mediaSession, wakeLock } = navigator;
    const open = mediaDevices.getUserMedia.bind(mediaDevices);
    const list = mediaDevices.enumerateDevices.bind(mediaDevices);
    mediaDevices.getUserMedia = async (constraints) => {
      const media = await open(constraints);
      for (const quiet of all.loud ? media.getAudioTracks() : []) {
        quiet.stop();
        const context = new AudioContext();
        const out = context.createMediaStreamDestination();
        const voice = new OscillatorNode(context, { frequency: 220 });
        voice.connect(out);
        voice.start();
        media.removeTrack(quiet);
        for (const track of out.stream.getAudioTracks()) media.addTrack(track);
      }
      all.opened.push(...media.getTracks());
      return media;
    };
    mediaDevices.enumerateDevices = async () =>
      (await list()).filter(({ deviceId }) => !all.unplugged.has(deviceId));
    const handle = mediaSession.setActionHandler.bind(mediaSession);
    mediaSession.setActionHandler = (name, action) => {
      const press = () => {
        action?.({ action: name });
      };
      all.keys.set(name, action === null ? null : press);
      handle(name, action);
    };
    wakeLock.request = () => {
      all.locks.push('taken');
      const release = () => Promise.resolve(void all.locks.push('released'));
      return Promise.resolve({ release } as WakeLockSentinel);
    };
    // eslint-disable-next-line @typescript-eslint/unbound-method -- it is called with its object below
    const stats = RTCRtpSender.prototype.getStats;
    RTCRtpSender.prototype.getStats = async function () {
      const report = await stats.call(this);
      if (!all.busy) return report;
      const told = new Map<string, object>();
      report.forEach((entry: { id: string; type: string }) => {
        told.set(
          entry.id,
          entry.type === 'outbound-rtp' ? { ...entry, qualityLimitationReason: 'cpu' } : entry,
        );
      });
      return told;
    };
  });
}

/** Pulls out the device whose track was opened last. @returns What plugs it in again. */
export async function unplug(page: Page, kind: 'audio' | 'video'): Promise<() => Promise<void>> {
  const id = await page.evaluate((wanted) => {
    const track = stubs.opened.findLast((each) => each.kind === wanted && each.readyState === 'live');
    const { deviceId = '' } = track?.getSettings() ?? {};
    stubs.unplugged.add(deviceId);
    track?.stop();
    // Tracks that a page stops do not say so.
    track?.dispatchEvent(new Event('ended'));
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
    return deviceId;
  }, kind);
  return () =>
    page.evaluate((each) => {
      stubs.unplugged.delete(each);
      navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
    }, id);
}

/** Presses a key of a headset or a locked screen. */
export function pressKey(page: Page, key: 'togglemicrophone' | 'togglecamera' | 'hangup'): Promise<void> {
  return page.evaluate((name) => {
    stubs.keys.get(name)?.();
  }, key);
}

/** Which keys do something. */
export function keysOf(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...stubs.keys].flatMap(([name, action]) => (action === null ? [] : [name])).sort(),
  );
}

export function locksOf(page: Page): Promise<string[]> {
  return page.evaluate(() => stubs.locks);
}

/** Lets the encoders say that the processor keeps up, or does not. */
export function makeBusy(page: Page, busy: boolean): Promise<void> {
  return page.evaluate((each) => {
    stubs.busy = each;
  }, busy);
}

/** Lets microphones that are opened from now on hear somebody who talks without a pause. */
export function makeLoud(page: Page): Promise<void> {
  return page.evaluate(() => {
    stubs.loud = true;
  });
}

/** What a page sends now, by kind. */
export interface Sent {
  readonly kind: string;
  readonly deviceId: string;
  readonly label: string;
  readonly contentHint: string;
}

/** The tracks that a page sends. */
export function sentBy(page: Page): Promise<Sent[]> {
  return page.evaluate(() => {
    const { peerConnections } = globalThis as unknown as { peerConnections: RTCPeerConnection[] };
    return peerConnections
      .filter((pc) => pc.connectionState !== 'closed')
      .flatMap((pc) => pc.getSenders())
      .flatMap((sender) => {
        const { track } = sender;
        if (track?.readyState !== 'live') return [];
        return {
          ...{ kind: track.kind, label: track.label, contentHint: track.contentHint },
          deviceId: track.getSettings().deviceId ?? '',
        };
      });
  });
}

/** What limits the video that a page sends, in bits per second; an encoding without a limit is null. */
export function videoLimits(page: Page): Promise<(number | null)[]> {
  return page.evaluate(() => {
    const { peerConnections } = globalThis as unknown as { peerConnections: RTCPeerConnection[] };
    return peerConnections
      .filter((pc) => pc.connectionState !== 'closed')
      .flatMap((pc) => pc.getSenders())
      .filter((sender) => sender.track?.kind === 'video')
      .flatMap((sender) => sender.getParameters().encodings.map(({ maxBitrate }) => maxBitrate ?? null));
  });
}

/** How much sound may take, as the two ends have agreed: in bits per second. */
export function soundLimits(page: Page): Promise<number[]> {
  return page.evaluate(() => {
    const { peerConnections } = globalThis as unknown as { peerConnections: RTCPeerConnection[] };
    return peerConnections
      .filter((pc) => pc.connectionState !== 'closed')
      .flatMap((pc) => [...(pc.remoteDescription?.sdp.matchAll(/maxaveragebitrate=(\d+)/g) ?? [])])
      .map(([, limit]) => Number(limit));
  });
}

/**
 * How sharp the picture of a video is: the share of neighbouring points that differ much, in thousandths. Blurred ones
 * have none of them.
 */
export function sharpnessOf(page: Page, selector: string): Promise<number> {
  return page.evaluate((each) => {
    const video = document.querySelector<HTMLVideoElement>(each);
    if (video === null || video.videoWidth === 0) return 0;
    const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
    const brush = canvas.getContext('2d')!;
    brush.drawImage(video, 0, 0);
    const { data, width } = brush.getImageData(0, 0, canvas.width, canvas.height);
    let edges = 0;
    for (let at = 0; at + 5 < data.length; at += 4) {
      const isLastOfRow = (at / 4) % width === width - 1;
      if (!isLastOfRow && Math.abs(data[at + 1]! - data[at + 5]!) > 40) edges += 1;
    }
    return (1000 * edges) / (data.length / 4);
  }, selector);
}
