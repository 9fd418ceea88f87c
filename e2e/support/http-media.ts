import type { Browser, BrowserContext, Page } from '@playwright/test';

export interface PublishOptions {
  readonly token?: string;
  /** Both by default. */
  readonly audio?: boolean;
  readonly video?: boolean;
}

/** What a page has received by now. */
export interface Playing {
  readonly framesDecoded: number;
  readonly audioEnergy: number;
  /** Of the picture that is shown now; the fake cameras of different pages differ by it. */
  readonly width: number;
  readonly state: string;
}

/**
 * A page without any of our scripts that speaks WHIP or WHEP by `fetch` alone, as a page of another's making would.
 */
export class HttpMediaPage {
  readonly page: Page;
  readonly #context: BrowserContext;
  readonly #origin: string;
  #location = '';

  private constructor(context: BrowserContext, page: Page, origin: string) {
    this.#context = context;
    this.page = page;
    this.#origin = origin;
  }

  static async open(browser: Browser, origin: string): Promise<HttpMediaPage> {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${origin}/healthz`);
    return new HttpMediaPage(context, page, origin);
  }

  /** Sends a camera and a microphone. @returns the status of the answer. */
  async publish(
    endpoint: string,
    {
      audio = true,
      video = true,
      token,
      ...picture
    }: PublishOptions & { width?: number; height?: number } = {},
  ): Promise<number> {
    const { width = 640, height = 480 } = picture;
    const answer = await this.page.evaluate(
      async ({ endpoint, audio, video, token, width, height }) => {
        const pc = new RTCPeerConnection();
        const media = await navigator.mediaDevices.getUserMedia({
          audio,
          video: video && { width: { exact: width }, height: { exact: height } },
        });
        for (const track of media.getTracks()) {
          pc.addTransceiver(track, { direction: 'sendonly', streams: [media] });
        }
        await pc.setLocalDescription();
        const response = await fetch(endpoint, {
          method: 'POST',
          headers: {
            'Content-Type': 'application/sdp',
            ...(token !== undefined && { Authorization: `Bearer ${token}` }),
          },
          body: pc.localDescription?.sdp ?? '',
        });
        if (response.ok) await pc.setRemoteDescription({ type: 'answer', sdp: await response.text() });
        Object.assign(globalThis, { pc, media });
        return { status: response.status, location: response.headers.get('location') ?? '' };
      },
      { endpoint, audio, video, token, width, height },
    );
    this.#location = answer.location;
    return answer.status;
  }

  /** Mutes or unmutes what is published. */
  async speak(speaks: boolean): Promise<void> {
    await this.page.evaluate((enabled) => {
      const { media } = globalThis as unknown as { media: MediaStream };
      for (const track of media.getAudioTracks()) track.enabled = enabled;
    }, speaks);
  }

  /** Receives a camera and a microphone. @returns the status of the answer. */
  async watch(endpoint: string, token?: string): Promise<number> {
    const answer = await this.page.evaluate(
      async ({ endpoint, token }) => {
        const pc = new RTCPeerConnection();
        const stream = new MediaStream();
        const video = document.createElement('video');
        video.autoplay = true;
        video.srcObject = stream;
        document.body.append(video);
        pc.addEventListener('track', ({ track }) => {
          stream.addTrack(track);
        });
        pc.addTransceiver('audio', { direction: 'recvonly' });
        pc.addTransceiver('video', { direction: 'recvonly' });
        await pc.setLocalDescription();
        const response = await fetch(endpoint, {
          method: 'POST',
          headers: {
            'Content-Type': 'application/sdp',
            ...(token !== undefined && { Authorization: `Bearer ${token}` }),
          },
          body: pc.localDescription?.sdp ?? '',
        });
        const text = await response.text();
        if (response.ok) await pc.setRemoteDescription({ type: 'answer', sdp: text });
        Object.assign(globalThis, { pc, video });
        return { status: response.status, location: response.headers.get('location') ?? '' };
      },
      { endpoint, token },
    );
    this.#location = answer.location;
    return answer.status;
  }

  /** What has been received by all sources together. */
  playing(): Promise<Playing> {
    return this.page.evaluate(async () => {
      const { pc, video } = globalThis as unknown as { pc: RTCPeerConnection; video?: HTMLVideoElement };
      const sum = { framesDecoded: 0, audioEnergy: 0 };
      (await pc.getStats()).forEach((entry: Record<string, unknown>) => {
        if (entry['type'] !== 'inbound-rtp') return;
        sum.framesDecoded += Number(entry['framesDecoded'] ?? 0);
        sum.audioEnergy += Number(entry['totalAudioEnergy'] ?? 0);
      });
      return { ...sum, width: video?.videoWidth ?? 0, state: pc.connectionState };
    });
  }

  /** Ends the session as its client does. @returns the status of the answer. */
  end(token?: string): Promise<number> {
    return this.page.evaluate(
      async ({ location, token }) => {
        const response = await fetch(location, {
          method: 'DELETE',
          headers: { ...(token !== undefined && { Authorization: `Bearer ${token}` }) },
        });
        return response.status;
      },
      { location: this.#location, token },
    );
  }

  /** Goes elsewhere without ending the session, as whoever closes the window. */
  async leave(): Promise<void> {
    await this.page.goto('about:blank');
  }

  /** Asks for new credentials of ICE, as after a change of network. @returns the status of the answer. */
  restartIce(token?: string): Promise<number> {
    return this.page.evaluate(
      async ({ location, token }) => {
        const { pc } = globalThis as unknown as { pc: RTCPeerConnection };
        await pc.setLocalDescription(await pc.createOffer({ iceRestart: true }));
        const offer = pc.localDescription?.sdp ?? '';
        const lines = offer.split('\r\n').filter((line) => /^a=(ice-ufrag|ice-pwd):/.test(line));
        const response = await fetch(location, {
          method: 'PATCH',
          headers: {
            'Content-Type': 'application/trickle-ice-sdpfrag',
            'If-Match': '*',
            ...(token !== undefined && { Authorization: `Bearer ${token}` }),
          },
          body: `${lines.slice(0, 2).join('\r\n')}\r\n`,
        });
        const fragment = await response.text();
        const fresh = (name: string) => new RegExp(`a=${name}:(\\S+)`).exec(fragment)?.[1] ?? '';
        const answer = (pc.remoteDescription?.sdp ?? '')
          .replaceAll(/a=ice-ufrag:\S+/g, `a=ice-ufrag:${fresh('ice-ufrag')}`)
          .replaceAll(/a=ice-pwd:\S+/g, `a=ice-pwd:${fresh('ice-pwd')}`);
        await pc.setRemoteDescription({ type: 'answer', sdp: answer });
        return response.status;
      },
      { location: this.#location, token },
    );
  }

  /**
   * Closes the page. A session is ended first: one whose client just vanishes may stay in the group for as long as ICE
   * hopes for it, and the next test would meet it there.
   */
  async close(): Promise<void> {
    if (this.#location !== '') {
      await this.page.request.delete(new URL(this.#location, this.#origin).href);
    }
    await this.#context.close();
  }
}
