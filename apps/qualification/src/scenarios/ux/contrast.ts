import type { Colour } from './door.ts';

/** What a colour looks like over others, nearest first; white is below all pages. */
export function flatten(layers: readonly Colour[]): readonly [number, number, number] {
  const [top, ...below] = layers;
  if (top === undefined) return [255, 255, 255];
  const [red, green, blue, opacity] = top;
  if (opacity >= 1) return [red, green, blue];
  const under = flatten(below);
  const mix = (own: number, other: number) => own * opacity + other * (1 - opacity);
  return [mix(red, under[0]), mix(green, under[1]), mix(blue, under[2])];
}

/** Contrast ratio, 1 to 21 (WCAG 2.2, “contrast ratio”). */
export function contrast(text: Colour, grounds: readonly Colour[]): number {
  const [a, b] = [luminance(flatten([text, ...grounds])), luminance(flatten(grounds))];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

function luminance(rgb: readonly [number, number, number]): number {
  const [red, green, blue] = rgb.map((channel) => {
    const value = channel / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}
