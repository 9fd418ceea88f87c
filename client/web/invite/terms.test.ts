import type { Permission } from '@evagore/shared';
import { describe, expect, it } from 'vitest';
import { grantableRoles, localMoment, readTerms, usualRole, type Terms } from './terms.ts';

const NOW = new Date(2026, 10, 21, 12, 0).getTime();
const HOUR_MS = 3_600_000;

const terms = (fields: Partial<Terms> = {}): Terms => ({ span: 'two-days', until: '', from: '', ...fields });

describe('the time of an invitation', () => {
  it.each([
    [terms(), { expires: NOW + 48 * HOUR_MS, notBefore: undefined }],
    [terms({ span: 'hour' }), { expires: NOW + HOUR_MS, notBefore: undefined }],
    [
      terms({ span: 'until', until: '2026-11-21T12:30' }),
      { expires: NOW + HOUR_MS / 2, notBefore: undefined },
    ],
    // A span begins where the invitation does.
    [
      terms({ span: 'day', from: '2026-11-22T12:00' }),
      { expires: NOW + 48 * HOUR_MS, notBefore: NOW + 24 * HOUR_MS },
    ],
    // What has begun already needs no beginning.
    [terms({ span: 'day', from: '2026-11-21T11:00' }), { expires: NOW + 24 * HOUR_MS, notBefore: undefined }],
    [terms({ span: 'day', from: 'soon' }), { expires: NOW + 24 * HOUR_MS, notBefore: undefined }],
    [terms({ span: 'until', until: '' }), 'no-end'],
    [terms({ span: 'until', until: 'tomorrow' }), 'no-end'],
    [terms({ span: 'until', until: '2026-11-21T12:00' }), 'past'],
    [terms({ span: 'until', until: '2026-11-22T12:00', from: '2026-11-22T12:00' }), 'backwards'],
    [terms({ span: 'until', until: '2099-01-01T00:00' }), 'too-far'],
  ])('%j is %j', (given, read) => {
    expect(readTerms(given, NOW)).toEqual(read);
  });

  it('is written as it is read', () => {
    expect(localMoment(NOW)).toBe('2026-11-21T12:00');
    expect(Date.parse(localMoment(NOW))).toBe(NOW);
  });
});

describe('roles to hand out', () => {
  it.each([
    [['op', 'present', 'message', 'token'], ['observe', 'message', 'present', 'op'], 'present'],
    [['present', 'message', 'token'], ['observe', 'message', 'present'], 'present'],
    [['message', 'token'], ['observe', 'message'], 'message'],
    [['token'], ['observe'], 'observe'],
    [['op', 'present', 'message'], ['observe', 'message', 'present'], 'present'],
  ] satisfies [Permission[], string[], string][])('of %j are %j', (held, roles, usual) => {
    expect(grantableRoles(held)).toEqual(roles);
    expect(usualRole(held)).toBe(usual);
  });
});
