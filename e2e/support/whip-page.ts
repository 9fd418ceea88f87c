import type { Browser, BrowserContext } from '@playwright/test';

/** A browser as a WHIP encoder: camera and microphone by one HTTP request, without any page of ours. */
export class WhipPage {
  /** What the server answered. */
  readonly status: number;
  readonly #context: BrowserContext;

  private constructor(context: BrowserContext, status: number) {
    this.#context = context;
    this.status = status;
  }

  /** @param endpoint - `https://…/group/NAME/.whip` */
  static async publish(browser: Browser, endpoint: string): Promise<WhipPage> {
    const context = await browser.newContext();
    const page = await context.newPage();
    // Something of the same origin, as the endpoint gives other origins nothing.
    await page.goto(new URL('/public-groups.json', endpoint).href);
    const status = await page.evaluate(async (url) => {
      const media = await navigator.mediaDevices.getUserMedia({ audio: true, video: true });
      const pc = new RTCPeerConnection();
      for (const track of media.getTracks())
        pc.addTransceiver(track, { direction: 'sendonly', streams: [media] });
      await pc.setLocalDescription();
      if (pc.iceGatheringState !== 'complete') {
        await new Promise<void>((resolve) => {
          pc.onicegatheringstatechange = () => {
            if (pc.iceGatheringState === 'complete') resolve();
          };
        });
      }
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/sdp' },
        body: pc.localDescription?.sdp ?? '',
      });
      if (answer.status === 201) await pc.setRemoteDescription({ type: 'answer', sdp: await answer.text() });
      const location = answer.headers.get('location');
      Object.assign(globalThis, { whip: { pc, location } });
      return answer.status;
    }, endpoint);
    return new WhipPage(context, status);
  }

  /** Ends the session as an encoder does. @returns the status of the answer. */
  async end(): Promise<number> {
    const [page] = this.#context.pages();
    if (page === undefined) throw new Error('the encoder is gone');
    return page.evaluate(async () => {
      const { whip } = globalThis as unknown as { whip: { pc: RTCPeerConnection; location: string } };
      const { status } = await fetch(whip.location, { method: 'DELETE' });
      whip.pc.close();
      return status;
    });
  }

  close(): Promise<void> {
    return this.#context.close();
  }
}
