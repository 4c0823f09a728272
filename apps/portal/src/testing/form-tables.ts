/** All forms whose fields are data, for the tests that apply to each of them. */
import type { Field } from '../objects/form/field.ts';
import { type FieldRules, registrationFields } from '../objects/registration/fields.ts';
import { steps } from '../objects/request/questions/steps.ts';
import {
  inviteFields,
  organisationFields,
  profileFields,
  roleFields,
  signInFields,
  signUpFields,
} from '../stages/account/fields.ts';
import { addPlusFields } from '../stages/add-plus/fields.ts';
import { choiceFields } from '../stages/administration/providers/choice-fields.ts';
import { providerFields } from '../stages/administration/providers/fields.ts';
import { staffFields } from '../stages/administration/staff/fields.ts';
import { subjectFields } from '../stages/administration/subjects/fields.ts';
import { endpointFields } from '../stages/datapass/endpoint-fields.ts';
import { eligibilityFields } from '../stages/eligibility/fields.ts';
import { testAccountFields } from '../stages/integration/test-account-fields.ts';
import { newServiceFields } from '../stages/services/fields.ts';
import { incidentFields } from '../stages/status/fields.ts';

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
  const fields = steps.find((step) => step.name === name)?.fields ?? [];
  return fields.flatMap((field) =>
    field.kind === 'files' || field.kind === 'scopes' || field.kind === 'known'
      ? []
      : [{ ...field, ...(field.required !== 'always' && { optional: true }) }],
  );
}

export const formTables: Readonly<Record<string, readonly Field[]>> = {
  'sign-in': signInFields,
  'sign-up': signUpFields,
  profile: profileFields,
  organisation: organisationFields,
  role: roleFields,
  invite: inviteFields,
  'add-plus': addPlusFields,
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
  'new-service': newServiceFields({ organisations: [{ id: 'a', name: 'Mairie' }], personName: 'Camille' }),
  incident: incidentFields,
  'test-identity': testAccountFields,
  registration: registrationFields({ ...plusRules, platform: 'standard', environment: 'integration' }),
  'registration on plus': registrationFields(plusRules),
  ...Object.fromEntries(steps.map(({ name }) => [`habilitation ${name}`, stepFields(name)])),
};
