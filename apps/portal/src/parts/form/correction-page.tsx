/**
 * Answer to control characters in any form: each field that contains some is shown with its error and without them;
 * other fields are resubmitted unchanged.
 */
import { hasControlCharacter, withoutControlCharacters } from '@garance/core';
import { Button, createMessages, TextField } from '@garance/web/view';
import type { FastifyReply } from 'fastify';
import { PortalPage } from '../page.tsx';
import type { RequestContext } from '../request-context.ts';
import { readFormParams } from './form.ts';
import { refusedStatus } from './form-parts.tsx';

const messages = createMessages({
  fr: {
    title: 'Un champ contient un caractère illisible',
    intro:
      'Rien n’a été enregistré. Vérifiez ce champ, d’où le caractère a été retiré, puis envoyez à nouveau.',
    label: (name: string) => `Champ « ${name} »`,
    error: (name: string) =>
      `Le champ « ${name} » contenait un caractère de contrôle, que personne ne peut saisir ni lire`,
    send: 'Envoyer à nouveau',
  },
  en: {
    title: 'A field holds a character that cannot be read',
    intro: 'Nothing was saved. Check this field, from which the character was taken, then send it again.',
    label: (name) => `Field “${name}”`,
    error: (name) => `The field “${name}” held a control character, which nobody can type or read`,
    send: 'Send it again',
  },
});

interface Sent {
  readonly id: string;
  readonly name: string;
  readonly value: string;
  readonly isWrong: boolean;
}

export function showCorrection(visit: RequestContext): FastifyReply {
  const texts = messages(visit.locale);
  const sent: readonly Sent[] = [...readFormParams(visit.request)].flatMap(([name, values], field) =>
    values.map((value, index) => {
      const isWrong = hasControlCharacter(value);
      return { id: `field-${field}-${index}`, name, value: withoutControlCharacters(value), isWrong };
    }),
  );
  const wrong = sent.filter(({ isWrong }) => isWrong);
  const errors = Object.fromEntries(wrong.map(({ id, name }) => [id, texts.error(name)]));
  const page = (
    <PortalPage context={visit.context} title={texts.title} errors={errors}>
      <p class="govuk-body-l">{texts.intro}</p>
      <form method="post" action={visit.request.url} novalidate>
        {sent.map(({ id, name, value, isWrong }) =>
          isWrong ? (
            <TextField
              key={id}
              id={id}
              name={name}
              label={texts.label(name)}
              value={value}
              error={texts.error(name)}
              {...(/[\n\r]/.test(value) && { rows: 6 })}
            />
          ) : (
            <input key={id} type="hidden" name={name} value={value} />
          ),
        )}
        <Button>{texts.send}</Button>
      </form>
    </PortalPage>
  );
  return visit.show(page, refusedStatus);
}
