import { expect, it, vi } from 'vitest';
import { hushPlayback } from './hushed-playback.ts';

/** A window that is the element as well, because there is no document here. */
function heardOf(fields: object): (name: string) => boolean {
  const window = Object.assign(new EventTarget(), fields);
  hushPlayback(window);
  return (name) => {
    const event = new Event(name);
    const ended = vi.spyOn(event, 'stopPropagation');
    window.dispatchEvent(event);
    return ended.mock.calls.length === 0;
  };
}

it.each([
  ['a live stream', { srcObject: {} }, false],
  ['a file', { srcObject: null }, true],
  ['something that plays nothing', {}, true],
])('the progress of %s is heard or not', (_, fields, heard) => {
  const isHeard = heardOf(fields);
  expect(isHeard('timeupdate')).toBe(heard);
  expect(isHeard('progress')).toBe(heard);
  expect(isHeard('loadedmetadata')).toBe(true);
});

it('is heard again when that is undone', () => {
  const window = Object.assign(new EventTarget(), { srcObject: {} });
  hushPlayback(window)();
  const event = new Event('timeupdate');
  const ended = vi.spyOn(event, 'stopPropagation');
  window.dispatchEvent(event);
  expect(ended).not.toHaveBeenCalled();
});
