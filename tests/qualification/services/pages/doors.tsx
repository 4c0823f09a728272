import { SignInButton } from '@garance/web/view';
import { Frame } from './frame.tsx';

interface DoorProps {
  readonly base: string;
  /** Trade name of the platform. */
  readonly brand: string;
  /** Page to open after the sign-in. */
  readonly returnTo: string;
}

/** Sign-in and sign-up: the federation's button first, other means below and apart. */
export function SignInPage({ base, brand, returnTo }: DoorProps) {
  return (
    <Frame base={base} title="Connexion">
      <Federation base={base} brand={brand} returnTo={returnTo} />
      <section class="other" aria-labelledby="other">
        <h2 id="other">Ou avec un compte de la ville</h2>
        <form method="post" action={`${base}/password`}>
          <p>
            <label for="login">Adresse électronique</label>
            <input id="login" name="login" type="email" autocomplete="username" />
          </p>
          <p>
            <label for="password">Mot de passe</label>
            <input id="password" name="password" type="password" autocomplete="current-password" />
          </p>
          <button type="submit">Se connecter</button>
        </form>
      </section>
    </Frame>
  );
}

export function SignUpPage({ base, brand, returnTo }: DoorProps) {
  return (
    <Frame base={base} title="Création de compte">
      <Federation base={base} brand={brand} returnTo={returnTo} />
      <section class="other" aria-labelledby="other">
        <h2 id="other">Ou en mairie</h2>
        <p>Un compte de la ville s’ouvre au guichet, avec une pièce d’identité.</p>
      </section>
    </Frame>
  );
}

function Federation({ base, brand, returnTo }: DoorProps) {
  return (
    <section class="federation" aria-label={brand}>
      <SignInButton
        locale="fr"
        href={`${base}/begin?return_to=${encodeURIComponent(returnTo)}`}
        brand={brand}
        aboutHref={`${base}/about`}
        id="federation"
      />
    </section>
  );
}

export function HomePage({ base }: { readonly base: string }) {
  return (
    <Frame base={base} title="Vos démarches">
      <ul>
        <li>
          <a href={`${base}/sign-in`}>Se connecter</a>
        </li>
        <li>
          <a href={`${base}/sign-up`}>Créer un compte</a>
        </li>
        <li>
          <a href={`${base}/account`}>Mon espace</a>
        </li>
      </ul>
    </Frame>
  );
}

export function AboutPage({ base, brand }: { readonly base: string; readonly brand: string }) {
  return (
    <Frame base={base} title={`Qu’est-ce que ${brand} ?`}>
      <p>
        {brand} vous permet d’utiliser ici un compte que vous avez déjà ailleurs. La ville ne reçoit jamais
        votre mot de passe.
      </p>
      <p>
        <a href={`${base}/sign-in`}>Retour à la connexion</a>
      </p>
    </Frame>
  );
}
