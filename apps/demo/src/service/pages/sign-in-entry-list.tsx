import { SignInButton } from '@garance/web/view';
import { type SignInEntry, signInEntries, signInEntryNames } from '../sign-in-entries.ts';
import type { Locale } from './page.tsx';

const details = {
  fr: { eidas1: 'Niveau faible', eidas2: 'Niveau substantiel', eidas3: 'Niveau élevé' },
  en: { eidas1: 'Low level', eidas2: 'Substantial level', eidas3: 'High level' },
} as const;

const uses = {
  fr: {
    eidas1: 'Pour les démarches courantes\u00a0: cantine, bibliothèque, inscriptions.',
    eidas2: 'Pour les démarches sensibles\u00a0: documents d’état civil, aides sociales.',
    eidas3: 'Pour les actes les plus exigeants\u00a0: procuration, signature d’un acte.',
  },
  en: {
    eidas1: 'For everyday services: school meals, library, registrations.',
    eidas2: 'For sensitive services: civil-status documents, benefits.',
    eidas3: 'For the most demanding acts: power of attorney, signing a deed.',
  },
} as const;

/** The sign-in entries, each with its use. `returnTo` must be one of the service's own paths. */
export function SignInEntryList({
  locale,
  returnTo,
  only,
}: {
  readonly locale: Locale;
  readonly returnTo?: string;
  readonly only?: (entry: SignInEntry) => boolean;
}) {
  const query = returnTo === undefined ? '' : `?return_to=${encodeURIComponent(returnTo)}`;
  const shown = signInEntryNames.map((name) => signInEntries[name]).filter((entry) => only?.(entry) ?? true);
  return (
    <ul class="entries">
      {shown.map((entry) => (
        <li key={entry.name}>
          <p class="use">{uses[locale][entry.level]}</p>
          <SignInButton
            locale={locale}
            id={`sign-in-${entry.path}`}
            href={`/sign-in/${entry.path}${query}`}
            brand={entry.brand}
            detail={details[locale][entry.level]}
            aboutHref={entry.platform === 'plus' ? '/about#plus' : '/about#standard'}
          />
        </li>
      ))}
    </ul>
  );
}
