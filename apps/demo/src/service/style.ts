import { signInButtonCss } from '@garance/web/view';

/** Style sheet of the site. Contrast of text is 7:1 or more in both schemes; targets are 44 px or more. */
export const styleSheet = `
:root {
  color-scheme: light dark;
  --ink: #10241f; --paper: #f7faf7; --card: #ffffff; --line: #8aa39a; --soft: #e3eee8;
  --brand: #0f5c4c; --brand-ink: #ffffff; --link: #0b4f8a; --focus: #c2410c;
  --sign-in-background: #1b3a6b; --sign-in-background-hover: #0f2547; --sign-in-focus: #c2410c;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e6f1ec; --paper: #0d1715; --card: #14221f; --line: #5d7a70; --soft: #1b2f2a;
    --brand: #0f5c4c; --link: #9cc9f5; --focus: #ffb37a; --sign-in-background: #24508f;
    --sign-in-background-hover: #2f64ad; --sign-in-focus: #ffb37a;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 1.0625rem/1.6 Georgia, 'Iowan Old Style', 'Times New Roman', serif;
}
a { color: var(--link); text-underline-offset: 0.15em; }
a:hover { text-decoration-thickness: 0.15em; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
.skip { position: absolute; left: 1rem; top: -5rem; padding: 0.75rem 1rem; background: var(--card); z-index: 1; }
.skip:focus { top: 0.5rem; }
header { background: var(--brand); color: var(--brand-ink); }
header a { color: inherit; }
header :focus-visible { outline-color: #fff; }
.bar {
  max-width: 64rem; margin: 0 auto; padding: 0.75rem 1.25rem;
  display: flex; flex-wrap: wrap; gap: 0.5rem 1.5rem; align-items: center;
}
.site { margin: 0 auto 0 0; line-height: 1.3; }
.site a { display: block; font-size: 1.375rem; font-weight: bold; text-decoration: none; }
.site span { font-style: italic; }
nav ul { display: flex; gap: 0.5rem; margin: 0; padding: 0; list-style: none; }
nav a { display: inline-block; min-height: 44px; min-width: 44px; padding: 0.5rem; text-align: center; }
main { display: block; max-width: 64rem; margin: 0 auto; padding: 1.5rem 1.25rem 3rem; }
main:focus { outline: none; }
h1 { font-size: clamp(1.75rem, 5vw, 2.5rem); line-height: 1.2; margin: 0 0 1rem; }
h2 { font-size: 1.5rem; line-height: 1.3; margin: 2.5rem 0 0.75rem; }
h3 { font-size: 1.1875rem; margin: 1.5rem 0 0.75rem; }
p { max-width: 42rem; }
.lead { font-size: 1.1875rem; }
.note { padding: 0.75rem 1rem; border-left: 6px solid var(--brand); background: var(--soft); }
hr { border: 0; border-top: 1px solid var(--line); margin: 2.5rem 0 0; }
.entries {
  list-style: none; margin: 0; padding: 0; display: grid; gap: 1.25rem;
  grid-template-columns: repeat(auto-fit, minmax(min(17rem, 100%), 1fr));
}
.entries li {
  display: flex; flex-direction: column; justify-content: space-between; padding: 1.25rem;
  background: var(--card); border: 1px solid var(--line); border-radius: 10px;
}
.use { margin: 0 0 1rem; font-weight: bold; }
.identity { margin: 0; border-top: 1px solid var(--line); }
.identity > div {
  display: grid; grid-template-columns: minmax(min(14rem, 100%), 18rem) 1fr; gap: 0 1.5rem; padding: 0.5rem 0;
  border-bottom: 1px solid var(--line);
}
.identity dt { font-weight: bold; }
.identity dd { margin: 0; overflow-wrap: anywhere; }
.token { margin-top: 1.5rem; padding: 0.25rem 1.25rem 1.25rem; background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
.tag { display: inline-block; margin-left: 0.5rem; padding: 0 0.5rem; border: 1px solid var(--line); border-radius: 1rem; font-size: 0.9375rem; font-weight: normal; }
.columns { display: grid; gap: 1rem 1.5rem; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); }
.code { margin: 0 0 1rem; }
.code__label { margin: 0 0 0.25rem; font-weight: bold; }
.code__text { padding: 0.75rem; max-height: 22rem; overflow: auto; background: var(--soft); border-radius: 6px; }
pre, code { font-family: ui-monospace, SFMono-Regular, Consolas, monospace; font-size: 0.875rem; }
pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
.try { margin-top: 2.5rem; }
summary { min-height: 44px; padding: 0.5rem 0; cursor: pointer; color: var(--link); }
.try form p { display: grid; gap: 0.25rem; }
.try form .check { display: flex; gap: 0.75rem; align-items: center; min-height: 44px; }
label { font-weight: bold; }
.check label { font-weight: normal; padding: 0.5rem 0; }
.hint { font-size: 0.9375rem; }
input[type='text'], select {
  width: 100%; min-height: 44px; padding: 0.5rem; font: inherit; color: inherit; background: var(--card);
  border: 2px solid var(--line); border-radius: 4px;
}
input[type='checkbox'] { width: 1.5rem; height: 1.5rem; accent-color: var(--brand); }
button {
  min-height: 44px; padding: 0.5rem 1.25rem; font: inherit; font-weight: bold; cursor: pointer;
  color: var(--brand-ink); background: var(--brand); border: 2px solid transparent; border-radius: 4px;
}
button:hover { text-decoration: underline; }
.quiet { background: transparent; border-color: currentColor; }
footer { padding: 1.25rem 0; border-top: 1px solid var(--line); }
footer p { max-width: 64rem; margin: 0 auto; padding: 0 1.25rem; font-size: 0.9375rem; }
@media (max-width: 44rem) {
  .columns { grid-template-columns: minmax(0, 1fr); }
  .identity > div { grid-template-columns: 1fr; }
}
@media (prefers-reduced-motion: no-preference) { a, button { transition: background-color 120ms; } }
${signInButtonCss}`;

/** The emblem of the imaginary town: a bridge over water. */
export const iconSvg =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#0f5c4c"/>' +
  '<path d="M4 20h24M8 20a8 8 0 0 1 16 0" fill="none" stroke="#fff" stroke-width="3"/></svg>';
