/** For tests: the forms of a page, read as a browser would. */

export interface Form {
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** The forms of a page with their hidden fields. */
export function formsOf(html: string): readonly Form[] {
  return [...html.matchAll(/<form[^>]*action="([^"]*)"[^>]*>([\s\S]*?)<\/form>/g)].map(
    ([, action = '', content = '']) => ({ action: unescapeHtml(action), fields: hiddenFields(content) }),
  );
}

export function findForm(html: string, actionEndsWith: string): Form {
  const found = formsOf(html).find(({ action }) => action.endsWith(actionEndsWith));
  if (found === undefined) throw new Error(`the page has no form ${actionEndsWith}`);
  return found;
}

/** The hidden fields of a form that leads outside of the hub. */
export function outgoingFields(html: string): Readonly<Record<string, string>> {
  const outside = formsOf(html).find(({ action }) => action.startsWith('http'));
  return outside?.fields ?? {};
}

function hiddenFields(content: string): Readonly<Record<string, string>> {
  const inputs = content.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g);
  return Object.fromEntries([...inputs].map(([, name = '', value = '']) => [name, unescapeHtml(value)]));
}

function unescapeHtml(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
