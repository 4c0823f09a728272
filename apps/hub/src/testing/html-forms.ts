/** For tests: the forms of a page of the hub, with their hidden fields. */
import { findForms, type Form as PageForm, parseHtml } from '@garance/http-browser';

export interface Form {
  /** A path of the hub, or an absolute address of another site. */
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
}

const hub = new URL('https://hub.invalid/');

function formsOf(html: string): readonly Form[] {
  return findForms(parseHtml(html), hub).map(({ action, controls }) => ({
    action: action.origin === hub.origin ? action.pathname + action.search : action.href,
    fields: hiddenFields(controls),
  }));
}

function hiddenFields(controls: PageForm['controls']): Form['fields'] {
  const hidden = controls.filter(({ type }) => type === 'hidden');
  return Object.fromEntries(hidden.map(({ name, value }) => [name, value]));
}

export function findForm(html: string, actionEndsWith: string): Form {
  const found = formsOf(html).find(({ action }) => action.endsWith(actionEndsWith));
  if (found === undefined) throw new Error(`the page has no form ${actionEndsWith}`);
  return found;
}

/** The hidden fields of a form that leads to another site. */
export function outgoingFields(html: string): Readonly<Record<string, string>> {
  return formsOf(html).find(({ action }) => action.startsWith('http'))?.fields ?? {};
}
