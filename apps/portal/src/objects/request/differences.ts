/**
 * Changes between two states of a request's answers, field by field. Pure: labels and order of the fields come from the
 * questions when a page is made.
 */

import { diffWordsWithSpace } from 'diff';
import type { StoredAnswers } from '../habilitation/table.ts';

/** A run of words: unchanged, removed or added. */
export interface MarkedWords {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

export type Difference = { readonly step: string; readonly field: string } & (
  | { readonly kind: 'value'; readonly before: string; readonly after: string }
  | { readonly kind: 'words'; readonly words: readonly MarkedWords[] }
  | { readonly kind: 'list'; readonly removed: readonly string[]; readonly added: readonly string[] }
);

/** Characters. Above this on either side, changed words are marked; below, the two values are shown whole. */
const longText = 60;
/** Characters of both sides together. Above this, marking words takes too long: the text is shown as replaced. */
const longestMarked = 40_000;

/** In the order of the steps and fields of `after`, then those that are only in `before`. */
export function compareAnswers(before: StoredAnswers, after: StoredAnswers): readonly Difference[] {
  return unionOf(Object.keys(after), Object.keys(before)).flatMap((step) => {
    const [old, now] = [flatten(before[step] ?? {}), flatten(after[step] ?? {})];
    return unionOf([...now.keys()], [...old.keys()]).flatMap((field) => {
      const difference = compareValues(old.get(field), now.get(field));
      return difference === undefined ? [] : [{ step, field, ...difference }];
    });
  });
}

type Value = string | readonly string[] | undefined;

function compareValues(before: Value, after: Value) {
  if (Array.isArray(before) || Array.isArray(after)) return compareLists(asList(before), asList(after));
  const [old, now] = [asText(before), asText(after)];
  if (old === now) return undefined;
  const isLong = old.length > longText || now.length > longText;
  if (!isLong || old === '' || now === '' || old.length + now.length > longestMarked) {
    return { kind: 'value', before: old, after: now } as const;
  }
  return { kind: 'words', words: markWords(old, now) } as const;
}

function compareLists(before: readonly string[], after: readonly string[]) {
  const removed = before.filter((item) => !after.includes(item));
  const added = after.filter((item) => !before.includes(item));
  return removed.length + added.length === 0 ? undefined : ({ kind: 'list', removed, added } as const);
}

export function markWords(before: string, after: string): readonly MarkedWords[] {
  return diffWordsWithSpace(before, after).map(({ added, removed, value }) => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    text: value,
  }));
}

/** Fields of a form step, those of an object under `field.key`; empty values are left out. */
function flatten(answers: Readonly<Record<string, unknown>>, prefix = ''): Map<string, Value> {
  const fields = new Map<string, Value>();
  for (const [key, value] of Object.entries(answers)) {
    const name = `${prefix}${key}`;
    if (value === null || value === undefined || value === '') continue;
    if (Array.isArray(value)) fields.set(name, value.map(itemText));
    else if (typeof value === 'object') {
      for (const [inner, innerValue] of flatten(value as Readonly<Record<string, unknown>>, `${name}.`)) {
        fields.set(inner, innerValue);
      }
    } else fields.set(name, String(value));
  }
  return fields;
}

/** The value that identifies an item of a list. */
function itemText(item: unknown): string {
  if (typeof item !== 'object' || item === null) return String(item);
  const { name } = item as { readonly name?: unknown };
  return typeof name === 'string' ? name : JSON.stringify(item);
}

const asText = (value: Value): string => (typeof value === 'string' ? value : '');
const asList = (value: Value): readonly string[] =>
  value === undefined ? [] : typeof value === 'string' ? [value] : value;
const unionOf = (first: readonly string[], second: readonly string[]) => [...new Set([...first, ...second])];
