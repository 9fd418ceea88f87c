import { describe, expect, it, vi } from 'vitest';
import { Emitter } from './emitter.ts';

type Events = { joined: [name: string]; closed: [] };

describe('Emitter', () => {
  it('hands the arguments to every listener, in the order of registration', () => {
    const emitter = new Emitter<Events>();
    const heard: string[] = [];
    emitter.on('joined', (name) => heard.push(`first ${name}`));
    emitter.on('joined', (name) => heard.push(`second ${name}`));
    emitter.emit('joined', 'ada');
    expect(heard).toEqual(['first ada', 'second ada']);
  });

  it('keeps events apart', () => {
    const emitter = new Emitter<Events>();
    const closed = vi.fn();
    emitter.on('closed', closed);
    emitter.emit('joined', 'ada');
    expect(closed).not.toHaveBeenCalled();
  });

  it('lets the others run when a listener throws, and reports the error', () => {
    const errors: unknown[] = [];
    const emitter = new Emitter<Events>((error) => errors.push(error));
    const after = vi.fn();
    const broken = new Error('broken');
    emitter.on('closed', () => {
      throw broken;
    });
    emitter.on('closed', after);
    emitter.emit('closed');
    expect(after).toHaveBeenCalledOnce();
    expect(errors).toEqual([broken]);
  });

  it('undoes a registration', () => {
    const emitter = new Emitter<Events>();
    const listener = vi.fn();
    const off = emitter.on('closed', listener);
    off();
    off();
    emitter.emit('closed');
    expect(listener).not.toHaveBeenCalled();
    expect(emitter.count('closed')).toBe(0);
  });

  it('undoes a function that was registered twice one by one', () => {
    const emitter = new Emitter<Events>();
    const listener = vi.fn();
    const off = emitter.on('closed', listener);
    emitter.on('closed', listener);
    off();
    off();
    emitter.emit('closed');
    expect(listener).toHaveBeenCalledOnce();
  });

  it('calls a listener of once() a single time, even if it emits again', () => {
    const emitter = new Emitter<Events>();
    const listener = vi.fn(() => {
      emitter.emit('closed');
    });
    emitter.once('closed', listener);
    emitter.emit('closed');
    emitter.emit('closed');
    expect(listener).toHaveBeenCalledOnce();
  });

  it('forgets a listener of once() that throws', () => {
    const emitter = new Emitter<Events>(() => undefined);
    emitter.once('closed', () => {
      throw new Error('broken');
    });
    emitter.emit('closed');
    expect(emitter.count('closed')).toBe(0);
  });

  it('undoes once() before its event', () => {
    const emitter = new Emitter<Events>();
    const listener = vi.fn();
    emitter.once('closed', listener)();
    emitter.emit('closed');
    expect(listener).not.toHaveBeenCalled();
  });

  it('does not call who registers during an event before the next one', () => {
    const emitter = new Emitter<Events>();
    const late = vi.fn();
    emitter.once('closed', () => emitter.on('closed', late));
    emitter.emit('closed');
    expect(late).not.toHaveBeenCalled();
    emitter.emit('closed');
    expect(late).toHaveBeenCalledOnce();
  });

  it('still calls who was there when the event began', () => {
    const emitter = new Emitter<Events>();
    const second = vi.fn();
    let off = (): void => undefined;
    emitter.on('closed', () => {
      off();
    });
    off = emitter.on('closed', second);
    emitter.emit('closed');
    expect(second).toHaveBeenCalledOnce();
    emitter.emit('closed');
    expect(second).toHaveBeenCalledOnce();
  });

  it('forgets everybody on clear()', () => {
    const emitter = new Emitter<Events>();
    const listener = vi.fn();
    emitter.on('closed', listener);
    emitter.on('joined', listener);
    emitter.clear();
    emitter.emit('closed');
    emitter.emit('joined', 'ada');
    expect(listener).not.toHaveBeenCalled();
  });
});
