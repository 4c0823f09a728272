import type { Localized } from '@garance/core';
import type { Refusal } from '../refusal.ts';
import { Page, type PageContext } from './page.tsx';

const title: Localized = { fr: 'Vous n’êtes pas identifié', en: 'You are not signed in' };

/** Texts for the errors of a hub, by OAuth code. */
const hubErrors = new Map<string, Localized>([
  [
    'access_denied',
    {
      fr: 'L’identification a été refusée ou abandonnée. Vous pouvez recommencer, ou choisir un autre compte.',
      en: 'The sign-in was refused or given up. You can start again, or choose another account.',
    },
  ],
  [
    'invalid_acr',
    {
      fr: 'Le niveau de garantie demandé n’existe pas sur cette plateforme. Choisissez une autre porte.',
      en: 'The assurance level asked for does not exist on this platform. Choose another sign-in button.',
    },
  ],
  [
    'invalid_scope',
    {
      fr: 'Ce service a demandé des données auxquelles il n’a pas droit. L’erreur vient de nous\u00a0: réessayez plus tard.',
      en: 'This service asked for data it is not entitled to. The mistake is ours: try again later.',
    },
  ],
  [
    'invalid_idp_hint',
    {
      fr: 'Le compte demandé n’est pas disponible pour ce service. Recommencez et choisissez un compte proposé.',
      en: 'The requested account is not available for this service. Start again and choose one that is offered.',
    },
  ],
  [
    'login_required',
    {
      fr: 'Une nouvelle identification est nécessaire. Recommencez.',
      en: 'You have to identify yourself again. Start again.',
    },
  ],
  [
    'temporarily_unavailable',
    {
      fr: 'La plateforme est momentanément indisponible. Réessayez dans quelques minutes.',
      en: 'The platform is unavailable for the moment. Try again in a few minutes.',
    },
  ],
  [
    'server_error',
    {
      fr: 'La plateforme a rencontré un problème. Réessayez dans quelques minutes.',
      en: 'The platform had a problem. Try again in a few minutes.',
    },
  ],
]);

const otherHubError: Localized = {
  fr: 'La plateforme n’a pas accepté notre demande. Recommencez\u00a0; si cela continue, écrivez-nous avec le code ci-dessous.',
  en: 'The platform did not accept our request. Start again; if it goes on, write to us with the code below.',
};
const refusedAnswer: Localized = {
  fr: 'La réponse reçue n’est pas sûre\u00a0: nous l’avons refusée pour vous protéger. Recommencez depuis l’accueil.',
  en: 'The answer we received is not safe: we refused it to protect you. Start again from the home page.',
};
const unknownState: Localized = {
  fr: 'Cette réponse ne correspond à aucune identification en cours dans ce navigateur. Elle a peut-être déjà servi, ou a trop attendu. Recommencez depuis l’accueil.',
  en: 'This answer belongs to no sign-in under way in this browser. It may have been used already, or waited too long. Start again from the home page.',
};
const unreachable: Localized = {
  fr: 'Nous n’arrivons pas à joindre la plateforme. Réessayez dans quelques minutes.',
  en: 'We cannot reach the platform. Try again in a few minutes.',
};

const texts = {
  fr: { code: 'Code', description: 'Message de la plateforme', again: 'Recommencer depuis l’accueil' },
  en: { code: 'Code', description: 'Message from the platform', again: 'Start again from the home page' },
} as const;

/** Says what happened and what to do. Texts from the hub are shown as text, never as markup or links. */
export function RefusalPage({
  context,
  refusal,
}: {
  readonly context: PageContext;
  readonly refusal: Refusal;
}) {
  const t = texts[context.locale];
  const description = refusal.kind === 'hub' ? refusal.description : undefined;
  return (
    <Page context={context} title={title[context.locale]}>
      <p class="lead">{explanation(refusal)[context.locale]}</p>
      <dl class="identity">
        <div>
          <dt>{t.code}</dt>
          <dd>
            <code data-refusal={refusal.kind}>{codeOf(refusal)}</code>
          </dd>
        </div>
        {description === undefined ? null : (
          <div>
            <dt>{t.description}</dt>
            <dd>{description}</dd>
          </div>
        )}
      </dl>
      <p>
        <a href="/">{t.again}</a>
      </p>
    </Page>
  );
}

function explanation(refusal: Refusal): Localized {
  if (refusal.kind === 'unreachable') return unreachable;
  if (refusal.kind === 'hub') return hubErrors.get(refusal.code) ?? otherHubError;
  return refusal.check === 'state_unknown' ? unknownState : refusedAnswer;
}

function codeOf(refusal: Refusal): string {
  if (refusal.kind === 'unreachable') return 'unreachable';
  return refusal.kind === 'hub' ? refusal.code : refusal.check;
}
