import { randomBytes } from 'node:crypto';
import type { VNode } from 'preact';
import { escapeHtml } from './escape-html.ts';
import { renderDocument } from './render-document.ts';
import { safeHref } from './safe-href.ts';

/** A whole document as it is sent. */
export interface RenderedPage {
  readonly html: string;
}

type Values = Readonly<Record<string, string>>;

/**
 * Pages of one kind differ in the texts and links of a login only. `Fixed` is the rest, in plain JSON, by which
 * documents are cached; it must not contain personal data.
 */
export interface PageForm<Fixed, Texts extends Values, Links extends Values> {
  /**
   * The page with these values in their places. It must not depend on a value, since it is also called with marks:
   * values only occur in text, in the title or in attributes.
   * @param links addresses, or their beginnings; `safeHref` leaves unsafe ones out
   */
  readonly build: (fixed: Fixed, texts: Texts, links: Links) => VNode;
  /** Number of cached documents; the oldest is removed first. */
  readonly most?: number;
}

/**
 * Renders each kind of page once, with a mark in the place of each value, and afterwards only fills in the values:
 * rendering the tree takes twenty times as long, in every login.
 */
export function preparePage<Fixed, Texts extends Values, Links extends Values>({
  build,
  most = 200,
}: PageForm<Fixed, Texts, Links>): (fixed: Fixed, texts: Texts, links: Links) => RenderedPage {
  const documents = new Map<string, Filler>();
  return (fixed, texts, links) => {
    // With an unsafe link the page is different: text instead of a link.
    const isUnsafe = Object.values(links).some((link) => safeHref(link) === undefined);
    if (isUnsafe) return { html: renderDocument(build(fixed, texts, links)) };
    const key = JSON.stringify([fixed, Object.keys(texts), Object.keys(links)]);
    const known = documents.get(key);
    if (known !== undefined) return { html: known({ ...texts, ...links }) };
    const mark = createMarks();
    const made = mark.split(renderDocument(build(fixed, mark.all(texts), mark.all(links))));
    const [oldest] = documents.keys();
    if (documents.size >= most && oldest !== undefined) documents.delete(oldest);
    documents.set(key, made);
    return { html: made({ ...texts, ...links }) };
  };
}

type Filler = (values: Values) => string;

/**
 * Texts that stand for values while a page is rendered: random, so that no text of the page equals one; and safe
 * addresses, so that they are allowed wherever a value is.
 */
function createMarks() {
  const secret = randomBytes(16).toString('hex');
  const names: string[] = [];
  return {
    all: <T extends Values>(values: T): T =>
      Object.fromEntries(
        Object.keys(values).map((name) => [name, `/${secret}.${names.push(name) - 1}.`]),
      ) as unknown as T,
    split(html: string): Filler {
      // check-patterns: fixed text of hexadecimal digits, then digits up to a full stop: linear.
      const [start = '', ...parts] = html.split(new RegExp(`/${secret}\\.(\\d+)\\.`));
      const holes = parts.flatMap((index, at) =>
        at % 2 === 0 ? [{ name: names[Number(index)] ?? '', after: parts[at + 1] ?? '' }] : [],
      );
      return (values) =>
        holes.reduce((text, { name, after }) => text + escapeHtml(values[name] ?? '') + after, start);
    },
  };
}
