/** Whether a protected page shows its content, judged by how it looked to a stranger and to a signed-in person. */
import type { View } from '../../vocabulary/stage.ts';

export interface ProtectedPage {
  readonly toStranger: View;
  readonly toSignedIn: View;
}

interface Sighting {
  readonly view: View;
  /** The mark of a signed-in person can be seen. */
  readonly marked: boolean;
}

/**
 * An error, the hub's pages and the page that strangers are led to are no content; the mark of a signed-in person and
 * the address that only signed-in people come to are. Where a stranger gets another page at the same address, the text
 * decides: it is content when it is nearer to what a signed-in person saw.
 */
export function showsContent(
  { view, marked }: Sighting,
  { page, hubOrigins }: { readonly page: ProtectedPage; readonly hubOrigins: readonly string[] },
): boolean {
  const { toStranger, toSignedIn } = page;
  if (view.status === 0 || hubOrigins.includes(URL.parse(view.url)?.origin ?? '')) return false;
  if (view.status >= 400 && view.status !== toSignedIn.status) return false;
  if (marked) return true;
  const place = placeOf(view);
  const apart = placeOf(toStranger) !== placeOf(toSignedIn);
  if (apart && place === placeOf(toSignedIn)) return true;
  if (apart && place === placeOf(toStranger)) return false;
  if (!apart && toStranger.status !== toSignedIn.status) return view.status === toSignedIn.status;
  return likeness(view, toSignedIn) > likeness(view, toStranger);
}

/** Whether the two can be told apart at all. */
export function isProtected({ toStranger, toSignedIn }: ProtectedPage, marked: boolean): boolean {
  if (marked || placeOf(toStranger) !== placeOf(toSignedIn)) return true;
  return toStranger.status !== toSignedIn.status || likeness(toStranger, toSignedIn) < 0.95;
}

function placeOf({ url }: View): string {
  const parsed = URL.parse(url);
  return parsed === null ? url : `${parsed.origin}${parsed.pathname}`;
}

/** Share of words in common, 0 to 1 (Jaccard). */
function likeness(a: View, b: View): number {
  const [first, second] = [wordsOf(a), wordsOf(b)];
  const common = [...first].filter((word) => second.has(word)).length;
  const all = first.size + second.size - common;
  return all === 0 ? 1 : common / all;
}

function wordsOf({ text }: View): ReadonlySet<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\d]+/gu) ?? []);
}
