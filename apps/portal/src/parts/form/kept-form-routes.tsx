/** `/kept-form`: a form submitted after the session ended, to be resubmitted or discarded. */
import { Button, ButtonGroup, createMessages, Details, Notice, SummaryList } from '@garance/web/view';
import type { FastifyReply } from 'fastify';
import { PortalPage } from '../page.tsx';
import { type RequestContext, requireActor } from '../request-context.ts';
import type { Routes } from '../routes.ts';
import { PortalForm } from './form-parts.tsx';
import { fieldsOf, type KeptForm, type KeptForms, keptFormPath, visitWith } from './kept-form.ts';

const formId = 'kept-form:';

const messages = createMessages({
  fr: {
    title: 'Votre formulaire a été gardé',
    intro:
      'Votre session avait pris fin quand vous l’avez envoyé : rien n’a encore été enregistré. Envoyez-le maintenant, ou abandonnez-le.',
    fields: 'Ce que vous aviez saisi',
    send: 'Envoyer maintenant',
    discard: 'Abandonner',
    none: 'Aucun formulaire n’est gardé',
    noneText:
      'Il a déjà été envoyé ou abandonné, il date de plus d’une demi-heure, ou il appartient à un autre compte. Les documents ne sont pas gardés.',
    home: 'Retour à l’accueil',
  },
  en: {
    title: 'Your form was kept',
    intro: 'Your session had ended when you sent it: nothing was saved yet. Send it now, or let it go.',
    fields: 'What you had typed',
    send: 'Send it now',
    discard: 'Let it go',
    none: 'No form is kept',
    noneText:
      'It was sent or let go already, it is older than half an hour, or it belongs to another account. Documents are not kept.',
    home: 'Back to the start',
  },
});

export function mountKeptForm(routes: Routes, keptForms: KeptForms): void {
  routes.get(keptFormPath, async (visit) => {
    requireActor(visit);
    const kept = await keptForms.peek(visit);
    return kept === undefined ? showNone(visit) : showKept(visit, kept);
  });
  routes.post(keptFormPath, async (visit) => {
    requireActor(visit);
    const choice = visit.form(formId).text('wish');
    const kept = await keptForms.take(visit);
    if (kept === undefined) return showNone(visit);
    if (choice !== 'send') return visit.goTo('/');
    const handler = keptForms.handlerOf(kept.pattern);
    if (handler === undefined) return showNone(visit);
    try {
      return await handler(visitWith(visit, kept), kept.params);
    } catch (error) {
      // The form stays kept when the route asks for a second factor or reports a conflict.
      await keptForms.putBack(visit, kept);
      throw error;
    }
  });
}

function showNone(visit: RequestContext): FastifyReply {
  const texts = messages(visit.locale);
  return visit.show(
    <PortalPage context={visit.context} title={texts.none}>
      <p class="govuk-body-l">{texts.noneText}</p>
      <Button href="/">{texts.home}</Button>
    </PortalPage>,
  );
}

/** Hidden fields, which are not shown as content. */
const hidden: ReadonlySet<string> = new Set(['csrf', 'version', 'next', 'id']);

function showKept(visit: RequestContext, kept: KeptForm): FastifyReply {
  const texts = messages(visit.locale);
  const typed = [...fieldsOf(kept)].flatMap(([name, values]) =>
    hidden.has(name) ? [] : values.filter((value) => value !== '').map((value) => ({ key: name, value })),
  );
  return visit.show(
    <PortalPage context={visit.context} title={texts.title}>
      <Notice>{texts.intro}</Notice>
      {typed.length > 0 && (
        <Details summary={texts.fields}>
          <SummaryList rows={typed} />
        </Details>
      )}
      <PortalForm action={keptFormPath} csrf={visit.token(formId)}>
        <ButtonGroup>
          <Button name="wish" value="send">
            {texts.send}
          </Button>
          <Button variant="secondary" name="wish" value="discard">
            {texts.discard}
          </Button>
        </ButtonGroup>
      </PortalForm>
    </PortalPage>,
  );
}
