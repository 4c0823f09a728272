import { createManualClock } from '@garance/core';
import { describe, expect, it } from 'vitest';
import { createLoginRecords } from './login-records.ts';

const login = (id: string) => ({ id, clientId: 'client', rehearsalIssuer: undefined });
const seen = { kind: 'forged-keys' } as const;

describe('login records', () => {
  it('spend a token once, and none that they do not know', () => {
    const records = createLoginRecords({ clock: createManualClock(0) });
    records.add(login('one'));
    expect(records.spend('one')?.id).toBe('one');
    expect(records.spend('one')).toBeUndefined();
    expect(records.spend('two')).toBeUndefined();
  });

  it('forget after ten minutes, marks included', () => {
    const clock = createManualClock(0);
    const records = createLoginRecords({ clock });
    records.add(login('one'));
    records.mark('one', 'mark');
    expect(records.findMarked('mark')?.id).toBe('one');
    clock.advance(600_000);
    expect([records.find('one'), records.findMarked('mark'), records.spend('one')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('give a mark to the last that bears it', () => {
    const records = createLoginRecords({ clock: createManualClock(0) });
    for (const id of ['one', 'two']) {
      records.add(login(id));
      records.mark(id, 'browser');
    }
    expect(records.findMarked('browser')?.id).toBe('two');
  });

  it('are bounded: the oldest of ten thousand goes, and a login holds a hundred observations', () => {
    const records = createLoginRecords({ clock: createManualClock(0) });
    for (let count = 0; count <= 10_000; count += 1) records.add(login(`${count}`));
    expect([records.find('0'), records.find('1')?.id]).toEqual([undefined, '1']);
    for (let count = 0; count < 200; count += 1) records.observe('1', seen);
    expect(records.find('1')?.observations).toHaveLength(100);
  });

  it('say when what was seen was seen', () => {
    const clock = createManualClock(5);
    const records = createLoginRecords({ clock });
    records.add(login('one'));
    records.observe('one', seen);
    clock.advance(10);
    records.observe('one', seen);
    expect(records.find('one')?.observations).toEqual([
      { atMs: 5, ...seen },
      { atMs: 15, ...seen },
    ]);
  });
});

describe('the values of other logins', () => {
  const open = () => {
    const records = createLoginRecords({ clock: createManualClock(0) });
    for (const [id, clientId] of [
      ['earlier', 'client'],
      ['other', 'client'],
      ['strange', 'stranger'],
      ['own', 'client'],
    ] as const) {
      records.add({ id, clientId, rehearsalIssuer: undefined });
      records.note(id, { state: `state of ${id}`, nonce: undefined });
    }
    return records;
  };

  it('are of the login that the same browser began, and of the newest other one', () => {
    expect(open().others('own', 'state', 'earlier')).toEqual({
      sameBrowser: 'state of earlier',
      otherBrowser: 'state of other',
    });
  });

  it('are of this client alone, whatever login is named', () => {
    expect(open().others('own', 'state', 'strange')).toEqual({
      sameBrowser: undefined,
      otherBrowser: 'state of other',
    });
    expect(open().others('strange', 'state', 'own')).toEqual({});
  });

  it('are none where none were noted', () => {
    expect(open().others('own', 'nonce', 'earlier')).toEqual({});
    expect(open().others('unknown', 'state')).toEqual({});
  });
});
