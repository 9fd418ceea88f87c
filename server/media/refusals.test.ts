import { NotFoundError, UnsupportedError, WorkerClosedError } from 'mediasoup/errors';
import { describe, expect, it } from 'vitest';
import { BadMedia, Closed, MediaUnavailable } from '../core/errors.ts';
import { refusalFor, startFailure } from './refusals.ts';

describe('refusalFor', () => {
  it('calls the media engine unavailable when the process has ended', () => {
    expect(refusalFor(new WorkerClosedError('gone'))).toBeInstanceOf(MediaUnavailable);
  });

  it('calls closed what the process does not know any more', () => {
    expect(refusalFor(new NotFoundError('gone'))).toBeInstanceOf(Closed);
  });

  it.each([
    new TypeError('no codec'),
    new UnsupportedError('no codec'),
    new Error('ssrc already exists in RTP listener, no codec'),
  ])('calls the media bad for %s, and keeps the cause', (cause) => {
    const refusal = refusalFor(cause);
    expect(refusal).toBeInstanceOf(BadMedia);
    expect(refusal).toMatchObject({ cause, message: expect.stringContaining('no codec') as string });
  });

  it('leaves bugs as they are', () => {
    const bug = new RangeError('index');
    expect(refusalFor(bug)).toBe(bug);
  });
});

describe('startFailure', () => {
  const bind = (why: string) =>
    new Error(`uv_udp_bind() failed [protocol:udp, ip:'192.0.2.7', port:4000]: ${why}`);

  it('names the port that is in use, and the setting to change', () => {
    const { message } = startFailure(bind('address already in use'), 4000);
    expect(message).toContain('port 4000 (udp) of 192.0.2.7 is in use');
    expect(message).toContain('"rtcPort"');
  });

  it('names the address that the machine does not have', () => {
    const { message } = startFailure(bind('address not available'), 4000);
    expect(message).toContain('192.0.2.7');
    expect(message).toContain('"rtcListenAddresses"');
    expect(message).toContain('"rtcAnnouncedAddress"');
  });

  it('says that low ports are for the administrator', () => {
    expect(startFailure(bind('permission denied'), 80).message).toContain('1024');
  });

  it('passes on what it does not understand, with the port', () => {
    const failure = startFailure(new Error('spawn ENOENT'), 4000);
    expect(failure.message).toContain('4000');
    expect(failure.message).toContain('spawn ENOENT');
  });
});
