import { Studio } from './studio.ts';
import type { PainterStart } from './worker-messages.ts';

/** A worker through which all frames go. Pages in the background are slowed down by browsers, workers are not. */
addEventListener(
  'message',
  ({ data, ports: [port] }: MessageEvent<PainterStart>) => {
    if (port === undefined) return;
    const studio = new Studio(port);
    if (data.streams === undefined) studio.askForFrames();
    else void studio.paintAll(data.streams.frames, data.streams.painted);
  },
  { once: true },
);
