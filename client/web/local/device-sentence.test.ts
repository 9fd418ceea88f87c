import { DeviceError, type DeviceErrorCode } from '@evagore/client';
import { describe, expect, it } from 'vitest';
import { browserOf, deviceSentence } from './device-sentence.ts';

const AGENTS = {
  chrome: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36',
  firefox: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  safari: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15',
  ios: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 CriOS/140.0 Mobile Safari/604.1',
  android: 'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36',
  other: 'w3m',
} as const;

describe('the sentence for a device that cannot be had', () => {
  it.each(Object.entries(AGENTS))('knows %s', (kind, agent) => {
    expect(browserOf(agent)).toBe(kind);
  });

  it('tells of each browser another way to allow it', () => {
    const denied = new DeviceError('permission-denied', 'no');
    const sentences = Object.values(AGENTS).map((agent) => deviceSentence(denied, 'camera', agent));
    expect(new Set(sentences).size).toBe(sentences.length);
    expect(sentences.every((each) => each.startsWith('The camera is not allowed'))).toBe(true);
  });

  it.each<[DeviceErrorCode, 'microphone' | 'camera', string]>([
    ['no-device', 'microphone', 'No microphone was found'],
    ['no-device', 'camera', 'No camera was found'],
    ['device-busy', 'camera', 'Another program uses the camera'],
    ['device-lost', 'microphone', 'The microphone was disconnected'],
  ])('of %s names the %s', (code, device, start) => {
    expect(deviceSentence(new DeviceError(code, 'x'), device, AGENTS.chrome)).toContain(start);
  });

  it('leaves other errors their own words', () => {
    expect(deviceSentence(new Error('it is broken'), 'camera', AGENTS.chrome)).toContain('it is broken');
  });
});
