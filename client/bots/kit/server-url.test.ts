import { describe, expect, it } from 'vitest';
import { SettingsMistake } from './failures.ts';
import { socketUrl } from './server-url.ts';

describe('socketUrl', () => {
  it.each([
    ['wss://meet.example.org/ws', 'wss://meet.example.org/ws'],
    ['wss://meet.example.org', 'wss://meet.example.org/ws'],
    ['https://meet.example.org:8443/', 'wss://meet.example.org:8443/ws'],
    ['meet.example.org', 'wss://meet.example.org/ws'],
    ['localhost:8443', 'wss://localhost:8443/ws'],
    ['https://example.org/meet/', 'wss://example.org/meet/ws'],
    ['http://localhost:8080', 'ws://localhost:8080/ws'],
    ['ws://127.0.0.1:8080', 'ws://127.0.0.1:8080/ws'],
    ['ws://[::1]:8080', 'ws://[::1]:8080/ws'],
  ])('makes of %s %s', (text, url) => {
    expect(socketUrl(text, false)).toBe(url);
  });

  it.each(['', 'ftp://example.org', 'wss://', 'wss://example.org/?a=b', 'wss://example.org/#a'])(
    'refuses %j',
    (text) => {
      expect(() => socketUrl(text, true)).toThrow(SettingsMistake);
    },
  );

  it('refuses a password in an address, and does not repeat it', () => {
    expect(() => socketUrl('wss://ada:hunter2@example.org', false)).toThrow(/must not contain a password/);
    expect(() => socketUrl('wss://ada:hunter2@example.org', false)).not.toThrow(/hunter2/);
  });

  it('refuses to show a password to the network, unless told to', () => {
    expect(() => socketUrl('ws://example.org', false)).toThrow(/not encrypted/);
    expect(() => socketUrl('http://127.evil.example', false)).toThrow(/not encrypted/);
    expect(socketUrl('ws://example.org', true)).toBe('ws://example.org/ws');
  });
});
