import { startCpuStopwatch } from '@garance/core/testing';
import { describe, expect, test } from 'vitest';
import { maxTraceText, traceOf } from '../vocabulary/trace.ts';
import { type Known, searchTraces } from './search-traces.ts';

const known: readonly Known[] = [
  { kind: 'code', value: 'c'.repeat(43) },
  { kind: 'access-token', value: 'a'.repeat(43) },
  { kind: 'id-token', value: `${'e'.repeat(60)}.${'y'.repeat(600)}.${'J'.repeat(86)}` },
  { kind: 'client-secret', value: 's'.repeat(43) },
  { kind: 'identity', value: 'Camille Jeanne' },
  { kind: 'subject', value: 'f'.repeat(66) },
];

describe('attack 23: a browser that saw one thing for ever', () => {
  test.each([
    '%',
    '%25',
    '%C3',
    '+',
    '&',
    '&#',
    '&#1;',
    '&amp;',
    '\\u',
    '\\u0041',
    'A',
    'QUFB',
    '-_',
    '41',
    ' ',
    'c',
    'y',
  ])('of %j is searched in time that grows with its length alone', (part) => {
    const text = part.repeat(maxTraceText / part.length);
    const traces = Array.from({ length: 3 }, () => traceOf('page', '/', text));
    const cpuMs = startCpuStopwatch();
    searchTraces(traces, known);
    expect(cpuMs()).toBeLessThan(3_000);
  });
});
