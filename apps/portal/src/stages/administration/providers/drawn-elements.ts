/**
 * Counts the elements that a browser draws for an SVG. Nested `use` references multiply: thirty lines can draw a
 * thousand million elements (security.md 16).
 */
export interface DrawnElements {
  open(attributes: readonly (readonly [string, string])[]): void;
  close(): void;
  /** Whether no element draws itself and the total stays within what a logo needs. */
  areFew(): boolean;
}

const mostDrawn = 20_000;
/** `href` and every `url(#…)`: masks and clip paths are drawn as well. */
const reference = /^#(.+)$/;
const paint = /url\(#([\w.-]+)\)/g;

interface Part {
  elements: number;
  readonly uses: string[];
}

export function createDrawnElements(): DrawnElements {
  const parts = new Map<string, Part>();
  const whole: Part = { elements: 0, uses: [] };
  /** Ids of the elements that are open; undefined for those without. */
  const open: (string | undefined)[] = [];

  /** Number of elements drawn by a part, references included. Undefined for a reference cycle. */
  const weigh = (
    part: Part,
    above: ReadonlySet<string>,
    counted: Map<string, number>,
  ): number | undefined => {
    let sum = part.elements;
    for (const id of part.uses) {
      const used = parts.get(id);
      if (used === undefined) continue;
      if (above.has(id)) return undefined;
      const weight = counted.get(id) ?? weigh(used, new Set([...above, id]), counted);
      if (weight === undefined) return undefined;
      counted.set(id, weight);
      sum += weight;
    }
    return sum;
  };

  return {
    open(attributes) {
      const id = attributes.find(([name]) => name === 'id')?.[1];
      if (id !== undefined && !parts.has(id)) parts.set(id, { elements: 0, uses: [] });
      open.push(id);
      const uses = attributes.flatMap(([name, value]) => usesOf(name, value));
      for (const part of [
        whole,
        ...open.flatMap((name) => (name === undefined ? [] : (parts.get(name) ?? []))),
      ]) {
        part.elements += 1;
        part.uses.push(...uses);
      }
    },
    close: () => void open.pop(),
    areFew() {
      const drawn = weigh(whole, new Set(), new Map());
      return drawn !== undefined && drawn <= mostDrawn;
    },
  };
}

function usesOf(name: string, value: string): readonly string[] {
  const [, target] = /^(?:xlink:)?href$/i.test(name) ? (reference.exec(value) ?? []) : [];
  if (target !== undefined) return [target];
  return [...value.matchAll(paint)].map(([, id = '']) => id);
}
