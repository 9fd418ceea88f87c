import config from '../playwright.config.ts';

const { launchOptions } = config.use ?? {};

/** Several cameras, where a browser has one by default. The second of them measures depth, which no codec takes. */
export const SEVERAL_CAMERAS = {
  launchOptions: {
    ...launchOptions,
    args: (launchOptions?.args ?? []).map((arg) =>
      arg.startsWith('--use-fake-device-for-media-stream') ? `${arg},device-count=3` : arg,
    ),
  },
};
