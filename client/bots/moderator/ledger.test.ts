import { MemberId } from '@evagore/shared';
import { describe, expect, it } from 'vitest';
import { Ledger } from './ledger.ts';

const person = (id: string, username: string) => ({ id: MemberId.parse(id), username });

describe('Ledger', () => {
  it('gives back what somebody left, by name', () => {
    const ledger = new Ledger();
    const conduct = ledger.arrived(person('1', 'Ada'), 100);
    conduct.strikes = 2;
    ledger.left(person('1', 'Ada'));
    expect(ledger.departed('ada')).toBe(conduct);
    expect(ledger.arrived(person('2', 'ADA'), 200)).toBe(conduct);
    expect(conduct).toMatchObject({ id: '2', strikes: 2, arrivedAt: 100 });
    expect(ledger.departed('ada')).toBeUndefined();
  });

  it('keeps namesakes apart while both are there', () => {
    const ledger = new Ledger();
    const first = ledger.arrived(person('1', 'ada'), 0);
    const second = ledger.arrived(person('2', 'ada'), 0);
    expect(second).not.toBe(first);
    expect(ledger.arrived(person('1', 'ada'), 5)).toBe(first);
  });

  it('gives the anonymous nothing of one another', () => {
    const ledger = new Ledger();
    ledger.arrived(person('1', ''), 0).strikes = 1;
    ledger.left(person('1', ''));
    expect(ledger.arrived(person('2', ''), 0).strikes).toBe(0);
    expect(ledger.arrived(person('1', ''), 0).strikes).toBe(1);
  });

  it('remembers five thousand who have left, and forgets who left first', () => {
    const ledger = new Ledger();
    for (let i = 0; i <= 5000; i += 1) {
      ledger.arrived(person(i.toString(), i.toString()), 0);
      ledger.left(person(i.toString(), i.toString()));
    }
    expect(ledger.all()).toHaveLength(5000);
    expect(ledger.departed('0')).toBeUndefined();
    expect(ledger.departed('5000')).toBeDefined();
  });
});
