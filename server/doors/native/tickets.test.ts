import { describe, expect, it } from 'vitest';
import { Tickets } from './tickets.ts';

const seat = { name: 'a seat' };
const kicked = { code: 'kicked' } as const;

describe('Tickets', () => {
  it('finds the seat of a ticket, and nothing for another text', () => {
    const tickets = new Tickets<object>();
    const ticket = tickets.issue(seat);
    expect(tickets.find(ticket)).toEqual({ seat });
    expect(tickets.find(`${ticket}x`)).toBeUndefined();
    expect(tickets.find('')).toBeUndefined();
  });

  it('makes tickets that nobody can guess', () => {
    const tickets = new Tickets<object>();
    const made = new Set(Array.from({ length: 100 }, () => tickets.issue({})));
    expect(made.size).toBe(100);
    for (const ticket of made) expect(ticket).toMatch(/^[\w-]{43}$/);
  });

  it('lets a seat have two tickets until one is the only one', () => {
    const tickets = new Tickets<object>();
    const [old, young] = [tickets.issue(seat), tickets.issue(seat)];
    expect(tickets.find(old)).toEqual({ seat });
    tickets.keepOnly(seat, young);
    expect(tickets.find(old)).toBeUndefined();
    expect(tickets.find(young)).toEqual({ seat });
  });

  it('tells why a seat has ended, for a while', () => {
    const tickets = new Tickets<object>();
    const ticket = tickets.issue(seat);
    tickets.revoke(seat, kicked, 100);
    tickets.sweep(99);
    expect(tickets.find(ticket)).toEqual({ ended: kicked });
    tickets.sweep(100);
    expect(tickets.find(ticket)).toBeUndefined();
  });

  it('remembers no more than so many ends', () => {
    const tickets = new Tickets<object>();
    const made = Array.from({ length: 10_001 }, () => {
      const each = {};
      const ticket = tickets.issue(each);
      tickets.revoke(each, kicked, 100);
      return ticket;
    });
    expect(tickets.find(made[0]!)).toBeUndefined();
    expect(tickets.find(made[1]!)).toEqual({ ended: kicked });
  });
});
