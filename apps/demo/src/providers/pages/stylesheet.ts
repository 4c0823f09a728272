import type { DemoProviderProfile } from '../demo-provider.ts';

/** The provider's style sheet: system typeface, its colour, targets of 44 px, dark scheme. */
export function stylesheet({ colour }: DemoProviderProfile): string {
  return `:root{color-scheme:light dark;--strong:${colour.strong};--on-strong:#fff;--soft:${colour.soft};--page:#fff;--ink:#1b1b1f;--quiet:#50505a;--line:#767680;--wrong:#b3001e}
@media (prefers-color-scheme:dark){:root{--strong:color-mix(in srgb,${colour.strong} 45%,#fff);--on-strong:#111114;--soft:#232329;--page:#151518;--ink:#f1f1f4;--quiet:#c3c3cc;--line:#8d8d98;--wrong:#ff9aa8}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:1.0625rem/1.5 system-ui,"Segoe UI",Roboto,"Liberation Sans",sans-serif}
header{background:var(--soft);border-top:6px solid var(--strong)}
.bar,main,.band{max-width:38rem;margin:0 auto;padding:.75rem 1rem}
.bar{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:.5rem 1rem}
.bar a{display:inline-flex;align-items:center;min-height:44px}
.name{display:flex;align-items:center;gap:.75rem;font-size:1.25rem;font-weight:700}
.band{padding-top:0;color:var(--quiet);font-size:.9375rem}
main{padding-top:1.5rem;padding-bottom:4rem}
h1{margin:0 0 1.5rem;font-size:1.875rem;line-height:1.2}
h2{margin:2.5rem 0 .25rem;font-size:1.25rem}
a{color:var(--strong);text-underline-offset:.2em}
.skip{position:absolute;left:-100rem}
.skip:focus{position:static;display:block;padding:.75rem 1rem}
.field{margin:0 0 1.25rem}
label{display:block;font-weight:600}
.hint,.trait{color:var(--quiet);font-size:.9375rem}
.hint{margin:0 0 .25rem}
input,select{width:100%;max-width:100%;min-height:48px;padding:.5rem .75rem;border:1px solid var(--line);border-radius:10px;background:var(--page);color:inherit;font:inherit}
[aria-invalid]{border:2px solid var(--wrong)}
button{min-height:48px;padding:.5rem 1.25rem;border-radius:10px;font:inherit;cursor:pointer}
.actions{display:flex;flex-wrap:wrap;gap:.75rem}
.primary{border:2px solid var(--strong);background:var(--strong);color:var(--on-strong);font-weight:600}
.secondary{border:2px solid var(--strong);background:transparent;color:var(--strong);font-weight:600}
.people{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(16rem,100%),1fr));gap:.75rem;margin:1rem 0 0;padding:0;list-style:none}
.people button{width:100%;height:100%;padding:.75rem 1rem;border:1px solid var(--line);background:var(--soft);color:inherit;text-align:start;overflow-wrap:anywhere}
.people button:hover{border-color:var(--strong)}
.person,.trait{display:block}
.person{font-weight:600}
details{margin-top:1.5rem}
summary{min-height:44px;padding:.5rem 0;color:var(--strong);cursor:pointer}
.error-summary{margin:0 0 2rem;padding:1rem;border:3px solid var(--wrong);border-radius:10px}
.error-summary h2{margin:0 0 .5rem}
.error-summary p{margin:0}
.error-summary a{color:var(--wrong);font-weight:600}
:focus-visible{outline:3px solid var(--strong);outline-offset:3px}
`;
}
