import { signInButtonCss } from '@garance/web/view';

/** Text on its ground is 7:1 and more; nothing is wider than the window. */
export const styleSheet = `
* { box-sizing: border-box; }
body { margin: 0; background: #fdfbf7; color: #1c1a17; font: 1.0625rem/1.6 Georgia, serif; overflow-wrap: anywhere; }
a { color: #7a1f1f; }
a:focus-visible, button:focus-visible, input:focus-visible { outline: 3px solid #c2410c; outline-offset: 2px; }
header, footer { padding: 1rem 1.25rem; background: #f1e9dd; }
.site { margin: 0; font-size: 1.25rem; font-weight: bold; }
main { max-width: 46rem; margin: 0 auto; padding: 1.5rem 1.25rem 3rem; }
h1 { font-size: 1.875rem; line-height: 1.2; }
.federation { padding-bottom: 1.5rem; }
.other { margin-top: 1.5rem; padding-top: 1.5rem; border-top: 2px solid #b9a98f; }
.identity { margin: 0; }
.identity > div { padding: 0.5rem 0; border-bottom: 1px solid #b9a98f; }
.identity dt { font-weight: bold; }
.identity dd { margin: 0; }
label { display: block; font-weight: bold; }
input { width: 100%; max-width: 24rem; min-height: 44px; padding: 0.5rem; font: inherit; border: 2px solid #6b5f4e; }
button { min-height: 44px; padding: 0.5rem 1.25rem; font: inherit; color: #fff; background: #7a1f1f; border: 0; }
${signInButtonCss}`;
