import { describe, expect, it } from 'vitest';
import {
  comesFrom,
  defineLifecycle,
  initialOf,
  isStateOf,
  missingConditions,
  statesOf,
  unborn,
} from './lifecycle.ts';

const door = defineLifecycle({
  object: 'door',
  states: { shut: { safe: true }, open: {}, gone: { safe: true } },
  terminal: ['gone'],
  progress: ['shut', 'open'],
  transitions: [
    { event: 'hang', from: [unborn], to: 'shut', who: ['owner'] },
    { event: 'open', from: ['shut'], to: 'open', who: ['owner'], conditions: ['key', 'daylight'] },
    { event: 'open', from: ['open'], to: 'open', who: ['owner'] },
    { event: 'remove', from: ['open', 'shut'], to: 'gone', who: ['operator'] },
  ],
});

describe('a lifecycle', () => {
  it('has its states in the order of its table, and begins in the state that its creation leads to', () => {
    expect(statesOf(door)).toEqual(['shut', 'open', 'gone']);
    expect(initialOf(door)).toBe('shut');
    const uncreated = { ...door, transitions: door.transitions.slice(1) };
    expect(() => initialOf(uncreated)).toThrow('no event creates a door');
  });

  it('accepts the names of its own states only, in their exact spelling', () => {
    expect(['shut', 'open', 'gone'].every((word) => isStateOf(door, word))).toBe(true);
    const others = [unborn, 'Shut', 'shut ', 'shu', 'toString', '__proto__', 'constructor'];
    expect(others.filter((word) => isStateOf(door, word))).toEqual([]);
  });

  it('returns the columns of a state, and nothing for a state without columns', () => {
    expect(statesOf(door).map((state) => door.states[state].safe)).toEqual([true, undefined, true]);
  });

  it('returns the states from which an event leads on', () => {
    const from = (event: 'open' | 'remove') =>
      statesOf(door).filter((state) => comesFrom(door, event, state));
    expect(from('open')).toEqual(['shut', 'open']);
    expect(from('remove')).toEqual(['shut', 'open']);
  });

  it('names the conditions of an event in a state, in the order of its table', () => {
    const missing = (state: 'shut' | 'open' | 'gone', key: boolean, daylight: boolean) =>
      missingConditions(door, { event: 'open', state, facts: { key, daylight } });
    expect(missing('shut', false, false)).toEqual(['key', 'daylight']);
    expect(missing('shut', true, false)).toEqual(['daylight']);
    expect(missing('shut', true, true)).toEqual([]);
    expect(missing('open', false, false)).toEqual([]);
    expect(missing('gone', false, false)).toEqual([]);
  });
});
