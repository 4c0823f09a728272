import { getErrorDefinition } from '@garance/core';
import { CopyableCode, createMessages, Details, type Locale } from '@garance/web/view';
import type { ComponentChildren } from 'preact';
import { type Field, inBoth } from '../../objects/form/field.ts';
import { secretHash } from '../../objects/registration/secrets.ts';

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

/** Command that prints the hash of a secret in a file of the partner's. */
const ownHashCommand =
  'openssl rand -hex 32 | tr -d "\\n" > client-secret.txt && openssl dgst -sha256 -r client-secret.txt | cut -c1-64';

/** SHA-256 of the secret that the partner generated. */
export const hashField = {
  kind: 'text',
  name: 'sha256',
  maxLength: 64,
  rule: secretHash,
  autoComplete: 'off',
  label: inBoth(messages, ({ hash }) => hash),
  hint: inBoth(messages, ({ hashHint }) => hashHint),
  error: getErrorDefinition('integration.hash_malformed').citizen,
} as const satisfies Field;

/** For forms in which an empty field means that Garance generates the secret. */
export const optionalHashField = { ...hashField, optional: true } as const satisfies Field;

interface OwnHashProps {
  readonly locale: Locale;
  readonly error: string | undefined;
  readonly children: ComponentChildren;
}

/** For partners who generate the secret themselves: the command, and below it the field for its hash. */
export function OwnHash({ locale, error, children }: OwnHashProps) {
  const texts = messages(locale);
  return (
    <Details summary={texts.own} open={error !== undefined}>
      <p>{texts.ownText}</p>
      <CopyableCode label={texts.command} value={ownHashCommand} block />
      {children}
    </Details>
  );
}
