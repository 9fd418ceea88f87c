import { defineConfig } from '@playwright/test';

/** Real Chromium against a real server. Two cores carry three pages with video, so nothing runs beside a test. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.e2e.ts',
  outputDir: 'results/artifacts',
  fullyParallel: false,
  workers: 1,
  forbidOnly: process.env['CI'] === 'true',
  // Media is real and so is its time: a machine that is busy with something else can be too late once.
  retries: process.env['CI'] === 'true' ? 1 : 0,
  timeout: 400_000,
  expect: { timeout: 45_000 },
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    // The server's certificate is its own.
    ignoreHTTPSErrors: true,
    permissions: ['camera', 'microphone'],
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
    colorScheme: 'light',
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(process.env['EVAGORE_CHROMIUM'] !== undefined && {
        executablePath: process.env['EVAGORE_CHROMIUM'],
      }),
      args: [
        '--no-sandbox',
        '--disable-dev-shm-usage',
        '--use-fake-device-for-media-stream=fps=15',
        '--use-fake-ui-for-media-stream',
        '--autoplay-policy=no-user-gesture-required',
        '--auto-accept-this-tab-capture',
        // Where the only network is the loopback, ICE finds nothing without this.
        '--allow-loopback-in-peer-connection',
      ],
    },
  },
});
