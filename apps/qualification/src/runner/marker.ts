import type { ServiceUnderTest, View } from '../vocabulary/stage.ts';

export type Marker = ServiceUnderTest['signedIn'];

/**
 * Whether each view showed the mark of a signed-in person. A view is text; what is *visible* is known only where it was
 * made, so the visitor says it then.
 */
export interface Marks {
  remember(view: View, shown: boolean): View;
  shows(view: View): boolean;
}

export function createMarks(): Marks {
  const marked = new WeakMap<View, boolean>();
  return {
    remember(view, shown) {
      marked.set(view, shown);
      return view;
    },
    shows: (view) => marked.get(view) ?? false,
  };
}

/** Blanks joined, so that a text is found however the page breaks its lines. */
export function normalise(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/**
 * Reads `--signed-in`: `selector=…` and `text=…` decide; otherwise what begins with `#`, `.`, `[` or names an element
 * followed by one of these is a selector, and everything else a text.
 */
export function parseMarker(value: string): Marker {
  const explicit = /^(selector|text)=(.+)$/s.exec(value);
  if (explicit?.[1] === 'selector') return { selector: explicit[2] ?? '' };
  if (explicit?.[1] === 'text') return { text: explicit[2] ?? '' };
  return /^(?:[a-z][a-z0-9-]*)?[#.[](?=[A-Za-z_-])\S/i.test(value) ? { selector: value } : { text: value };
}
