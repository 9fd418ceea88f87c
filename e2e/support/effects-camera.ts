import type { Page } from '@playwright/test';
import type { EffectFigures, ProcessedVideo } from '../../client/web/effects/processed.ts';
import type { VideoEffect } from '../../client/web/effects/effect-choice.ts';
import type { Effects } from './effects-page/main.tsx';

declare const effects: Effects;
declare const studio: Studio;

/** What the page keeps between a test's steps. */
interface Studio {
  readonly camera: MediaStreamTrack;
  readonly width: number;
  readonly height: number;
  readonly trouble: string[];
  readonly ended: string[];
  readonly figures: EffectFigures[];
  processed?: ProcessedVideo;
  screen?: HTMLVideoElement;
}

/** What is seen in a part of a picture. */
export interface Seen {
  /** Mean difference between neighbours, from 0 to 255: high where there are sharp lines. */
  readonly contrast: number;
  /** Mean red, green and blue. */
  readonly colour: readonly [number, number, number];
}

/** Parts of the picture, as shares of its width and height: left, top, right, bottom. */
export const PLACES = {
  leftWall: [0.03, 0.05, 0.2, 0.6],
  rightWall: [0.8, 0.05, 0.97, 0.6],
  face: [0.46, 0.45, 0.54, 0.55],
} as const satisfies Record<string, readonly [number, number, number, number]>;

/**
 * Makes a camera that films a drawn person before a striped wall: red stripes at the left, blue ones at the right.
 */
export async function openCamera(page: Page, { width = 640, height = 360 } = {}): Promise<void> {
  await page.evaluate(
    ([across, down]) => {
      const canvas = Object.assign(document.createElement('canvas'), { width: across, height: down });
      const brush = canvas.getContext('2d')!;
      const disc = (x: number, y: number, rx: number, ry: number, colour: string): void => {
        brush.fillStyle = colour;
        brush.beginPath();
        brush.ellipse(8 + x, 3.8 + y, rx, ry, 0, 0, 2 * Math.PI);
        brush.fill();
      };
      const draw = (): void => {
        const { width: pixels } = canvas;
        brush.setTransform(pixels / 16, 0, 0, pixels / 16, 0, 0);
        for (let stripe = 0; stripe < 64; stripe += 1) {
          brush.fillStyle = stripe % 2 === 0 ? '#e8e4da' : stripe < 32 ? '#a33a2c' : '#2c4fa3';
          brush.fillRect(stripe / 4, 0, 0.25, 16);
        }
        const [hair, skin] = ['#2f2a2c', '#c9a281'];
        disc(0, 0.1, 2.1, 2.6, hair);
        disc(0, 6.2, 4.3, 4, '#6b4a3a');
        disc(0, 2.3, 0.75, 1.1, skin);
        disc(0, 0.2, 1.65, 2.1, skin);
        disc(0, -1.55, 1.7, 0.95, hair);
        for (const side of [-0.6, 0.6]) {
          disc(side, 0, 0.22, 0.15, '#fff');
          disc(side, 0, 0.1, 0.14, '#222');
        }
        disc(0, 1.25, 0.5, 0.14, '#a33');
        // Browsers send a picture only when there is another one.
        brush.fillStyle = `hsl(0 0% ${(performance.now() / 10) % 100}%)`;
        brush.fillRect(0, 0, 0.1, 0.1);
      };
      draw();
      setInterval(draw, 66);
      const [camera] = canvas.captureStream(15).getVideoTracks();
      const made: Studio = {
        camera: camera!,
        width: across,
        height: down,
        trouble: [],
        ended: [],
        figures: [],
      };
      Object.assign(globalThis, { studio: made });
    },
    [width, height] as const,
  );
}

/** Puts an effect on the camera. @returns The code of the error where it cannot be had. */
export function begin(page: Page, effect: VideoEffect): Promise<string | undefined> {
  return page.evaluate(async (wanted) => {
    try {
      const processed = await effects.processVideo(studio.camera, wanted, {
        onTrouble: ({ code }) => studio.trouble.push(code),
        onFigures: (figures) => studio.figures.push(figures),
      });
      processed.track.addEventListener('ended', () => studio.ended.push('ended'));
      const screen = Object.assign(document.createElement('video'), { muted: true });
      screen.srcObject = new MediaStream([processed.track]);
      await screen.play();
      Object.assign(studio, { processed, screen });
      return undefined;
    } catch (error) {
      return error instanceof Error && 'code' in error ? String(error.code) : String(error);
    }
  }, effect);
}

/** What others see at a place now. */
export function seen(page: Page, place: keyof typeof PLACES): Promise<Seen> {
  return page.evaluate(([left, top, right, bottom]): Seen => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [640, 360];
    const brush = canvas.getContext('2d')!;
    brush.drawImage(studio.screen!, 0, 0, 640, 360);
    const [width, height] = [Math.round(640 * (right - left)), Math.round(360 * (bottom - top))];
    const { data } = brush.getImageData(Math.round(640 * left), Math.round(360 * top), width, height);
    const colour: [number, number, number] = [0, 0, 0];
    let difference = 0;
    for (let at = 0; at < data.length; at += 4) {
      for (const channel of [0, 1, 2] as const) colour[channel] += data[at + channel]!;
      const isLastOfRow = (at / 4) % width === width - 1;
      if (!isLastOfRow) difference += Math.abs(data[at + 1]! - data[at + 5]!);
    }
    const pixels = width * height;
    return {
      contrast: difference / (pixels - height),
      colour: colour.map((sum) => sum / pixels) as [number, number, number],
    };
  }, PLACES[place]);
}

/** What frames and masks have cost so far, second by second, and what went wrong. */
export function figuresOf(page: Page): Promise<Pick<Studio, 'figures' | 'trouble'>> {
  return page.evaluate(() => ({ figures: studio.figures, trouble: studio.trouble }));
}
