import { signInEntries, signInEntryNames } from '../sign-in-entries.ts';
import type { Locale } from './page.tsx';

const texts = {
  fr: {
    summary: 'Pour les développeurs\u00a0: essayer d’autres paramètres',
    intro:
      'Un champ vide garde la valeur habituelle de ce bouton. La plateforme répondra à ce que vous demandez, erreurs comprises.',
    entry: 'Bouton de connexion',
    scope: 'scope',
    acr: 'acr_values',
    prompt: 'prompt',
    hint: 'idp_hint',
    mode: 'response_mode=form_post',
    pushed: 'Requête poussée d’abord (PAR)',
    submit: 'Envoyer cette requête',
    example: 'Exemple\u00a0:',
  },
  en: {
    summary: 'For developers: try other parameters',
    intro:
      'An empty field keeps the button’s usual value. The platform answers what you ask, errors included.',
    entry: 'Sign-in button',
    scope: 'scope',
    acr: 'acr_values',
    prompt: 'prompt',
    hint: 'idp_hint',
    mode: 'response_mode=form_post',
    pushed: 'Push the request first (PAR)',
    submit: 'Send this request',
    example: 'Example:',
  },
} as const;

/** A form with which an integrator sends other parameters to the hub. */
export function TryForm({ locale }: { readonly locale: Locale }) {
  const t = texts[locale];
  return (
    <details class="try">
      <summary>{t.summary}</summary>
      <form method="get" action="/try">
        <p>{t.intro}</p>
        <p>
          <label for="try-door">{t.entry}</label>
          <select id="try-door" name="door">
            {signInEntryNames.map((name) => (
              <option
                key={name}
                value={signInEntries[name].path}
              >{`${signInEntries[name].brand} (${signInEntries[name].level})`}</option>
            ))}
          </select>
        </p>
        <TextField name="scope" label={t.scope} example={`${t.example} openid given_name email`} />
        <TextField name="acr_values" label={t.acr} example={`${t.example} eidas1`} />
        <TextField name="prompt" label={t.prompt} example={`${t.example} login consent`} />
        <TextField name="idp_hint" label={t.hint} example={`${t.example} substantial`} />
        <CheckBox name="form_post" label={t.mode} />
        <CheckBox name="pushed" label={t.pushed} />
        <button type="submit">{t.submit}</button>
      </form>
    </details>
  );
}

function TextField({
  name,
  label,
  example,
}: {
  readonly name: string;
  readonly label: string;
  readonly example: string;
}) {
  return (
    <p>
      <label for={`try-${name}`}>{label}</label>
      <input
        id={`try-${name}`}
        name={name}
        type="text"
        maxlength={300}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        aria-describedby={`try-${name}-example`}
      />
      <span class="hint" id={`try-${name}-example`}>
        {example}
      </span>
    </p>
  );
}

function CheckBox({ name, label }: { readonly name: string; readonly label: string }) {
  return (
    <p class="check">
      <input id={`try-${name}`} name={name} type="checkbox" value="yes" />
      <label for={`try-${name}`}>{label}</label>
    </p>
  );
}
