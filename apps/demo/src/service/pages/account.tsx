import type { Level } from '@garance/core';
import type { Account } from '../accounts.ts';
import type { VerifiedSignIn } from '../relying-party.ts';
import { signInEntries } from '../sign-in-entries.ts';
import { IdentityList } from './identity-list.tsx';
import { Page, type PageContext } from './page.tsx';
import { TokenView } from './token-view.tsx';

const texts = {
  fr: {
    title: 'Mon espace',
    identity: 'Votre identité',
    identityHint: 'Ces informations viennent de votre compte\u00a0; elles ne se modifient pas ici.',
    nothing: 'Aucune donnée personnelle n’a été transmise.',
    how: 'Votre identification',
    entry: 'Identifié avec',
    level: 'Niveau de garantie',
    sub: 'Identifiant technique (sub)',
    account: 'Dossier',
    visits: (count: number) => (count === 1 ? 'première visite' : `${count}e visite`),
    documents: 'Mes documents d’état civil (niveau substantiel au moins)',
    tokens: 'Les jetons reçus',
    tokensHint:
      'Montrés ici parce que ce service est une démonstration\u00a0; un vrai service ne les affiche jamais.',
  },
  en: {
    title: 'My space',
    identity: 'Your identity',
    identityHint: 'This information comes from your account; it cannot be changed here.',
    nothing: 'No personal data was transmitted.',
    how: 'How you signed in',
    entry: 'Signed in with',
    level: 'Assurance level',
    sub: 'Subject identifier (sub)',
    account: 'Case file',
    visits: (count: number) => (count === 1 ? 'first visit' : `visit number ${count}`),
    documents: 'My civil-status documents (substantial level at least)',
    tokens: 'The tokens received',
    tokensHint: 'Shown here because this service is a demonstration; a real service never displays them.',
  },
} as const;

export const levelNames: Readonly<Record<PageContext['locale'], Readonly<Record<Level, string>>>> = {
  fr: { eidas1: 'faible (eidas1)', eidas2: 'substantiel (eidas2)', eidas3: 'élevé (eidas3)' },
  en: { eidas1: 'low (eidas1)', eidas2: 'substantial (eidas2)', eidas3: 'high (eidas3)' },
};

interface AccountPageProps {
  readonly context: PageContext;
  readonly signIn: VerifiedSignIn;
  readonly account: Account;
}

/** The signed-in person's space: the level, the identity received, and both tokens. */
export function AccountPage({ context, signIn, account }: AccountPageProps) {
  const { locale } = context;
  const t = texts[locale];
  const { claims } = signIn.userinfo;
  const anything = Object.keys(claims).some((name) => !protocolClaims.has(name));
  return (
    <Page context={context} title={t.title}>
      <h2>{t.identity}</h2>
      <p>{anything ? t.identityHint : t.nothing}</p>
      <IdentityList claims={claims} locale={locale} />
      <h2>{t.how}</h2>
      <SignInFacts context={context} signIn={signIn} account={account} />
      <p>
        <a href="/account/documents">{t.documents}</a>
      </p>
      <h2>{t.tokens}</h2>
      <p>{t.tokensHint}</p>
      <TokenView token={signIn.idToken} title="id_token" id="id-token" locale={locale} />
      <TokenView token={signIn.userinfo} title="userinfo" id="userinfo" locale={locale} />
    </Page>
  );
}

const protocolClaims = new Set(['iss', 'aud', 'exp', 'iat', 'sub']);

function SignInFacts({ context, signIn, account }: AccountPageProps) {
  const t = texts[context.locale];
  return (
    <dl class="identity">
      <div>
        <dt>{t.entry}</dt>
        <dd>{signInEntries[signIn.entry].brand}</dd>
      </div>
      <div>
        <dt>{t.level}</dt>
        <dd data-claim="acr">{levelNames[context.locale][signIn.level]}</dd>
      </div>
      <div>
        <dt>{t.sub}</dt>
        <dd>
          <code data-claim="sub">{signIn.sub}</code>
        </dd>
      </div>
      <div>
        <dt>{t.account}</dt>
        <dd data-claim="account">{`n° ${account.number} (${t.visits(account.visits)})`}</dd>
      </div>
    </dl>
  );
}
