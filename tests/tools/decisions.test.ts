import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const folder = fileURLToPath(new URL('../../docs/decisions', import.meta.url));
const names = readdirSync(folder).sort();
/** Parts of every record, in this order; the third one only where there were alternatives. */
const parts = ['Context.', 'Decision.', 'Considered.', 'What it costs.'];

describe('the decision records', () => {
  test('have unique numbers', () => {
    const numbers = names.map((name) => /^(\d{4})-[a-z0-9-]+\.md$/.exec(name)?.[1]);
    expect(numbers).not.toContain(undefined);
    expect(new Set(numbers).size).toBe(names.length);
  });

  test.each(names)('%s has context, decision, alternatives and cost', (name) => {
    const text = readFileSync(`${folder}/${name}`, 'utf8');
    expect(text).toMatch(new RegExp(`^# ${name.slice(0, 4)}: \\S`));
    const found = [...text.matchAll(/^\*\*([^*]+)\*\*/gm)].map(([, part]) => part);
    expect(found).toEqual(parts.filter((part) => part !== 'Considered.' || found.includes(part)));
  });

  test('refer to records that exist', () => {
    const links = names.flatMap((name) =>
      [...readFileSync(`${folder}/${name}`, 'utf8').matchAll(/\]\((\d{4}-[^)#]+)/g)].map(
        ([, target]) => target,
      ),
    );
    expect(links.filter((link) => link !== undefined && !names.includes(link))).toEqual([]);
  });
});
