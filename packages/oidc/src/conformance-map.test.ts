import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const root = new URL('../../../', import.meta.url);
const map = readFileSync(new URL('docs/conformance.md', root), 'utf8');

/** `file` › “title” */
const citation = /`([^`]+\.test\.ts)` › “([^”]+)”/g;
const citations = [...map.matchAll(citation)].map(([, file = '', title = '']) => ({ file, title }));

describe('docs/conformance.md', () => {
  it('names tests for the modules of all three plans', () => {
    expect(new Set(map.match(/^\| `oidcc-[a-z0-9-]+`/gm)).size).toBe(38 + 1 + 11);
    expect(citations.length).toBeGreaterThan(50);
  });

  it('names only tests that exist', () => {
    const missing = citations.filter(({ file, title }) => {
      const path = new URL(file, root);
      return !(existsSync(path) && readFileSync(path, 'utf8').includes(title));
    });
    expect(missing).toEqual([]);
  });
});
