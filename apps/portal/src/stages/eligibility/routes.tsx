/** Pages before a first request: the rules, the terms, and three questions that decide eligibility. */

import type { PortalDeps } from '../../deps.ts';
import { errorsOf } from '../../objects/form/errors-of.ts';
import {
  decideEligibility,
  eligibilityQuery,
  readEligibility,
} from '../../objects/service/decide-eligibility.ts';
import { currentTerms } from '../../objects/service/terms.ts';
import { queriedEligibility } from '../../parts/eligibility.ts';
import { refusedStatus } from '../../parts/form/form-parts.tsx';
import type { Routes } from '../../parts/routes.ts';
import { eligibilityFields } from './fields.ts';
import { EligibilityPage, EligibilityQuestionsPage, EligibilityResultPage, TermsPage } from './pages.tsx';

const formId = 'eligibility.answer:questions';

export function mountEligibility(routes: Routes, { store }: PortalDeps): void {
  const { termsAcceptances } = store.portal;
  routes.get('/eligibility', (visit) => visit.show(<EligibilityPage context={visit.context} />));
  routes.get('/eligibility/questions', (visit) =>
    visit.show(
      <EligibilityQuestionsPage
        context={visit.context}
        csrf={visit.token(formId)}
        answers={queriedEligibility(visit)}
        errors={{}}
      />,
    ),
  );
  routes.post('/eligibility/questions', (visit) => {
    const form = visit.form(formId);
    const answers = readEligibility((name) => form.text(name));
    const verdict = decideEligibility(answers);
    if (verdict.kind !== 'unanswered') return visit.goTo(`/eligibility/result?${eligibilityQuery(answers)}`);
    const problems = verdict.fields.map((field) => ({ field, code: 'not-chosen' as const }));
    const errors = errorsOf(visit.locale, eligibilityFields, problems);
    const csrf = visit.token(formId);
    return visit.show(
      <EligibilityQuestionsPage context={visit.context} csrf={csrf} answers={answers} errors={errors} />,
      refusedStatus,
    );
  });
  routes.get('/eligibility/result', (visit) => {
    const answers = queriedEligibility(visit);
    const verdict = decideEligibility(answers);
    if (verdict.kind === 'unanswered') return visit.goTo('/eligibility/questions');
    return visit.show(<EligibilityResultPage context={visit.context} answers={answers} verdict={verdict} />);
  });
  routes.get('/terms', async (visit) => {
    const { actor } = visit;
    const accepted = actor === undefined ? [] : await termsAcceptances.ofPerson(actor.personId);
    const acceptance = accepted.find(({ version }) => version === currentTerms.version);
    return visit.show(
      <TermsPage
        context={visit.context}
        {...(acceptance !== undefined && { acceptedAtMs: acceptance.acceptedAtMs })}
      />,
    );
  });
}
