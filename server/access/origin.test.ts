import { describe, expect, it } from 'vitest';
import { originAllowed } from './origin.ts';

const ask = (origin: string | undefined, more: Partial<Parameters<typeof originAllowed>[0]> = {}) =>
  originAllowed({ origin, host: 'meet.example:8443', allowed: ['https://friend.example'], ...more });

describe('originAllowed', () => {
  it('allows programs, which send no origin', () => {
    expect(ask(undefined)).toBe(true);
  });

  it('allows pages of the same host and port, whatever their case', () => {
    expect(ask('https://Meet.example:8443')).toBe(true);
    expect(ask('http://meet.example:8443')).toBe(true);
  });

  it('refuses another port of the same host', () => {
    expect(ask('https://meet.example')).toBe(false);
  });

  it('allows configured origins, whatever their case', () => {
    expect(ask('https://FRIEND.example')).toBe(true);
  });

  it('refuses a configured host under another scheme', () => {
    expect(ask('http://friend.example')).toBe(false);
  });

  it('refuses all others', () => {
    for (const foreign of [
      'https://evil.example',
      'null',
      '',
      'file://',
      'https://friend.example.evil.example',
    ]) {
      expect(ask(foreign)).toBe(false);
    }
  });

  it('refuses a host without a scheme', () => {
    expect(ask('meet.example:8443')).toBe(false);
  });

  it('knows no wildcard', () => {
    expect(ask('https://evil.example', { allowed: ['*'] })).toBe(false);
  });

  it('allows the public address, whatever Host a proxy sends', () => {
    const publicUrl = 'https://Public.example/meet/';
    expect(ask('https://public.example', { publicUrl, host: '10.0.0.7:8080' })).toBe(true);
  });
});
