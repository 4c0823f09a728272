/** Inputs for text and choices come from the form kit (decision 0032). */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const source = join(import.meta.dirname, '../..');

/** Inputs written directly in a page, by file, with the reason. */
const exceptions: Readonly<Record<string, string>> = {
  'parts/documents/documents.tsx': 'A file: its limits and its check stand with the documents.',
  'parts/queue/queue.tsx': 'The filters that several lists have; a filter refuses nothing.',
  'stages/habilitation/pages/field-view.tsx':
    'Each scope with its purpose below: the kind `scopes` of the questions, which their own table validates.',
};

const inputs = /<(?:TextField|Select|RadioGroup|Checkbox|CheckboxGroup|textarea|select|input)\b[^>]*/g;

/** Left out: GET forms, which only filter or look up, and hidden inputs. */
function inputsOf(text: string): readonly string[] {
  const forms = text.replace(/<Filters\b.*?<\/Filters>|<form method="get".*?<\/form>/gs, '');
  return [...forms.matchAll(inputs)].map(([tag]) => tag).filter((tag) => !tag.includes('type="hidden"'));
}

const pages = ['stages', 'parts']
  .flatMap((room) =>
    readdirSync(join(source, room), { recursive: true, encoding: 'utf8' }).map((file) => join(room, file)),
  )
  .filter((file) => file.endsWith('.tsx') && !file.endsWith('.test.tsx') && !file.startsWith('parts/form/'));

describe('inputs written by hand', () => {
  it('are those named here', () => {
    const found = pages.filter((file) => inputsOf(readFileSync(join(source, file), 'utf8')).length > 0);
    expect(found.sort()).toEqual(Object.keys(exceptions).sort());
  });

  it.each([
    ['<TextField id="a" />', 1],
    ['<Checkbox\n  id="a"\n/>', 1],
    ['<input type="hidden" name="a" />', 0],
    ['<Filters action="/"><Select id="a" /></Filters><select>', 1],
    ['<form method="get" action="/"><Select id="a" /></form>', 0],
    ['<form method="post" action="/"><textarea></form>', 1],
  ])('of %s counts %d', (text, count) => {
    expect(inputsOf(text)).toHaveLength(count);
  });
});
