/** Sign-in with a passkey alone: with user verification on the device it counts as both factors. */

import { SafeLink } from '@garance/web/view';
import type { FastifyReply } from 'fastify';
import type { PortalDeps } from '../../../deps.ts';
import { formStatus } from '../../../parts/form/form-parts.tsx';
import { PortalPage } from '../../../parts/page.tsx';
import type { RequestContext } from '../../../parts/request-context.ts';
import { type Routes, safeNext } from '../../../parts/routes.ts';
import { requireWithinLimits } from '../../../parts/session/limits.ts';
import { nextOf, withNext } from '../next.ts';
import { contextWithNext } from '../page-props.ts';
import { PasskeyForm } from '../passkey-form.tsx';
import { assertionOptions, verifyAssertion } from '../second-factor/ceremonies.ts';
import { enter } from './enter.ts';
import { signInTexts } from './texts.ts';

const formId = 'account.sign-in-passkey:';
const purpose = 'passkey-sign-in';

export function mountPasskeySignIn(routes: Routes, deps: PortalDeps): void {
  routes.get('/sign-in/passkey', (visit) => {
    const next = nextOf(visit);
    return visit.actor === undefined ? showPasskey(deps, visit, { next }) : visit.goTo(next);
  });
  routes.post('/sign-in/passkey', async (visit) => {
    const form = visit.form(formId);
    const next = safeNext(form.text('next'));
    const passkey = await verifyAssertion(deps, visit, { purpose, answer: form.text('response') });
    const person = passkey && (await deps.store.portal.people.find(passkey.personId));
    if (person === undefined) {
      const errors = { passkey: signInTexts(visit.locale).passkeyError };
      return showPasskey(deps, visit, { next, errors });
    }
    return enter(deps, visit, { person, method: 'passkey', secondFactor: true, next });
  });
}

interface Shown {
  readonly next: string;
  readonly errors?: Readonly<Record<string, string>>;
}

async function showPasskey(
  deps: PortalDeps,
  visit: RequestContext,
  { next, errors }: Shown,
): Promise<FastifyReply> {
  await requireWithinLimits(deps, visit, { operation: 'begin' });
  const texts = signInTexts(visit.locale);
  const back = withNext('/sign-in', next);
  const page = (
    <PortalPage
      context={contextWithNext(visit, next, '/sign-in/passkey')}
      title={texts.passkeyTitle}
      backHref={back}
      errors={errors}
    >
      <p class="govuk-body-l">{texts.passkeyIntro}</p>
      <div id="passkey">
        <PasskeyForm
          kind="authenticate"
          action="/sign-in/passkey"
          csrf={visit.token(formId)}
          next={next}
          options={await assertionOptions(deps, visit, { purpose })}
          submit={texts.passkeySubmit}
          withoutScript={texts.passkeyNoScript}
          failure={texts.passkeyFailure}
        />
      </div>
      <p class="govuk-body">
        <SafeLink href={back}>{texts.byMail}</SafeLink>
      </p>
    </PortalPage>
  );
  return visit.show(page, formStatus(errors));
}
