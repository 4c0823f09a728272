/** Pages for people who are signed in. What the hub said of them is shown as text, and cannot be changed. */
import type { SignedIn } from '../types.ts';
import { Frame } from './frame.tsx';

interface InsideProps {
  readonly base: string;
  readonly signedIn: SignedIn;
}

const attributes: readonly (readonly [string, string])[] = [
  ['given_name', 'Prénoms'],
  ['family_name', 'Nom de naissance'],
  ['preferred_username', 'Nom d’usage'],
  ['gender', 'Sexe'],
  ['birthplace', 'Lieu de naissance (code)'],
  ['birthcountry', 'Pays de naissance (code)'],
  ['email', 'Adresse électronique'],
];

export function AccountPage({ base, signedIn }: InsideProps) {
  const { account } = signedIn;
  return (
    <Frame base={base} title="Mon espace">
      <SignedInLine base={base} signedIn={signedIn} />
      <p>
        Dossier n° <span id="record">{account.number}</span>, ouvert par {account.openedBy}.
      </p>
      <ul>
        <li>
          <a href={`${base}/profile`}>Mon identité</a>
        </li>
        <li>
          <a href={`${base}/step-up`}>Mes documents confidentiels</a>
        </li>
      </ul>
    </Frame>
  );
}

export function ProfilePage({ base, signedIn }: InsideProps) {
  const { account } = signedIn;
  const rows = attributes.flatMap(([name, label]) => {
    const value = account.identity[name];
    return typeof value === 'string' && value !== '' ? [[label, value] as const] : [];
  });
  return (
    <Frame base={base} title="Mon identité">
      <SignedInLine base={base} signedIn={signedIn} />
      <dl class="identity">
        {rows.map(([label, value]) => (
          <div>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <div>
          <dt>Date de naissance</dt>
          <dd>{birthdateText(account.identity.birthdate)}</dd>
        </div>
        <div>
          <dt>Dossier</dt>
          <dd>
            n° {account.number}, ouvert par {account.openedBy}
          </dd>
        </div>
      </dl>
    </Frame>
  );
}

export function HigherLevelPage({ base, signedIn }: InsideProps) {
  return (
    <Frame base={base} title="Mes documents confidentiels">
      <SignedInLine base={base} signedIn={signedIn} />
      <p id="confidential">Vos documents confidentiels sont ici.</p>
    </Frame>
  );
}

function SignedInLine({ base, signedIn }: InsideProps) {
  return (
    <p class="signed-in" id="signed-in">
      Vous êtes connecté : {String(signedIn.account.identity.given_name ?? '')}{' '}
      {String(signedIn.account.identity.family_name ?? '')}. <a href={`${base}/sign-out`}>Se déconnecter</a>
    </p>
  );
}

/** A presumed date has no day, or no month either: `1958-00-00`. */
export function birthdateText(birthdate: unknown): string {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(String(birthdate ?? '')) ?? [];
  if (year === undefined) return 'inconnue';
  if (month === '00') return `en ${year}`;
  return day === '00' ? `${month}/${year}, jour inconnu` : `${day}/${month}/${year}`;
}
