import { describe, expect, it } from 'vitest';
import { findRemembered } from '../state/device-list.ts';
import { decidePlug, type PlugFacts } from './hot-plug.ts';

const BUILT_IN = { id: 'b', label: 'Built-in' };
const HEADSET = { id: 'h', label: 'Headset' };
const ALIAS = { id: 'default', label: 'Default - Headset' };
const FACTS: PlugFacts = {
  before: [BUILT_IN],
  now: [BUILT_IN, HEADSET],
  chosen: { id: undefined, label: undefined },
  open: true,
  inUse: 'b',
};

describe('a microphone that is plugged in', () => {
  it.each<[string, Partial<PlugFacts>, object]>([
    ['is offered', {}, { act: 'offer', device: HEADSET }],
    ['is used if it was chosen', { chosen: { id: 'h', label: '' } }, { act: 'use', device: HEADSET }],
    [
      'is known by its name where its id is another',
      { chosen: { id: 'old', label: 'Headset' } },
      { act: 'use', device: HEADSET },
    ],
    ['matters to nobody whose microphone is off', { open: false }, { act: 'nothing' }],
    ['is not offered twice', { before: [BUILT_IN, HEADSET] }, { act: 'nothing' }],
    ['is not offered if it is in use already', { inUse: 'h' }, { act: 'nothing' }],
    ['is not the system’s name for another', { now: [BUILT_IN, ALIAS] }, { act: 'nothing' }],
    ['was there before, if the list was not known', { before: [] }, { act: 'nothing' }],
    ['has a name', { now: [BUILT_IN, { id: 'x', label: '' }] }, { act: 'nothing' }],
    [
      'that goes is no reason to do anything',
      { before: [BUILT_IN, HEADSET], now: [BUILT_IN] },
      { act: 'nothing' },
    ],
  ])('%s', (_, facts, decision) => {
    expect(decidePlug({ ...FACTS, ...facts })).toEqual(decision);
  });
});

describe('a device that was chosen before', () => {
  it.each([
    ['by its id', { id: 'h', label: 'Built-in' }, HEADSET],
    ['by its name', { id: 'gone', label: 'Headset' }, HEADSET],
    ['not by an empty name', { id: 'gone', label: '' }, undefined],
    ['not if nothing was chosen', { id: undefined, label: undefined }, undefined],
  ])('is found %s', (_, remembered, found) => {
    expect(findRemembered([BUILT_IN, HEADSET, { id: 'x', label: '' }], remembered)).toEqual(found);
  });
});
