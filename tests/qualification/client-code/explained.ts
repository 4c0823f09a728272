/**
 * Changes that no scenario finds, each by its id, with the reason. `equivalent`: nothing that the client does is different.
 * `invisible`: something is, and neither a browser nor the hub can see it in a login.
 */
export interface Explanation {
  readonly kind: 'equivalent' | 'invisible';
  readonly reason: string;
  readonly ids: readonly string[];
}

export const explanations: readonly Explanation[] = [];

export function explanationOf(id: string): Explanation | undefined {
  return explanations.find(({ ids }) => ids.includes(id));
}
