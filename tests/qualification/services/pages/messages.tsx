import { Frame } from './frame.tsx';

export function SignedOutPage({ base }: { readonly base: string }) {
  return (
    <Frame base={base} title="Vous êtes déconnecté">
      <p>Votre espace est fermé.</p>
      <p>
        <a href={`${base}/sign-in`}>Se connecter</a>
      </p>
    </Frame>
  );
}

interface HigherLevelNeededProps {
  readonly base: string;
  /** Of the platform by which it can be had; absent where there is none. */
  readonly brand: string | undefined;
}

export function HigherLevelNeededPage({ base, brand }: HigherLevelNeededProps) {
  return (
    <Frame base={base} title="Il faut un compte plus sûr">
      <p>Ces documents demandent une connexion d’un niveau de garantie plus élevé.</p>
      {brand !== undefined && (
        <p>
          <a href={`${base}/begin?return_to=step-up&level=higher`}>
            S’identifier avec {brand}, compte plus sûr
          </a>
        </p>
      )}
      <p>
        <a href={`${base}/account`}>Retour à mon espace</a>
      </p>
    </Frame>
  );
}

/** What the hub may answer, in the person's words. */
const messages: Readonly<Record<string, string>> = {
  access_denied: 'Vous avez renoncé à la connexion, ou elle a été refusée. Rien n’a été transmis à la ville.',
  temporarily_unavailable: 'La connexion est momentanément impossible. Réessayez dans quelques minutes.',
  server_error: 'Un incident a interrompu la connexion. Réessayez plus tard.',
  invalid_scope: 'Ce service a demandé des données auxquelles il n’a pas droit. La ville en est avertie.',
  invalid_acr: 'Ce service a demandé un niveau de garantie qui n’existe pas ici. La ville en est avertie.',
};

interface FailureProps {
  readonly base: string;
  /** `callback.access_denied`, `id_token.nonce`: names only. */
  readonly code: string;
}

export function FailurePage({ base, code }: FailureProps) {
  const text =
    messages[code.split('.').at(-1) ?? ''] ??
    'La réponse reçue n’a pas pu être vérifiée. Par prudence, vous n’êtes pas connecté.';
  return (
    <Frame base={base} title="La connexion n’a pas abouti">
      <p>{text}</p>
      <p>
        Si cela se répète, indiquez à la mairie le code <code>{code}</code>.
      </p>
      <p>
        <a href={`${base}/sign-in`}>Recommencer</a>
      </p>
    </Frame>
  );
}
