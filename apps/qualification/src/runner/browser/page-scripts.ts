/** What the runner asks of a page, as source: it runs in the page and not here. */
import { josePattern, randomPattern } from '../evidence/scrub.ts';
import type { Marker } from '../marker.ts';

/** What a person can activate. The order is that of the document, and so of `nth`. */
export const controls =
  'a[href], button, input[type=submit], input[type=image], input[type=button], [role=button], [role=link]';

const maxHtml = 500_000;
const maxText = 100_000;

const visible = `(element) => element.getClientRects().length > 0 && getComputedStyle(element).visibility !== 'hidden'`;

/** Title, text, markup, and whether the mark of a signed-in person can be seen. */
export function snapshotScript(marker: Marker): string {
  const shown =
    'selector' in marker
      ? `[...document.querySelectorAll(${JSON.stringify(marker.selector)})].some(${visible})`
      : `text.replace(/\\s+/g, ' ').includes(${JSON.stringify(marker.text.replace(/\s+/g, ' ').trim())})`;
  return `(() => {
    const text = document.body?.innerText ?? '';
    let marked = false;
    try { marked = ${shown}; } catch { marked = false; }
    return {
      title: document.title,
      text: text.slice(0, ${maxText}),
      html: (document.documentElement?.outerHTML ?? '').slice(0, ${maxHtml}),
      marked,
    };
  })()`;
}

/** Every control as {@link Candidate} has it; those that nobody sees have no name. */
export function candidatesScript(selector: string | undefined): string {
  const named = selector === undefined ? 'false' : `element.matches(${JSON.stringify(selector)})`;
  return `[...document.querySelectorAll(${JSON.stringify(controls)})].map((element) => {
    const visible = ${visible};
    const byId = (element.getAttribute('aria-labelledby') ?? '').split(/\\s+/)
      .map((id) => id && document.getElementById(id)?.textContent).filter(Boolean).join(' ');
    const images = [...element.querySelectorAll('img[alt], svg title')]
      .map((each) => each.getAttribute('alt') ?? each.textContent).join(' ');
    const name = byId || element.getAttribute('aria-label') || (element.innerText || '').trim() || images
      || element.getAttribute('alt') || element.value || element.getAttribute('title') || '';
    const seen = visible(element) || [...element.children].some(visible);
    return {
      name: seen ? String(name).replace(/\\s+/g, ' ').trim().slice(0, 200) : '',
      id: element.id,
      classes: [...element.classList],
      target: String(element.href || (element.form && (element.formAction || element.form.action)) || ''),
      named: ${named},
      seen,
    };
  })`;
}

/** Before a picture is taken: whatever looks like a token or a code is blotted out, in texts and fields. */
export const blotScript = `(() => {
  const secret = new RegExp(${JSON.stringify(`${josePattern}|(?<![\\w-])${randomPattern}(?![\\w-])`)}, 'g');
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if (node.data.length > 20) node.data = node.data.replace(secret, '[…]');
  }
  for (const field of document.querySelectorAll('input, textarea')) {
    if (field.value.length > 20) field.value = field.value.replace(secret, '[…]');
  }
})()`;

/** Posts an answer from a page of another site, as a hub's form does. */
export function postScript(action: string, params: Readonly<Record<string, string>>): string {
  return `(() => {
    const form = document.createElement('form');
    form.method = 'post';
    form.action = ${JSON.stringify(action)};
    for (const [name, value] of Object.entries(${JSON.stringify(params)})) {
      const field = document.createElement('input');
      field.type = 'hidden';
      field.name = name;
      field.value = value;
      form.append(field);
    }
    document.documentElement.append(form);
    HTMLFormElement.prototype.submit.call(form);
  })()`;
}
