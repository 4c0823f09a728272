import { SignInButton } from '@garance/web/view';
import { type Door, doorNames, doors } from '../doors.ts';
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

/** The three doors, each with what it is for. `returnTo` must be one of the service's own paths. */
export function DoorsList({
  locale,
  returnTo,
  only,
}: {
  readonly locale: Locale;
  readonly returnTo?: string;
  readonly only?: (door: Door) => boolean;
}) {
  const query = returnTo === undefined ? '' : `?return_to=${encodeURIComponent(returnTo)}`;
  const shown = doorNames.map((name) => doors[name]).filter((door) => only?.(door) ?? true);
  return (
    <ul class="doors">
      {shown.map((door) => (
        <li key={door.name}>
          <p class="use">{uses[locale][door.level]}</p>
          <SignInButton
            locale={locale}
            id={`sign-in-${door.path}`}
            href={`/sign-in/${door.path}${query}`}
            brand={door.brand}
            detail={details[locale][door.level]}
            aboutHref={door.platform === 'plus' ? '/about#plus' : '/about#standard'}
          />
        </li>
      ))}
    </ul>
  );
}
