/** What a person without scripts can activate on a page, as assistive technology names it. */
import type { Candidate } from '../sign-in-control.ts';
import { elementsOf, type HtmlElement, textOf } from './html.ts';
import { select } from './select.ts';

export interface PageControl extends Candidate {
  readonly action:
    | { readonly kind: 'link'; readonly url: URL }
    /** By places of the form in the page and of the button among its live ones. */
    | { readonly kind: 'button'; readonly form: number; readonly button: HtmlElement };
}

/** @throws SyntaxError for a selector that is not understood */
export function findControls(root: HtmlElement, base: URL, selector?: string): readonly PageControl[] {
  const all = elementsOf(root);
  const named = new Set(selector === undefined ? [] : select(root, selector));
  const forms = all.filter(({ tag }) => tag === 'form');
  return all.flatMap((element) => {
    const action = actionOf(element, forms, base);
    if (action === undefined || isHidden(element)) return [];
    const { attributes } = element;
    return [
      {
        name: nameOf(element, all),
        id: attributes.get('id') ?? '',
        classes: (attributes.get('class') ?? '').split(/\s+/).filter(Boolean),
        target: action.target,
        named: named.has(element),
        action: action.action,
      },
    ];
  });
}

function actionOf(
  element: HtmlElement,
  forms: readonly HtmlElement[],
  base: URL,
): { readonly target: string; readonly action: PageControl['action'] } | undefined {
  const { tag, attributes } = element;
  const href = attributes.get('href');
  if (tag === 'a' && href !== undefined) {
    const url = URL.parse(href, base);
    if (url === null || !/^https?:$/.test(url.protocol)) return undefined;
    return { target: url.href, action: { kind: 'link', url } };
  }
  if (!isButton(element)) return undefined;
  const form = forms.findIndex((each) => isInside(element, each));
  if (form === -1) return undefined;
  const address = attributes.get('formaction') ?? forms[form]?.attributes.get('action') ?? base.href;
  return { target: URL.parse(address, base)?.href ?? '', action: { kind: 'button', form, button: element } };
}

export function isButton({ tag, attributes }: HtmlElement): boolean {
  const type = attributes.get('type')?.toLowerCase();
  if (tag === 'button') return (type ?? 'submit') === 'submit';
  return tag === 'input' && (type === 'submit' || type === 'image');
}

function isInside(element: HtmlElement, container: HtmlElement): boolean {
  for (let each = element.parent; each !== undefined; each = each.parent) if (each === container) return true;
  return false;
}

function isHidden(element: HtmlElement): boolean {
  for (let each: HtmlElement | undefined = element; each !== undefined; each = each.parent) {
    if (each.attributes.has('hidden')) return true;
  }
  return false;
}

function nameOf(element: HtmlElement, all: readonly HtmlElement[]): string {
  const { attributes } = element;
  const ids = (attributes.get('aria-labelledby') ?? '').split(/\s+/).filter(Boolean);
  const byId = all
    .filter((each) => ids.includes(each.attributes.get('id') ?? ''))
    .map(textOf)
    .join(' ');
  const images = elementsOf(element)
    .map((each) => each.attributes.get('alt') ?? '')
    .filter(Boolean)
    .join(' ');
  const candidates = [byId, attributes.get('aria-label'), textOf(element), images, attributes.get('alt')];
  return [...candidates, attributes.get('value'), attributes.get('title')].find(Boolean) ?? '';
}
