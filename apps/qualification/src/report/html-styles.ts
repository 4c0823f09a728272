/** Styles of the HTML report, inline because it is read offline, mailed and printed. */
export const htmlStyles = `
:root { color-scheme: light dark; --ink: #241a1c; --soft: #5d5053; --page: #fbf8f5; --raised: #fff; --line: #e2d8d2;
  --accent: #a8122f; --good: #14613a; --bad: #a8122f; --open: #7a4a00; }
@media (prefers-color-scheme: dark) { :root { --ink: #f4ece8; --soft: #bfb1ae; --page: #171213; --raised: #221b1d;
  --line: #40353a; --accent: #f4909f; --good: #7fd6a6; --bad: #f4909f; --open: #f0bf6a; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 1.0625rem/1.5 system-ui, sans-serif; }
main, header, footer { max-width: 56rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere; }
header { border-top: 8px solid var(--accent); }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 1rem 0 .5rem; }
h2 { font-size: 1.375rem; margin: 2.5rem 0 .75rem; }
h3 { font-size: 1.125rem; margin: 0 0 .5rem; }
h4 { font-size: 1rem; margin: 1rem 0 .25rem; }
a { color: var(--accent); }
a:focus-visible, summary:focus-visible, [tabindex]:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.lead { font-size: 1.25rem; border-left: 6px solid var(--open); padding: .5rem 1rem; background: var(--raised); }
.lead.good { border-color: var(--good); }
.lead.bad { border-color: var(--bad); }
.soft { color: var(--soft); }
dl { display: grid; grid-template-columns: minmax(8rem, 16rem) 1fr; gap: .25rem 1rem; margin: 0; }
dt { color: var(--soft); }
dd { margin: 0; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: left; color: var(--soft); padding-bottom: .5rem; }
th, td { text-align: left; vertical-align: top; padding: .5rem .75rem .5rem 0; border-top: 1px solid var(--line); }
td.number, th.number { text-align: right; white-space: nowrap; }
/* A narrow page scrolls within the table: columns of one letter help nobody. */
.scroll { overflow-x: auto; }
.scroll table { overflow-wrap: break-word; }
tbody th { min-width: 11rem; }
tbody td:not(.number) { min-width: 10rem; }
th .soft { font-weight: 400; }
.scroll:has(pre) { max-height: 20rem; overflow: auto; }
article { background: var(--raised); border: 1px solid var(--line); border-left: 6px solid var(--bad); border-radius: 6px;
  padding: 1rem; margin: 0 0 1rem; }
article.inconclusive { border-left-color: var(--open); }
article.recommended { border-left-color: var(--soft); }
.tag { font-weight: 650; }
.tag.passed { color: var(--good); } .tag.failed { color: var(--bad); } .tag.inconclusive { color: var(--open); }
.fix { border-top: 1px solid var(--line); margin-top: 1rem; padding-top: .5rem; }
ol.steps { padding-left: 1.5rem; margin: 0; font-size: .9375rem; }
code, pre { font-family: ui-monospace, monospace; font-size: .9em; }
pre { white-space: pre-wrap; background: var(--page); padding: .75rem; margin: .5rem 0; }
img { max-width: 100%; border: 1px solid var(--line); }
summary { cursor: pointer; min-height: 44px; padding: .5rem 0; }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; } dd { margin-bottom: .5rem; } }
@media print { :root { --page: #fff; --raised: #fff; --ink: #000; --soft: #444; --line: #999; }
  body { font-size: 10.5pt; } article { break-inside: avoid; } .scroll:has(pre) { max-height: none; } img { max-height: 12cm; } }
`;
