import { createManualClock } from '@garance/core';
import { describe, expect, it } from 'vitest';
import { createRemoteDocument } from './remote-document.ts';

function setUp() {
  const clock = createManualClock(1_000_000);
  const source = { version: 1, down: false, loads: 0, hold: undefined as Promise<void> | undefined };
  const failures: unknown[] = [];
  const document = createRemoteDocument({
    load: async () => {
      source.loads += 1;
      const { version, down } = source;
      await source.hold;
      if (down) throw new Error('down');
      return version;
    },
    clock,
    maxAgeMs: 1_000,
    coolDownMs: 100,
    onFailure: (error) => failures.push(error),
  });
  return { clock, source, document, failures };
}

/** Lets background work finish. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('a remote document', () => {
  it('is loaded when first needed, and once for concurrent callers', async () => {
    const { source, document } = setUp();
    expect(source.loads).toBe(0);
    expect(await Promise.all([document.get(), document.get(), document.refresh()])).toEqual([1, 1, 1]);
    expect(source.loads).toBe(1);
  });

  it('is returned without loading while fresh', async () => {
    const { clock, source, document } = setUp();
    await document.get();
    clock.advance(999);
    await document.get();
    expect(source.loads).toBe(1);
  });

  it('is used while a stale copy is replaced in the background', async () => {
    const { clock, source, document } = setUp();
    await document.get();
    clock.advance(1_000);
    source.version = 2;
    expect(await document.get()).toBe(1);
    await settled();
    expect(await document.get()).toBe(2);
    expect(source.loads).toBe(2);
  });

  it('is awaited when the copy is too old', async () => {
    const { clock, source, document } = setUp();
    await document.get();
    clock.advance(2_000);
    source.version = 2;
    expect(await document.get()).toBe(2);
  });

  it('keeps the last good copy while the other server is down, and loads the new one when it is back', async () => {
    const { clock, source, document, failures } = setUp();
    await document.get();
    source.down = true;
    for (let hour = 0; hour < 5; hour += 1) {
      clock.advance(3_600_000);
      expect(await document.get()).toBe(1);
    }
    expect(failures).toHaveLength(5);
    source.down = false;
    source.version = 2;
    clock.advance(3_600_000);
    expect(await document.get()).toBe(2);
  });

  it('fails at once during the cool-down after a first failure, then tries again', async () => {
    const { clock, source, document } = setUp();
    source.down = true;
    await expect(document.get()).rejects.toThrow('down');
    await expect(document.get()).rejects.toThrow('down');
    await expect(document.refresh()).rejects.toThrow('down');
    expect(source.loads).toBe(1);
    source.down = false;
    clock.advance(100);
    expect(await document.get()).toBe(1);
  });

  it('does not reload a stale copy at every call while the other server is down', async () => {
    const { clock, source, document } = setUp();
    await document.get();
    source.down = true;
    clock.advance(5_000);
    for (let call = 0; call < 10; call += 1) await document.get();
    expect(source.loads).toBe(2);
  });

  it('is reloaded on request, but no more often than the cool-down', async () => {
    const { clock, source, document } = setUp();
    await document.get();
    source.version = 2;
    expect(await document.refresh()).toBe(1);
    clock.advance(100);
    expect(await document.refresh()).toBe(2);
    for (let call = 0; call < 10; call += 1) await document.refresh();
    expect(source.loads).toBe(2);
  });

  it('ages although the clock was set back', async () => {
    const { clock, source, document } = setUp();
    await document.get();
    clock.advance(-3_600_000);
    source.version = 2;
    expect(await document.get()).toBe(2);
  });
});
