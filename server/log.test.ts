import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { testLog } from './access/testing.ts';
import { ContextLog, openLog, shortId } from './log.ts';

/** A place to write to, and what was written. */
function aText(): { destination: Writable; text: () => string } {
  let text = '';
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString();
      done();
    },
  });
  return { destination, text: () => text };
}

describe('openLog', () => {
  it('hides secrets at any depth that messages have', () => {
    const { log, lines } = testLog();
    log.info({
      password: 'hunter2',
      message: { token: 'hunter2', credentials: { a: 'hunter2' } },
      transport: { iceParameters: { usernameFragment: 'seen', password: 'hunter2' } },
      a: { b: { c: { key: 'hunter2' } } },
      headers: { authorization: 'hunter2', cookie: 'hunter2' },
    });
    expect(JSON.stringify(lines)).not.toContain('hunter2');
    expect(JSON.stringify(lines)).toContain('seen');
  });

  it('hides secrets in the context of a child', () => {
    const { log, lines } = testLog();
    log.child({ token: 'hunter2', conn: 'abc' }).info('hello');
    expect(lines).toMatchObject([{ token: '[secret]', conn: 'abc', msg: 'hello' }]);
  });

  it('leaves the logged object as it was', () => {
    const value = { password: 'hunter2' };
    testLog().log.info(value);
    expect(value.password).toBe('hunter2');
  });

  it('tells level and time in words', () => {
    const { log, lines } = testLog();
    log.warn('careful');
    expect(lines).toMatchObject([{ level: 'warn', time: expect.stringMatching(/^\d{4}-.*Z$/) as string }]);
  });

  it('leaves out what is less urgent than its level', () => {
    const { destination, text } = aText();
    const log = openLog({ level: 'warn', destination });
    log.info('unheard');
    log.warn('heard');
    expect(text()).toContain('heard');
    expect(text()).not.toContain('unheard');
  });

  it('writes one line for people when asked', () => {
    const { destination, text } = aText();
    openLog({ level: 'info', format: 'pretty', destination }).info(
      { group: 'tea', password: 'x' },
      'member joined',
    );
    expect(text()).toMatch(
      /^\[?\d\d:\d\d:\d\d.* INFO.*member joined.*"group":"tea".*"password":"\[secret\]".*\n$/,
    );
  });
});

describe('shortId', () => {
  it('keeps six characters', () => {
    expect(shortId('0123456789abcdef')).toBe('012345');
  });
});

describe('ContextLog', () => {
  it('writes the context of all its ancestors into each line, and hides secrets in it', () => {
    const { log, lines } = testLog();
    new ContextLog(log)
      .child({ conn: 1, token: 'hunter2' })
      .child({ member: 'ada' })
      .info({ code: 'left' }, 'gone');
    expect(lines).toMatchObject([{ conn: 1, token: '[secret]', member: 'ada', code: 'left', msg: 'gone' }]);
  });

  it('lets the line say something else than its context', () => {
    const { log, lines } = testLog();
    new ContextLog(log, { conn: 1 }).warn({ conn: 2 }, 'moved');
    expect(lines).toMatchObject([{ level: 'warn', conn: 2 }]);
  });
});
