/**
 * What the runner asks of a page, as source for its isolated world. Names in a page shadow properties of its document and
 * of its forms there too (`<img name="querySelectorAll">`, `<input name="getAttribute">`): what is asked of a document, or
 * of an element that may be a form, goes through the prototypes. Everything that comes back is cut.
 */
import { josePattern, runPattern } from '../evidence/scrub.ts';
import type { Marker } from '../marker.ts';

/** What a person can activate. The order is that of the document, and so of `nth`. */
export const controls =
  'a[href], button, input[type=submit], input[type=image], input[type=button], [role=button], [role=link]';

const maxHtml = 500_000;
const maxText = 100_000;
const maxTitle = 1_000;
const maxName = 200;
const maxAddress = 4_000;
const maxControls = 2_000;

/** Ways to the document that no name in it can take over. */
const prelude = `
  const read = (prototype, name) => {
    const { get } = Object.getOwnPropertyDescriptor(prototype, name);
    return (object) => get.call(object);
  };
  const body = () => read(Document.prototype, 'body')(document);
  const root = () => read(Document.prototype, 'documentElement')(document);
  const find = (selector) => [...Document.prototype.querySelectorAll.call(document, selector)];
  const attribute = (element, name) => Element.prototype.getAttribute.call(element, name);
  const matches = (element, selector) => Element.prototype.matches.call(element, selector);
  const textOf = (element) => element instanceof HTMLElement
    ? read(HTMLElement.prototype, 'innerText')(element) : read(Node.prototype, 'textContent')(element) ?? '';
  const isVisible = (element) => Element.prototype.getClientRects.call(element).length > 0
    && getComputedStyle(element).visibility !== 'hidden';
  const cut = (value, length) => typeof value === 'string' ? value.slice(0, length) : '';
`;

/** Title, text, markup, and whether the mark of a signed-in person can be seen. */
export function snapshotScript(marker: Marker): string {
  const shown =
    'selector' in marker
      ? `find(${JSON.stringify(marker.selector)}).some(isVisible)`
      : `text.replace(/\\s+/g, ' ').includes(${JSON.stringify(marker.text.replace(/\s+/g, ' ').trim())})`;
  return `(() => {
    ${prelude}
    const text = body() === null ? '' : textOf(body());
    let marked = false;
    try { marked = ${shown}; } catch { marked = false; }
    return {
      title: cut(read(Document.prototype, 'title')(document), ${maxTitle}),
      text: cut(text, ${maxText}),
      html: root() === null ? '' : cut(read(Element.prototype, 'outerHTML')(root()), ${maxHtml}),
      marked,
    };
  })()`;
}

/** Names and values of what the page's origin stores; a page without an origin has nothing. */
export const storageScript = `(() => {
  ${prelude}
  const entriesOf = (storage) => Object.keys(storage).slice(0, 50)
    .map((name) => [cut(name, ${maxName}), cut(Storage.prototype.getItem.call(storage, name), ${maxAddress})]);
  try { return [...entriesOf(localStorage), ...entriesOf(sessionStorage)]; } catch { return []; }
})()`;

/** Every control as {@link Candidate} has it; those that nobody sees have no name. */
export function candidatesScript(selector: string | undefined): string {
  const named = selector === undefined ? 'false' : `matches(element, ${JSON.stringify(selector)})`;
  return `(() => {
    ${prelude}
    const byIds = (ids) => ids.split(/\\s+/)
      .map((id) => id && Document.prototype.getElementById.call(document, id)?.textContent).filter(Boolean).join(' ');
    const target = (element) => {
      const form = element.form;
      if (!(form instanceof HTMLFormElement)) return element.href;
      return attribute(element, 'formaction') === null ? read(HTMLFormElement.prototype, 'action')(form) : element.formAction;
    };
    return find(${JSON.stringify(controls)}).slice(0, ${maxControls}).map((element) => {
      const unseen = { name: '', id: '', classes: [], target: '', named: false, seen: false };
      // A form is no control, and the one element whose properties its fields take over.
      if (element instanceof HTMLFormElement) return unseen;
      const images = [...element.querySelectorAll('img[alt], svg title')]
        .map((each) => attribute(each, 'alt') ?? each.textContent).join(' ');
      const name = byIds(attribute(element, 'aria-labelledby') ?? '') || attribute(element, 'aria-label')
        || textOf(element).trim() || images || attribute(element, 'alt') || element.value
        || attribute(element, 'title') || '';
      const seen = isVisible(element) || [...element.children].some(isVisible);
      return {
        name: seen ? cut(String(name).replace(/\\s+/g, ' ').trim(), ${maxName}) : '',
        id: cut(element.id, ${maxName}),
        classes: [...element.classList].slice(0, 50).map((each) => cut(each, ${maxName})),
        target: cut(target(element), ${maxAddress}),
        named: ${named},
        seen,
      };
    });
  })()`;
}

/** Activates one of {@link controls} that cannot be clicked where it stands. */
export function activateScript(place: number): string {
  return `(() => {
    ${prelude}
    const element = find(${JSON.stringify(controls)})[${place}];
    if (element instanceof HTMLElement) HTMLElement.prototype.click.call(element);
  })()`;
}

/** Before a picture is taken: whatever looks like a token or a code is blotted out, in texts and fields. */
export const blotScript = `(() => {
  ${prelude}
  const token = new RegExp(${JSON.stringify(josePattern)}, 'g');
  const longRun = new RegExp(${JSON.stringify(runPattern)}, 'g');
  const blot = (text) => text.replace(token, '[…]')
    .replace(longRun, (run) => /\\d/.test(run) && /[A-Za-z]/.test(run) ? '[…]' : run);
  const walker = Document.prototype.createTreeWalker.call(document, root(), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if (node.data.length > 20) node.data = blot(node.data);
  }
  for (const field of find('input, textarea')) {
    if (field.value.length > 20) field.value = blot(field.value);
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
