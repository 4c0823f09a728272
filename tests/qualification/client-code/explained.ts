/** Changes that no scenario finds, each by its id, with the reason: `explained.json`. */
import { readFileSync } from 'node:fs';
import { root } from './root.ts';

export interface Explanation {
  /**
   * `equivalent`: the client does the same. `invisible`: something is different, and neither a browser nor the hub sees it
   * in a login. `unasked`: it can be seen, and no rule of the platforms or of a standard is about it.
   */
  readonly kind: 'equivalent' | 'invisible' | 'unasked';
  readonly reason: string;
  readonly ids: readonly string[];
}

const file = new URL('tests/qualification/client-code/explained.json', root);

export const explanations = JSON.parse(readFileSync(file, 'utf8')) as readonly Explanation[];

const byId = new Map(
  explanations.flatMap((explanation) => explanation.ids.map((id) => [id, explanation] as const)),
);

export function explanationOf(id: string): Explanation | undefined {
  return byId.get(id);
}
