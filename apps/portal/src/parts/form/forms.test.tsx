/** Rules that apply to every form, derived from its table of fields. */
import { fc } from '@fast-check/vitest';
import { hashClientSecret } from '@garance/oidc';
import { type Locale, locales, renderDocument } from '@garance/web/view';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { errorsOf } from '../../objects/form/errors-of.ts';
import { appliesTo, blankOf, type Field } from '../../objects/form/field.ts';
import { checkField, parseFields } from '../../objects/form/parse-fields.ts';
import { createFakeRunner } from '../../objects/qualification/testing/fake-runner.ts';
import { aQualificationScene } from '../../objects/qualification/testing/qualification-scene.ts';
import { knownFields } from '../../objects/registration/fields.ts';
import {
  createIntegrationScene,
  createPortalInWorld,
  goodForm,
  type PortalInWorld,
} from '../../objects/registration/testing/integration-scene.ts';
import { decideRequest } from '../../objects/request/decide.ts';
import { aFilledRequest, completeAnswers } from '../../objects/request/testing/filled-request.ts';
import { currentTerms } from '../../objects/service/terms.ts';
import { formTables, stepFields } from '../../testing/form-tables.ts';
import type { TestPerson } from '../../testing/portal-fixture.ts';
import type { TestPage } from '../../testing/test-browser.ts';
import { PortalLayout } from '../layout.tsx';
import { Fields } from './field-view.tsx';

const tables = Object.entries(formTables).filter(([, fields]) => fields.length > 0);

/** The page with every field in error. */
function refusedPage(fields: readonly Field[], locale: Locale): string {
  const errors = errorsOf(
    locale,
    fields,
    fields.map(({ name }) => ({ field: name, code: 'wrong' as const })),
  );
  return renderDocument(
    <PortalLayout context={{ locale, path: '/' }} title="x" errors={errors}>
      <Fields fields={fields} locale={locale} values={blankOf(fields)} errors={errors} />
    </PortalLayout>,
  );
}

describe.each(tables)('the form %s', (_name, fields) => {
  it('has each field once, with its texts in both languages', () => {
    expect(new Set(fields.map(({ name }) => name)).size).toBe(fields.length);
    for (const field of fields) {
      const options = 'options' in field ? field.options : [];
      const texts = [field, ...options].flatMap((described) => [described.label, described.hint]);
      for (const text of [...texts, field.error].filter((candidate) => candidate !== undefined)) {
        for (const locale of locales) expect(text[locale].trim(), field.name).not.toBe('');
      }
      expect(field.label.fr, `${field.name} has no words`).not.toBe(field.name);
    }
  });

  it.each(locales)(
    'leads from the summary to each field and from each field to its error, in %s',
    (locale) => {
      const html = refusedPage(fields, locale);
      for (const { name, hint } of fields) {
        expect(html).toContain(`href="#${name}"`);
        expect(html.match(new RegExp(`\\sid="${name}"`, 'g')), name).toHaveLength(1);
        expect(html).toContain(`id="${name}-error"`);
        const described = [...html.matchAll(/aria-describedby="([^"]*)"/g)].map(([, ids = '']) =>
          ids.split(' '),
        );
        const own = described.filter((ids) => ids.includes(`${name}-error`));
        expect(own, name).toHaveLength(1);
        expect(own[0]?.includes(`${name}-hint`), name).toBe(hint !== undefined);
      }
      expect(html).toMatch(/govuk-error-summary" role="alert" tabindex="-1" autofocus/);
      expect(html).toContain(locale === 'fr' ? '<title>Erreur : ' : '<title>Error: ');
    },
  );
});

it.each([
  ['password', false],
  ['code', false],
  [undefined, true],
] as const)('a field of type %s is shown again: %s', (type, isShown) => {
  const field: Field = { kind: 'text', name: 'f', label: { fr: 'F', en: 'F' }, maxLength: 9 };
  const fields = [{ ...field, ...(type !== undefined && { type }) }];
  const html = renderDocument(<Fields fields={fields} locale="fr" values={{ f: '271828' }} errors={{}} />);
  expect(html.includes('271828')).toBe(isShown);
});

