import type { Page } from '@playwright/test';

/**
 * Gives the page a camera that shows a drawn person instead of Chromium's test picture, for screenshots that people
 * look at. To be called before the page is loaded.
 *
 * @param hue - Degrees on the colour circle.
 */
export async function showPortrait(page: Page, hue: number): Promise<void> {
  await page.addInitScript((colour) => {
    const draw = (context: CanvasRenderingContext2D, seconds: number): void => {
      const { width, height } = context.canvas;
      const wall = context.createLinearGradient(0, 0, width, height);
      wall.addColorStop(0, `hsl(${colour} 30% 78%)`);
      wall.addColorStop(1, `hsl(${colour + 40} 28% 58%)`);
      context.fillStyle = wall;
      context.fillRect(0, 0, width, height);

      const sway = Math.sin(seconds * 1.3) * 8;
      const [x, y, size] = [width / 2 + sway, height * 0.42, height * 0.19];
      const disc = (dx: number, dy: number, rx: number, ry: number, fill: string): void => {
        context.fillStyle = fill;
        context.beginPath();
        context.ellipse(x + dx * size, y + dy * size, rx * size, ry * size, 0, 0, 2 * Math.PI);
        context.fill();
      };
      const hair = `hsl(${colour + 20} 22% ${20 + (colour % 18)}%)`;
      const skin = `hsl(${18 + (colour % 16)} 40% ${56 + (colour % 17)}%)`;
      disc(0, 0.05, 1.22, 1.5, hair);
      disc(0, 3.6, 2.5, 2.3, `hsl(${colour + 180} 30% 34%)`);
      disc(0, 1.35, 0.42, 0.62, skin);
      disc(0, 0.1, 0.96, 1.2, skin);
      disc(0, -0.9, 0.99, 0.55, hair);
    };

    const openCamera = (): MediaStreamTrack => {
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [1280, 720];
      const context = canvas.getContext('2d');
      if (context === null) throw new Error('no canvas');
      setInterval(() => {
        draw(context, performance.now() / 1000);
      }, 100);
      const [track] = canvas.captureStream(10).getVideoTracks();
      if (track === undefined) throw new Error('no picture');
      return track;
    };

    const original = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (constraints = {}) => {
      const { video, ...rest } = constraints;
      const stream =
        rest.audio === undefined || rest.audio === false ? new MediaStream() : await original(rest);
      if (video !== undefined && video !== false) stream.addTrack(openCamera());
      return stream;
    };
  }, hue);
}

/** Gives the page a screen to share that shows a drawn slide. To be called before the page is loaded. */
export async function showSlide(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const BARS = [0.38, 0.52, 0.47, 0.66, 0.81];
    const draw = (context: CanvasRenderingContext2D): void => {
      const { width, height } = context.canvas;
      context.fillStyle = '#fbfaf6';
      context.fillRect(0, 0, width, height);
      context.fillStyle = '#17332e';
      context.font = `600 ${height / 14}px "Atkinson Hyperlegible Next Variable", sans-serif`;
      context.fillText('Visitors of the observatory', width * 0.07, height * 0.15);
      const room = (width * 0.86) / BARS.length;
      for (const [index, bar] of BARS.entries()) {
        context.fillStyle = index === BARS.length - 1 ? '#d98a1f' : '#0f766e';
        context.fillRect(
          width * 0.07 + index * room,
          height * (0.9 - bar * 0.75),
          room * 0.7,
          height * bar * 0.75,
        );
      }
      context.fillStyle = '#17332e';
      context.fillRect(width * 0.07, height * 0.9, width * 0.86 - room * 0.3, 3);
    };
    navigator.mediaDevices.getDisplayMedia = () => {
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [1600, 900];
      const context = canvas.getContext('2d');
      if (context === null) throw new Error('no canvas');
      setInterval(() => {
        draw(context);
      }, 200);
      return Promise.resolve(canvas.captureStream(5));
    };
  });
}
