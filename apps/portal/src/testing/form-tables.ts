/** All forms whose fields are data, for the tests that apply to each of them. */
import type { Field } from '../objects/form/field.ts';
import { type FieldRules, registrationFields } from '../objects/registration/fields.ts';
import { formSteps } from '../objects/request/questions/steps.ts';
import { messageFields } from '../parts/discussion/message-draft.ts';
import {
  appCodeFields,
  firstAppCodeFields,
  inviteFields,
  mailCodeFields,
  organisationFields,
  passkeyFields,
  profileFields,
  recoveryFields,
  roleFields,
  signInFields,
  signUpFields,
} from '../stages/account/fields.ts';
import { addPlusFields } from '../stages/add-plus/fields.ts';
import { actFields, handOverFields, proveFields } from '../stages/administration/partners/fields.ts';
import { choiceFields } from '../stages/administration/providers/choice-fields.ts';
import { providerFields } from '../stages/administration/providers/fields.ts';
import { accessFields } from '../stages/administration/services/fields.ts';
import { staffFields } from '../stages/administration/staff/fields.ts';
import { subjectFields } from '../stages/administration/subjects/fields.ts';
import { endpointFields } from '../stages/datapass/endpoint-fields.ts';
import { eligibilityFields } from '../stages/eligibility/fields.ts';
import { transferFields } from '../stages/habilitation/fields.ts';
import { newSecretFields, ownSecretFields } from '../stages/integration/secret-fields.ts';
import { testAccountFields } from '../stages/integration/test-account-fields.ts';
import { activationFields, renewalFields, stopFields } from '../stages/production/fields.ts';
import {
  declarationFields,
  judgementFields,
  nameDecisionFields,
  decisionFields as qualificationDecisionFields,
  reportFields,
  withdrawalFields,
} from '../stages/qualification/fields.ts';
import { runFields } from '../stages/qualification/runs/fields.ts';
import {
  assignmentFields,
  decisionFields,
  reviewMessageFields,
  templateFields,
  verifyFields,
} from '../stages/review/fields.ts';
import { newServiceFields } from '../stages/services/fields.ts';
import { incidentFields } from '../stages/status/fields.ts';
import { answerFields, newThreadFields, partnerMessageFields } from '../stages/support/fields.ts';

const providers = [{ id: 'low', name: 'Banque' }];
const plusRules: FieldRules = {
  platform: 'plus',
  environment: 'production',
  relaxedAddresses: false,
  habilitatedScopes: ['email'],
  providers,
};
const policy = { allowHttp: false, allowPrivateAddresses: false } as const;

/** Fields of a step that the form kit shows; documents and scopes have their own views. */
export function stepFields(name: string): readonly Field[] {
  const fields = formSteps.find((step) => step.name === name)?.fields ?? [];
  return fields.flatMap((field) =>
    field.kind === 'files' || field.kind === 'scopes' || field.kind === 'known'
      ? []
      : [{ ...field, ...(field.required !== 'always' && { optional: true }) }],
  );
}

export const formTables: Readonly<Record<string, readonly Field[]>> = {
  'sign-in': signInFields,
  'sign-up': signUpFields,
  'mail code': mailCodeFields,
  'app code': appCodeFields,
  'first app code': firstAppCodeFields,
  passkey: passkeyFields,
  recovery: recoveryFields,
  profile: profileFields,
  organisation: organisationFields,
  role: roleFields,
  invite: inviteFields,
  'add-plus': addPlusFields,
  'partner act': actFields({ isNotified: false }),
  'final partner act': actFields({ isNotified: true, isFinal: true }),
  proof: actFields({ isNotified: false, own: proveFields({ name: 'Mairie', siret: '73282932000074' }) }),
  'hand-over': actFields({ isNotified: true, own: handOverFields }),
  access: accessFields,
  transfer: transferFields([{ id: 'a', name: 'Camille', email: 'a@b.example' }]),
  'choice-page': choiceFields,
  provider: providerFields({
    hub: { platform: 'plus', environment: 'production' },
    existing: undefined,
    allowHttp: false,
  }),
  staff: staffFields,
  subject: subjectFields(['integration', 'production']),
  endpoint: endpointFields(policy),
  eligibility: eligibilityFields,
  'new-service': newServiceFields({
    organisations: [{ id: 'a', name: 'Mairie' }],
    personName: 'Camille',
    hasAccepted: false,
  }),
  incident: incidentFields,
  'test-identity': testAccountFields,
  registration: registrationFields({ ...plusRules, platform: 'standard', environment: 'integration' }),
  'registration on plus': registrationFields(plusRules),
  'new secret': newSecretFields,
  'own secret': ownSecretFields,
  activation: activationFields,
  renewal: renewalFields,
  stop: stopFields,
  message: messageFields,
  'new thread': newThreadFields([]),
  'new thread of a service': newThreadFields([{ id: 'a', name: 'Stationnement' }]),
  'partner message': partnerMessageFields(true),
  answer: answerFields(true),
  'review message': reviewMessageFields,
  assignment: assignmentFields([{ id: 'a', name: '', email: 'a@b.example' }]),
  refusal: decisionFields('refuse'),
  approval: decisionFields('approve'),
  verification: verifyFields({ name: 'Mairie', siret: '73282932000074' }),
  template: templateFields,
  run: runFields(),
  declaration: declarationFields,
  report: reportFields,
  judgement: judgementFields('secrets'),
  'qualification decision': qualificationDecisionFields,
  withdrawal: withdrawalFields,
  'name decision': nameDecisionFields('a'),
  ...Object.fromEntries(formSteps.map(({ name }) => [`habilitation ${name}`, stepFields(name)])),
};
