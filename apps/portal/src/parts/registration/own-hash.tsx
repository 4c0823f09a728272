import { CopyableCode, createMessages, Details, TextField } from '@garance/web/view';
import type { ComponentChildren } from 'preact';
import type { PortalPageContext } from '../layout.tsx';

const messages = createMessages({
  fr: {
    own: 'Je préfère fabriquer le secret moi-même',
    ownText:
      'Sur votre machine, cette commande écrit un secret dans un fichier et affiche son empreinte. Ne collez ici que l’empreinte : nous ne verrons jamais le secret.',
    command: 'Commande',
    hash: 'Empreinte SHA-256 du secret',
    hashHint: '64 chiffres hexadécimaux.',
  },
  en: {
    own: 'I prefer to make the secret myself',
    ownText:
      'On your machine, this command writes a secret into a file and prints its hash. Paste only the hash here: we will never see the secret.',
    command: 'Command',
    hash: 'SHA-256 hash of the secret',
    hashHint: '64 hexadecimal digits.',
  },
});

/** Prints the hash of a secret that stays in a file of the partner's own. */
const ownHashCommand =
  'openssl rand -hex 32 | tr -d "\\n" > client-secret.txt && openssl dgst -sha256 -r client-secret.txt | cut -c1-64';

interface OwnHashProps {
  readonly locale: PortalPageContext['locale'];
  readonly value?: string | undefined;
  readonly error?: string | undefined;
}

/** For partners who generate the secret themselves: the command and the field for its hash. */
export function OwnHash({
  locale,
  error,
  children,
}: Pick<OwnHashProps, 'locale' | 'error'> & { readonly children: ComponentChildren }) {
  const texts = messages(locale);
  return (
    <Details summary={texts.own} open={error !== undefined}>
      <p>{texts.ownText}</p>
      <CopyableCode label={texts.command} value={ownHashCommand} block />
      {children}
    </Details>
  );
}

/** Field `sha256`; empty where Garance makes the secret. */
export function HashField({ locale, value = '', error }: OwnHashProps) {
  const texts = messages(locale);
  return (
    <TextField
      id="sha256"
      name="sha256"
      label={texts.hash}
      hint={texts.hashHint}
      value={value}
      error={error}
      spellCheck={false}
      autoComplete="off"
    />
  );
}
