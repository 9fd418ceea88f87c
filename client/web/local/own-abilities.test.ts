import type { ApplicationValue } from '@evagore/shared';
import { describe, expect, it } from 'vitest';
import { DEFAULT_PREFERENCES, PreferenceStore } from '../state/preferences.ts';
import { ownAbilities } from './own-abilities.ts';

const BLURRED = { background: { kind: 'blur', strength: 'strong' }, orientation: 'none' };

function aSurface({ files = true } = {}) {
  const told: string[] = [];
  const preferences = new PreferenceStore(undefined);
  const film = new File([], 'film.webm');
  const chosen: (File | undefined)[] = [film, undefined];
  const abilities = ownAbilities({
    local: {
      replaceAll: () => Promise.resolve(void told.push('replace')),
      presentFile: ({ name }) => Promise.resolve(void told.push(`present ${name}`)),
      mute: () => Promise.resolve(void told.push('mute')),
      unmute: () => Promise.resolve(void told.push('unmute')),
    },
    preferences,
    testRelay: () => Promise.resolve({ elapsedMs: 90, roundTripMs: 20 }),
    chooseFile: files ? () => Promise.resolve(chosen.shift()) : undefined,
  });
  return { told, preferences, abilities, settings: abilities.settings! };
}

describe('settings by command', () => {
  it('are all listed with what they are', () => {
    const { settings } = aSurface();
    expect(settings.all().get('send')).toBe('unlimited');
    expect(settings.all().get('resolution')).toBeNull();
  });

  it.each([
    ['send', 'low', 'send', 'low'],
    ['SEND', 'low', 'send', 'low'],
    ['blackboard', true, 'blackboard', true],
    ['resolution', [640, 480], 'resolution', [640, 480]],
    ['forceRelay', true, 'forceRelay', true],
    ['hqaudio', true, 'highQualityAudio', true],
    ['mirrorView', false, 'mirrorSelf', false],
    ['request', 'audio', 'receive', 'audio'],
    ['displayAll', false, 'showWithoutVideo', false],
    ['preprocessing', false, 'noiseSuppression', 'off'],
    ['preprocessing', false, 'echoCancellation', false],
    ['preprocessing', false, 'gainControl', false],
    ['filter', 'mirror-h', 'effect', { background: { kind: 'none' }, orientation: 'mirror' }],
    ['filter', 'background-blur', 'effect', BLURRED],
  ] as const)('%s takes %j', (name, value, preference, expected) => {
    const { preferences, settings } = aSurface();
    settings.set(name, structuredClone(value) as ApplicationValue);
    expect(preferences.chosen[preference]).toEqual(expected);
  });

  it.each([
    ['send', 'fast'],
    ['send', 3],
    ['blackboard', 'yes'],
    ['resolution', [640]],
    ['resolution', [1, 1]],
    ['resolution', [640, 1e9]],
    ['resolution', { width: 640 }],
    ['preprocessing', 'yes'],
    ['filter', 'constructor'],
    ['filter', 3],
    ['localMute', 1],
  ])('%s refuses %j, and stays what it was', (name, value) => {
    const { preferences, settings } = aSurface();
    const before = preferences.chosen;
    expect(() => {
      settings.set(name, value);
    }).toThrow('does not fit');
    expect(preferences.chosen).toEqual(before);
  });

  it.each(['name', 'password', 'microphoneId', 'constructor', '__proto__', ''])('know no %j', (name) => {
    const { settings } = aSurface();
    expect(() => {
      settings.set(name, true);
    }).toThrow('There is no setting');
    expect(() => {
      settings.unset(name);
    }).toThrow('There is no setting');
  });

  it('mute and unmute as in Galène', () => {
    const { settings, told } = aSurface();
    settings.set('localMute', true);
    settings.set('localMute', false);
    expect(told).toEqual(['mute', 'unmute']);
  });

  it('are what they were at first once they are unset', () => {
    const { preferences, settings } = aSurface();
    for (const [name, value] of [
      ['preprocessing', false],
      ['filter', 'rotate'],
    ] as const) {
      settings.set(name, value);
      settings.unset(name);
    }
    expect(preferences.chosen).toEqual(DEFAULT_PREFERENCES);
    settings.set('send', 'low');
    settings.unset('send');
    expect(preferences.chosen.send).toBe('unlimited');
  });
});

describe('files by command', () => {
  it('are chosen and played; who chooses none plays none', async () => {
    const { told, abilities } = aSurface();
    await abilities['file-broadcast']?.choose();
    await abilities['file-broadcast']?.choose();
    expect(told).toEqual(['present film.webm']);
  });

  it('are not offered where the browser cannot play them to others', () => {
    expect(aSurface({ files: false }).abilities).not.toHaveProperty('file-broadcast');
  });
});

it('the relay is tested by command', async () => {
  expect(await aSurface().abilities['relay-test']?.run()).toEqual({ elapsedMs: 90, roundTripMs: 20 });
});

it('streams are published anew by command', async () => {
  const { told, abilities } = aSurface();
  await abilities['media-replace']?.replace();
  expect(told).toEqual(['replace']);
});
