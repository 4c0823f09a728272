/** One petal: its base in the centre of a 48 × 48 grid, pointing up. */
const petal = 'M24 23 C18.6 18.6 17.2 10.6 24 2.5 C30.8 10.6 29.4 18.6 24 23 Z';
const petalAngles = [0, 72, 144, 216, 288];
const heart = '<circle class="garance-mark__heart" cx="24" cy="24.5" r="3.4"></circle>';

/** Rendered once: it is on every page, and would take half of a page's rendering time. */
const drawing = petalAngles
  .map((angle) => `<path fill="currentColor" d="${petal}" transform="rotate(${angle} 24 24.5)"></path>`)
  .concat(heart)
  .join('');

/** The logo of Garance: five pointed petals of a madder flower, in the current accent colour. */
export function Mark({ size = 40 }: { readonly size?: number }) {
  return (
    <svg
      class="garance-mark"
      viewBox="0 0 48 48"
      width={size}
      height={size}
      aria-hidden="true"
      focusable="false"
      dangerouslySetInnerHTML={{ __html: drawing }}
    />
  );
}
