import type { ShownToken } from '../shown-tokens.ts';
import type { Locale } from './page.tsx';

const texts = {
  fr: {
    raw: 'Tel que reçu',
    jweHeader: 'En-tête du chiffrement (JWE)',
    jws: 'Jeton signé, à l’intérieur',
    jwsHeader: 'En-tête de la signature (JWS)',
    claims: 'Contenu',
    plain: 'Signé, non chiffré',
    nested: 'Signé puis chiffré',
  },
  en: {
    raw: 'As received',
    jweHeader: 'Encryption header (JWE)',
    jws: 'Signed token, inside',
    jwsHeader: 'Signature header (JWS)',
    claims: 'Contents',
    plain: 'Signed, not encrypted',
    nested: 'Signed, then encrypted',
  },
} as const;

/** A token as received and decoded, side by side where there is space. */
export function TokenView({
  token,
  title,
  id,
  locale,
}: {
  readonly token: ShownToken;
  readonly title: string;
  readonly id: string;
  readonly locale: Locale;
}) {
  const t = texts[locale];
  const nested = token.jweHeader !== undefined;
  return (
    <section aria-labelledby={id} class="token">
      <h3 id={id}>
        {title} <span class="tag">{nested ? t.nested : t.plain}</span>
      </h3>
      <div class="columns">
        <div>
          <Code within={id} label={t.raw} id={`${id}-raw`} text={token.raw} />
          {nested ? <Code within={id} label={t.jws} id={`${id}-jws`} text={token.jws} /> : null}
        </div>
        <div>
          {token.jweHeader === undefined ? null : (
            <Code within={id} label={t.jweHeader} id={`${id}-jwe-header`} text={pretty(token.jweHeader)} />
          )}
          <Code within={id} label={t.jwsHeader} id={`${id}-jws-header`} text={pretty(token.jwsHeader)} />
          <Code within={id} label={t.claims} id={`${id}-claims`} text={pretty(token.claims)} />
        </div>
      </div>
    </section>
  );
}

function pretty(value: object): string {
  return JSON.stringify(value, null, 2);
}

/** A scrollable block, hence a named region reachable by keyboard (WCAG 2.1.1). */
function Code({
  within,
  label,
  id,
  text,
}: {
  /** Id of the token's title, which makes the region's name unique on the page. */
  readonly within: string;
  readonly label: string;
  readonly id: string;
  readonly text: string;
}) {
  return (
    <div class="code">
      <p class="code__label" id={id}>
        {label}
      </p>
      <section class="code__text" tabindex={0} aria-labelledby={`${within} ${id}`}>
        <pre>{text}</pre>
      </section>
    </div>
  );
}