describe('the values that a field accepts', () => {
  const check = (field: Partial<Field> & Pick<Field, 'kind'>, value: string | readonly string[]) =>
    checkField({ name: 'f', label: { fr: 'F', en: 'F' }, maxLength: 5, ...field } as Field, value, {
      isRequired: field.optional !== true,
    }).map(({ code }) => code);

  it.each([
    [{ kind: 'text' }, '', ['missing']],
    [{ kind: 'text', optional: true }, '', []],
    [{ kind: 'text' }, 'éééé☕', []],
    [{ kind: 'text' }, 'éééé☕x', ['too-long']],
    [{ kind: 'number', min: 1, max: 9 }, '0', ['not-a-number']],
    [{ kind: 'number', min: 1, max: 9 }, '10', ['not-a-number']],
    [{ kind: 'number', min: 1, max: 9 }, '1.5', ['not-a-number']],
    [{ kind: 'choice', options: [{ value: 'a' }] }, 'A', ['not-offered']],
    [{ kind: 'choice', options: [{ value: 'a' }] }, '', ['not-chosen']],
    [{ kind: 'choice', options: [{ value: '' }, { value: 'a' }] }, '', []],
    [{ kind: 'choices', options: [{ value: 'a' }] }, [], ['not-chosen']],
    [{ kind: 'choices', options: [{ value: 'a' }] }, ['a', 'b'], ['not-offered']],
    [{ kind: 'tick' }, 'on', []],
    [{ kind: 'tick', mustBeTicked: true }, 'on', ['not-ticked']],
    [{ kind: 'tick', mustBeTicked: true }, '', ['not-ticked']],
    [{ kind: 'tick', mustBeTicked: true }, 'yes', []],
    [{ kind: 'tick', mustBeTicked: true, value: '2' }, 'yes', ['not-ticked']],
  ] as const)('%j with %j: %j', (field, value, codes) => {
    expect(check(field as Partial<Field> & Pick<Field, 'kind'>, value)).toEqual(codes);
  });
});

type Typed = Readonly<Record<string, string | readonly string[]>>;

interface LiveForm {
  readonly fields: readonly Field[];
  readonly who: TestPerson;
  readonly path: string;
  /** Text that identifies the form on its page. */
  readonly form: string;
  /** Valid values of the required fields. */
  readonly good: Typed;
  /** Time to pass between two submissions, where their frequency is limited. */
  readonly pauseMs: number;
}

type AddForm = (
  who: TestPerson,
  path: string,
  shown: readonly [table: string, good: Typed, form?: string, pauseMs?: number],
) => void;

/** Wrong values of a field, each with the name of its error. */
function wrongValues(field: Field, typed: Typed): readonly (readonly [string, string | readonly string[]])[] {
  if (!appliesTo(field, typed)) return [];
  const good = typed[field.name];
  const twice = typeof good === 'string' && good !== '' ? [good, good] : ['a', 'a'];
  const required = field.optional !== true;
  switch (field.kind) {
    case 'tick':
      return field.mustBeTicked === true
        ? [
            ['not ticked', ''],
            ['another value', `not-${field.value ?? 'yes'}`],
          ]
        : [];
    case 'number':
      return [`${field.min - 1}`, `${field.max + 1}`, '1e1', '٣'].map((value) => ['out of range', value]);
    case 'choice':
    case 'choices': {
      const [value = ''] = field.options
        .map((option) => option.value)
        .filter((candidate) => /[a-z]/.test(candidate));
      const other = value === '' ? [] : [['other case', value.toUpperCase()] as const];
      const offersEmpty = field.options.some((option) => option.value === '');
      return [
        ...other,
        ['not offered', 'toString'],
        ...(required && !offersEmpty ? ([['empty', '']] as const) : []),
        ...(required && !offersEmpty && field.kind === 'choice' ? ([['twice', twice]] as const) : []),
      ];
    }
    default:
      return [
        // A form has 256 KB at most, encoded: the longest texts are tried with a letter of one byte.
        ['too long', (field.maxLength > 40_000 ? 'e' : 'é').repeat(field.maxLength + 1)],
        ['control character', 'a\u0000b'],
        ...(required
          ? ([
              ['empty', ''],
              ['blank', ' \u00a0'],
              ['twice', twice],
            ] as const)
          : []),
      ];
  }
}

