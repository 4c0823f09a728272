import type { DemoIssuerId, DemoProviderProfile } from '../demo-provider.ts';

/** A different shape for each, so that they can be told apart without colour. */
const shapes: Readonly<Record<DemoIssuerId, string>> = {
  low: '<path d="M24 8c6 7 6 13 0 18-6-5-6-11 0-18zm0 18c7-1 12 2 13 9-7 1-12-2-13-9zm0 0c-7-1-12 2-13 9 7 1 12-2 13-9z"/>',
  substantial: '<path d="M24 8l14 8v16l-14 8-14-8V16zm0 8a8 8 0 100 16 8 8 0 000-16z" fill-rule="evenodd"/>',
  professionals: '<path d="M18 12h12v5h8v18H10V17h8zm3 3v2h6v-2zm-7 9v3h20v-3z" fill-rule="evenodd"/>',
  high: '<path d="M8 14h32v20H8zm4 4v6h8v-6zm12 1h12v3H24zm0 6h12v3H24z" fill-rule="evenodd"/>',
};

/** The provider's logo: 48 × 48, two colours. */
export function logoSvg(profile: DemoProviderProfile): string {
  return (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48" width="48" height="48">' +
    `<rect width="48" height="48" rx="10" fill="${profile.colour.strong}"/>` +
    `<g fill="#fff">${shapes[profile.id]}</g></svg>`
  );
}
