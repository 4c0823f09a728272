/** Fields of the operators' acts on organisations, their members and people. */
import { type Field, inBoth } from '../../../objects/form/field.ts';
import { partnerTexts } from './texts.ts';

interface ActForm {
  /** Whether the people concerned read the reason. */
  readonly isNotified: boolean;
  /** The act cannot be undone: it needs a confirmation. */
  readonly isFinal?: boolean;
  /** Fields above the reason. */
  readonly own?: readonly Field[];
}

/** Fields of an act: its reason goes to the audit log. */
export function actFields({ isNotified, isFinal = false, own = [] }: ActForm) {
  return [...own, reasonField(isNotified), ...(isFinal ? [confirmField] : [])] as const;
}

const reasonField = (isNotified: boolean) =>
  ({
    kind: 'long-text',
    name: 'reason',
    rows: 3,
    maxLength: 2_000,
    label: inBoth(partnerTexts, (texts) => texts.reason),
    hint: inBoth(partnerTexts, (texts) => (isNotified ? texts.reasonNotified : texts.reasonKept)),
  }) as const satisfies Field;

const confirmField = {
  kind: 'tick',
  name: 'confirm',
  mustBeTicked: true,
  label: inBoth(partnerTexts, (texts) => texts.confirm),
  error: inBoth(partnerTexts, (texts) => texts.confirmMissing),
} as const satisfies Field;

/** How the operator verified the organisation. */
export function proveFields({ name, siret = '' }: { readonly name: string; readonly siret?: string }) {
  return [
    {
      kind: 'tick',
      name: 'looked',
      mustBeTicked: true,
      label: inBoth(partnerTexts, (texts) => texts.looked(name, siret)),
      error: inBoth(partnerTexts, (texts) => texts.lookedMissing),
    },
  ] as const satisfies readonly Field[];
}

export const handOverFields = [
  {
    kind: 'text',
    name: 'email',
    maxLength: 254,
    format: 'email',
    label: inBoth(partnerTexts, (texts) => texts.newOwner),
    hint: inBoth(partnerTexts, (texts) => texts.newOwnerHint),
  },
] as const satisfies readonly Field[];