describe.each(tables)('the form %s refuses', (_name, fields) => {
  const variantsOf = (field: Field) => fields.filter(({ name }) => name === field.name);

  it('every wrong value of every field', () => {
    for (const field of fields) {
      const typed = field.when === undefined ? {} : { [field.when[0]]: field.when[1] ?? '' };
      for (const [what, value] of wrongValues(field, typed)) {
        // A field sent twice counts as absent; control characters are refused before a form is read.
        if (what === 'control character') continue;
        const sent = what === 'twice' || what === 'blank' ? '' : value;
        const list = field.kind === 'choices' ? [value].flat().filter((choice) => choice !== '') : sent;
        const parsed = parseFields(variantsOf(field), { ...typed, [field.name]: list });
        expect(
          parsed.ok ? [] : parsed.problems.map((problem) => problem.field),
          `${field.name} ${what}`,
        ).toContain(field.name);
      }
    }
  });
});

describe('a refused form', () => {
  let portal: PortalInWorld;
  const forms: Record<string, LiveForm> = {};
  beforeAll(async () => {
    portal = await createPortalInWorld(
      {},
      { qualificationRunner: createFakeRunner(() => portal.clock.now()) },
    );
    const scene = await createIntegrationScene(portal);
    await scene.habilitate('standard');
    const operator = await portal.as({ platformRoles: ['operator'] });
    const { organisation } = scene;
    const owner = await portal.as({ organisation, role: 'owner' });
    const alone = await portal.as();
    const filled = await aFilledRequest(portal, { organisation, ownerId: owner.person.id });
    const { id } = filled.request;
    const registration = `/services/${scene.service.id}/standard/integration/registration`;
    const live: AddForm = (who, path, [table, good, form = 'method="post" action="', pauseMs = 1_000]) => {
      forms[`${table} at ${path.replace(/[0-9a-f-]{36}/g, ':id')}`] = {
        fields: table.startsWith('habilitation ') ? stepFields(table.slice(13)) : (formTables[table] ?? []),
        who,
        path,
        form,
        good,
        pauseMs,
      };
    };
    live({ ...alone, browser: portal.browser() }, '/sign-in', [
      'sign-in',
      { email: 'a@b.example' },
      'action="/sign-in"',
    ]);
    live(alone, '/account', ['profile', { name: 'Camille', locale: 'fr' }, 'action="/account"']);
    live(alone, '/organisations/new', [
      'organisation',
      { siret: '73282932000074', name: 'Mairie', address: 'Place 1' },
      'action="/organisations"',
    ]);
    live(owner, `/organisations/${organisation.id}/invite`, [
      'invite',
      { email: 'x@y.example', role: 'reader' },
      '/invitations"',
    ]);
    live(operator, '/administration/staff', [
      'staff',
      { email: 'x@y.example', role: 'operator' },
      'name="email"',
    ]);
    live(operator, '/account/recovery', [
      'recovery',
      { email: 'x@y.example', reason: 'Un rappel' },
      'action="/account/recovery"',
    ]);
    const partner = `/administration/organisations/${organisation.id}`;
    live(operator, `${partner}/block`, ['partner act', { reason: 'Une raison' }, 'name="reason"']);
    live(operator, `${partner}/remove`, [
      'final partner act',
      { reason: 'Une raison', confirm: 'yes' },
      'name="reason"',
    ]);
    live(operator, `${partner}/hand-over`, [
      'hand-over',
      { email: 'x@y.example', reason: 'Une raison' },
      'name="email"',
    ]);
    const colleague = await portal.as({ organisation, role: 'contributor' });
    live(owner, `/requests/${id}/events/transfer`, [
      'transfer',
      { new_owner: colleague.person.id },
      'name="new_owner"',
    ]);
    const texts = { title_fr: 'Panne', title_en: 'Outage', text_fr: 'Ce soir', text_en: 'Tonight' };
    live(operator, '/administration/incidents/new', [
      'incident',
      { kind: 'incident', ...texts, begins_at: '2026-11-30 10:00', ends_at: '2026-11-30 11:00' },
      'name="title_fr"',
    ]);
    live(operator, '/administration/webhooks/endpoints/new', [
      'endpoint',
      { url: 'https://a.example/b', events: ['create'] },
      'name="url"',
    ]);
    live(operator, '/administration/choice-page/plus-production', [
      'choice-page',
      { message_fr: 'Bonjour', message_en: 'Hello', from: '2026-11-30 10:00', until: '' },
      'name="message_fr"',
    ]);
    live(operator, '/administration/providers/plus-production', [
      'provider',
      {
        name: 'Banque',
        id: 'banque',
        levels: ['eidas2'],
        source_kind: 'discovery',
        discovery_url: 'https://nowhere.example',
        client_id: 'garance',
        client_secret: 's'.repeat(40),
        acr_kind: 'level',
        display_order: '1',
        maintenance_fr: 'Ce soir',
        maintenance_en: 'Tonight',
      },
      'name="discovery_url"',
    ]);
    live(owner, '/services/new?audience=citizens&who=public', [
      'new-service',
      { name: 'Stationnement', organisation: organisation.id, terms: currentTerms.version },
      'action="/services"',
    ]);
    live(alone, '/eligibility/questions', [
      'eligibility',
      { audience: 'citizens', who: 'public' },
      'name="who"',
    ]);
    live(owner, registration, ['registration', goodForm, 'name="redirectUris"']);
    live(owner, registration.replace(/registration$/, 'test-identities'), [
      'test-identity',
      {
        given_name: 'Ysolde',
        family_name: 'Testard',
        birthdate: '1980-01-02',
        gender: 'female',
        birthplace: '75107',
        birthcountry: '99100',
        email: 'y@t.example',
      },
      'name="given_name"',
    ]);
    for (const [step, good] of Object.entries(completeAnswers('standard'))) {
      live(owner, `/requests/${id}/steps/${step}`, [
        `habilitation ${step}`,
        { ...good, go: 'next' },
        'name="step_version"',
      ]);
    }
    const secrets = registration.replace(/registration$/, 'secrets');
    live(owner, secrets, ['new secret', { label: 'Premier', lifetimeDays: '730' }, 'name="lifetimeDays"']);
    live(owner, secrets, ['own secret', { sha256: hashClientSecret('x'), ownLabel: 'Le nôtre' }, '/own"']);
    await addSupportForms(live, owner);
    await addReviewForms(live, owner);
    await addQualificationForms(live);
    live(owner, `/sandbox/new?platform=standard&for=${organisation.id}`, [
      'registration',
      { ...goodForm, displayName: 'Test' },
      'name="redirectUris"',
      150_000,
    ]);
  });
  afterAll(() => portal.close());

  /** Forms of support: of a partner and of the team. */
  async function addSupportForms(live: AddForm, owner: TestPerson) {
    const thread = { subject: 'Un objet', text: 'Une question' };
    live(owner, '/support/new', ['new thread', thread, 'action="/support"']);
    const page = await owner.browser.get('/support/new');
    const { url } = await owner.browser.submit(page, thread, { form: 'action="/support"' });
    const path = url.replace(/\?.*/, '');
    live(owner, path, ['partner message', { text: 'Encore une' }, '/messages"']);
    const agent = await portal.as({ platformRoles: ['support-agent'] });
    const answer = { text: 'Une réponse', event: 'answer' };
    live(agent, path.replace('/support', '/threads'), ['answer', answer, '/messages"']);
  }

  /** Forms of the review, for a submitted request of an unverified organisation. */
  async function addReviewForms(live: AddForm, { person }: TestPerson) {
    const organisation = await portal.organisation({ proven: false });
    const { request } = await aFilledRequest(portal, { organisation, ownerId: person.id });
    const actor = { roles: ['owner'], secondFactor: false } as const;
    const order = { requestId: request.id, actor: person.id, authorization: actor };
    await decideRequest(portal.deps, { ...order, event: 'submit' });
    const reviewer = await portal.as({ platformRoles: ['legal-reviewer'] });
    const path = `/review/${request.id}`;
    const note = { text: 'Une note', visibility: 'internal' };
    live(reviewer, path, ['review message', note, 'name="visibility"']);
    live(reviewer, path, ['assignment', { to: 'nobody' }, 'id="to"']);
    const refusal = { reason: 'Une raison', confirm: 'yes' };
    live(reviewer, `${path}/decide/refuse`, ['refusal', refusal, 'name="confirm"']);
    const verification = { seen: 'Un appel', looked: 'yes' };
    live(reviewer, `${path}/organisation`, ['verification', verification, 'name="looked"']);
    const template = { title: 'Un titre', kind: 'request.message', locale: 'fr', body: 'Un texte' };
    live(reviewer, '/review/templates/new', ['template', template, 'name="title"']);
  }

  /**
   * Forms of the qualification: of a partner before submission, of an officer after it, and of the partner after its
   * acceptance.
   */
  async function addQualificationForms(live: AddForm) {
    const before = await aQualificationScene(portal);
    await before.publishIntegration('standard');
    const path = before.pathOf('standard');
    const declaration = { text: 'Une déclaration', link: 'https://video.example/' };
    live(before.owner, `${path}/items/secrets`, ['declaration', declaration, 'name="link"']);
    live(before.owner, `${path}/reports`, ['report', { report: 'a.b.c' }, 'name="report"']);
    live(before.owner, `${path}/runs`, [
      'run',
      {
        loginUrl: 'https://familles.example/connexion',
        signedInKind: 'selector',
        signedIn: 'a',
        protectedUrl: 'https://familles.example/moi',
      },
      'name="loginUrl"',
    ]);
    const sent = await aQualificationScene(portal);
    await sent.prepare('standard');
    await sent.submit('standard');
    const page = `/qualifications/${await sent.idOf('standard')}`;
    const judgement = { 'comment-secrets': 'Précisez', verdict: 'changes' };
    live(sent.officer, page, ['judgement', judgement, '/items/secrets"']);
    const decision = { reason: 'Un point', event: 'request_changes' };
    live(sent.officer, page, ['qualification decision', decision, '/decision"']);
    const done = await aQualificationScene(portal);
    await done.qualify('standard');
    const production = `/services/${done.service.id}/standard/production`;
    const strong = await done.member('owner', true);
    live(strong, `${production}/activate`, ['activation', { sha256: '' }, 'name="sha256"']);
    const operator = await portal.as({ platformRoles: ['operator'] });
    const withdrawal = { withdrawReason: 'Une raison' };
    live(operator, `/qualifications/${await done.idOf('standard')}`, [
      'withdrawal',
      withdrawal,
      '/withdraw"',
    ]);
  }

  /** Whether the page shows the typed value again. */
  const isKept = (page: TestPage, value: string) =>
    page.html.includes(`value="${value}"`) || page.html.includes(`>${value}</textarea>`);
  const isSecret = (field: Field) => field.kind === 'text' && field.type !== undefined;
  const isText = ({ kind }: Field) => kind === 'text' || kind === 'long-text';

  interface Case {
    readonly name: string;
    readonly field: Field;
    readonly what: string;
    readonly value: string | readonly string[];
  }

  async function problemsOf({ name, field, what, value }: Case): Promise<readonly string[]> {
    const form = forms[name];
    if (form === undefined) return [`no form ${name}`];
    const { fields, who, path, good, pauseMs } = form;
    portal.clock.advance(pauseMs);
    const page = await who.browser.get(path);
    if (page.status !== 200) return [`${path} is ${page.status}`];
    // For a person with one organisation the page shows its name instead of a question.
    if (!page.html.includes(`id="${field.name}"`)) return [];
    const refused = await who.browser.submit(page, { ...good, [field.name]: value }, { form: form.form });
    const lost = fields.filter(({ name: other }) => {
      const typed = other === field.name ? value : good[other];
      return typeof typed === 'string' && typed !== '' && !isKept(refused, typed);
    });
    const shown = lost.filter((other) => isText(other) && !isSecret(other));
    // Control characters are removed, and the page says so.
    const isCorrection = what === 'control character';
    const kept = shown.filter((other) => other !== field || what === 'too long');
    return [
      ...(refused.status === 422 ? [] : [`answers ${refused.status}`]),
      ...(refused.html.includes('govuk-error-summary') ? [] : ['has no summary']),
      ...(isCorrection || refused.html.includes(`id="${field.name}-error"`) ? [] : ['has no error']),
      ...kept.map((other) => `loses ${other.name}`),
    ];
  }

  it('answers 422 with the error beside the field, and keeps what was typed', {
    timeout: 120_000,
  }, async () => {
    const cases = Object.entries(forms).flatMap(([name, { fields, good }]) =>
      fields.flatMap((field) =>
        wrongValues(field, good).map(([what, value]): Case => ({ name, field, what, value })),
      ),
    );
    expect(cases.length).toBeGreaterThan(300);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...cases), async (example) => {
        const problems = await problemsOf(example);
        expect(problems, `${example.name}: ${example.field.name} ${example.what}`).toEqual([]);
      }),
      { numRuns: 120 },
    );
  });
});

it('the registration has the same fields under every rule', () => {
  const names = (fields: readonly Field[]) => fields.map(({ name, kind }) => `${name} ${kind}`);
  expect(names(formTables['registration on plus'] ?? [])).toEqual(names(knownFields));
});
