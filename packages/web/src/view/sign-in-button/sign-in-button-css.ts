/**
 * Style of `SignInButton`, for a service's style sheet. Colours are custom properties with fallbacks; white on
 * `#1b3a6b` is 11:1, hover 14:1, and hover and focus differ by more than colour (WCAG 2.2, 1.4.1, 1.4.11, 2.4.13).
 */
export const signInButtonCss = `
.sign-in { max-width: 26rem; }
.sign-in__sentence { margin: 0 0 0.75rem; }
.sign-in__button {
  box-sizing: border-box; display: flex; align-items: center; gap: 0.75rem;
  min-height: 60px; min-width: 15rem; padding: 0.5rem 1.25rem;
  border: 2px solid transparent; border-radius: 4px;
  background: var(--sign-in-background, #1b3a6b); color: #fff;
  font-size: 1.0625rem; line-height: 1.25; text-decoration: none;
}
.sign-in__button:link, .sign-in__button:visited { color: #fff; }
.sign-in__button:hover {
  background: var(--sign-in-background-hover, #0f2547); border-color: #fff; text-decoration: underline;
  text-underline-offset: 0.2em; box-shadow: 0 0 0 2px var(--sign-in-background-hover, #0f2547);
}
.sign-in__button:focus-visible {
  outline: 3px solid var(--sign-in-focus, #c2410c); outline-offset: 3px;
}
.sign-in__button:active { background: #091933; }
.sign-in__mark { flex: none; }
.sign-in__text { display: block; overflow-wrap: anywhere; }
.sign-in__brand { display: block; font-size: 1.25rem; }
.sign-in__detail { display: block; font-size: 0.9375rem; }
.sign-in__about { margin: 0.5rem 0 0; }
.sign-in__about a { display: inline-block; padding: 0.375rem 0; }
@media (max-width: 24rem) {
  .sign-in__button { gap: 0.5rem; padding: 0.5rem 0.75rem; min-width: 0; }
  .sign-in__brand { font-size: 1.125rem; }
}
@media (forced-colors: active) { .sign-in__button { border-color: ButtonText; } }
@media print { .sign-in__button { border-color: #000; color: #000; background: #fff; } }
`;
