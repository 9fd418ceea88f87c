import type { Page } from '@playwright/test';

/** As file choosers take it. */
export interface ChosenFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** Films a moving picture with a tone, in the browser itself. */
export async function filmed(page: Page, seconds: number): Promise<ChosenFile> {
  const base64 = await page.evaluate(async (durationMs) => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 320, height: 240 });
    const brush = canvas.getContext('2d')!;
    const draw = setInterval(() => {
      brush.fillStyle = `hsl(${(performance.now() / 10) % 360} 80% 50%)`;
      brush.fillRect(0, 0, 320, 240);
    }, 50);
    const audio = new AudioContext();
    const oscillator = audio.createOscillator();
    const out = audio.createMediaStreamDestination();
    oscillator.connect(out);
    oscillator.start();
    const film = new MediaStream([...canvas.captureStream(15).getTracks(), ...out.stream.getTracks()]);
    const recorder = new MediaRecorder(film, { mimeType: 'video/webm;codecs=vp8,opus' });
    const parts: Blob[] = [];
    recorder.ondataavailable = ({ data }) => parts.push(data);
    const stopped = new Promise((resolve) => (recorder.onstop = resolve));
    recorder.start();
    await new Promise((resolve) => setTimeout(resolve, durationMs));
    recorder.stop();
    await stopped;
    clearInterval(draw);
    await audio.close();
    const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
    let text = '';
    for (const byte of bytes) text += String.fromCharCode(byte);
    return btoa(text);
  }, seconds * 1000);
  return { name: 'film.webm', mimeType: 'video/webm', buffer: Buffer.from(base64, 'base64') };
}
