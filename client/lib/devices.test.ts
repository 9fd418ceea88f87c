import { afterEach, describe, expect, it, vi } from 'vitest';
import { DeviceError, openDevices, openScreen, watchTrack } from './devices.ts';
import { aMediaStream, aTrack } from './testing/fake-media-stack.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

/** A page in a browser that answers every request for a device in the same way. */
function page(answer: MediaStream | Error, isSecureContext = true) {
  const ask = vi.fn(() => (answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)));
  vi.stubGlobal('isSecureContext', isSecureContext);
  vi.stubGlobal('navigator', { mediaDevices: { getUserMedia: ask, getDisplayMedia: ask } });
  return ask;
}

const failure = (name: string): DOMException => new DOMException('', name);

async function refusalOf(opening: Promise<unknown>): Promise<DeviceError> {
  const error: unknown = await opening.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(DeviceError);
  return error as DeviceError;
}

describe('openDevices', () => {
  it('opens what it is asked for', async () => {
    const stream = aMediaStream();
    const ask = page(stream);
    const constraints = { audio: true, video: { width: 640 } };
    await expect(openDevices(constraints)).resolves.toBe(stream);
    expect(ask).toHaveBeenCalledWith(constraints);
  });

  it.each([
    ['NotFoundError', 'no-device'],
    ['OverconstrainedError', 'no-device'],
    ['NotAllowedError', 'permission-denied'],
    ['SecurityError', 'permission-denied'],
    ['NotReadableError', 'device-busy'],
    ['AbortError', 'device-busy'],
    ['InvalidStateError', 'device-failed'],
  ])('turns %s into %s, with a sentence and the cause', async (name, code) => {
    const cause = failure(name);
    page(cause);
    const error = await refusalOf(openDevices({ audio: true }));
    expect(error.code).toBe(code);
    expect(error.cause).toBe(cause);
    expect(error.message).toMatch(/^[A-Z].*\bmicrophone\b/);
  });

  it('turns anything else into a failure of the device', async () => {
    page(new TypeError('bad constraints'));
    const error = await refusalOf(openDevices({ audio: true }));
    expect(error).toMatchObject({ code: 'device-failed', name: 'DeviceError' });
    expect(error.message).toContain('bad constraints');
  });

  it.each([
    [{ audio: true }, 'The microphone is used'],
    [{ video: {} }, 'The camera is used'],
    [{ audio: false, video: true }, 'The camera is used'],
    [{ audio: true, video: true }, 'The camera or microphone is used'],
  ])('calls %o by its name', async (constraints, beginning) => {
    page(failure('NotReadableError'));
    const error = await refusalOf(openDevices(constraints));
    expect(error.message.startsWith(beginning)).toBe(true);
  });

  it('says that the page must come through https', async () => {
    const ask = page(aMediaStream(), false);
    const error = await refusalOf(openDevices({ audio: true }));
    expect(error.code).toBe('insecure-page');
    expect(error.message).toContain('https');
    expect(ask).not.toHaveBeenCalled();
  });

  it('says that the browser has no devices', async () => {
    vi.stubGlobal('isSecureContext', true);
    vi.stubGlobal('navigator', {});
    expect((await refusalOf(openDevices({ video: true }))).code).toBe('not-supported');
  });
});

describe('openScreen', () => {
  it('asks for picture and sound', async () => {
    const stream = aMediaStream();
    const ask = page(stream);
    await expect(openScreen()).resolves.toBe(stream);
    expect(ask).toHaveBeenCalledWith({ video: true, audio: true });
  });

  it('says that nothing was chosen', async () => {
    page(failure('NotAllowedError'));
    const error = await refusalOf(openScreen());
    expect(error).toMatchObject({ code: 'cancelled', message: 'No screen was chosen.' });
  });

  it('says that the screen cannot be read', async () => {
    page(failure('NotReadableError'));
    expect((await refusalOf(openScreen())).code).toBe('device-busy');
  });

  it('says that the browser shares no screens', async () => {
    vi.stubGlobal('isSecureContext', true);
    vi.stubGlobal('navigator', { mediaDevices: {} });
    expect((await refusalOf(openScreen())).code).toBe('not-supported');
  });

  it('says that the page must come through https', async () => {
    page(aMediaStream(), false);
    expect((await refusalOf(openScreen())).code).toBe('insecure-page');
  });
});

describe('watchTrack', () => {
  it.each([
    ['audio', 'microphone'],
    ['video', 'camera'],
  ] as const)('tells when the device of a track is gone: %s', (kind, name) => {
    const track = aTrack(kind);
    const lost: DeviceError[] = [];
    watchTrack(track, (error) => lost.push(error));
    track.dispatchEvent(new Event('ended'));
    expect(lost.map(({ code }) => code)).toEqual(['device-lost']);
    expect(lost[0]?.message).toContain(name);
  });

  it('does not take the end of a shared screen for a lost camera', () => {
    const track = Object.assign(aTrack('video'), { getSettings: () => ({ displaySurface: 'window' }) });
    const lost: DeviceError[] = [];
    watchTrack(track, (error) => lost.push(error));
    track.dispatchEvent(new Event('ended'));
    expect(lost[0]?.message).toBe('Sharing the screen has ended.');
  });

  it('does not tell any more once it was undone', () => {
    const track = aTrack('audio');
    const onLost = vi.fn();
    watchTrack(track, onLost)();
    track.dispatchEvent(new Event('ended'));
    expect(onLost).not.toHaveBeenCalled();
  });
});
