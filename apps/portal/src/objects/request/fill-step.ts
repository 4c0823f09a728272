/** Converts a submitted form to answers of a draft. Invalid values are kept; validation reports them. */
import { knownScopes, type Platform } from '@garance/core';
import type { Organisation } from '../account/tables/accounts.ts';
import { cleanText } from '../form/clean-text.ts';
import type { PortalForm } from '../form.ts';
import { answer, platformOfLevel, purposeField, requestedLevel, type StepAnswers } from './answers.ts';
import { requestLifecycle } from './lifecycle.ts';
import type { FormStep } from './questions/field.ts';
import { legalTemplates } from './questions/legal.ts';
import type { HabilitationRequest, StepSave } from './tables/requests.ts';

interface FilledStep {
  readonly step: FormStep;
  readonly form: PortalForm;
  readonly platform: Platform;
  readonly organisation: Organisation;
}

export function readStepAnswers({ step, form, platform, organisation }: FilledStep): StepAnswers {
  const read: Record<string, string | readonly string[]> = {};
  for (const field of step.fields) {
    if (field.kind === 'files') continue;
    if (field.kind === 'scopes') {
      Object.assign(read, readScopes(form, platform));
      continue;
    }
    const value =
      field.kind === 'known' ? knownAnswer(organisation, field.name) : cleanText(form.text(field.name));
    if (value !== '') read[field.name] = value;
  }
  return step.name === 'legal' ? withTemplate(read) : read;
}

function knownAnswer(organisation: Organisation, field: string): string {
  const prefilled: Readonly<Record<string, string>> = {
    siret: organisation.siret ?? '',
    name: organisation.name,
    address: organisation.address,
  };
  return prefilled[field] ?? '';
}

function readScopes(form: PortalForm, platform: Platform): StepAnswers {
  const known = knownScopes(platform);
  const scopes = [...new Set(['openid', ...form.list('scopes').filter((scope) => known.has(scope))])];
  const purposes = [...known]
    .map((scope) => [purposeField(scope), cleanText(form.text(purposeField(scope)))] as const)
    .filter(([, purpose]) => purpose !== '');
  return { scopes, ...Object.fromEntries(purposes) };
}

/** Fills empty fields from the chosen legal text. */
function withTemplate(answers: StepAnswers): StepAnswers {
  const template = Object.entries(legalTemplates).find(([name]) => name === answers.template)?.[1];
  return template === undefined ? answers : { ...template, ...answers };
}

type Derived = Pick<StepSave, 'title' | 'level' | 'platform' | 'commonIdentifier'>;

/** Columns of the request that follow from a step's answers. */
export function derivedFrom(step: FormStep, answers: StepAnswers): Derived {
  const wrapped = { [step.name]: answers } as Parameters<typeof answer>[0];
  switch (step.name) {
    case 'project': {
      const title = answer(wrapped, 'project', 'name').slice(0, 200);
      return title === '' ? {} : { title };
    }
    case 'level': {
      const level = requestedLevel(wrapped);
      return level === undefined ? {} : { level, platform: platformOfLevel(level) };
    }
    case 'identifiers':
      return { commonIdentifier: answer(wrapped, 'identifiers', 'identifiers') === 'common' };
    default:
      return {};
  }
}

/** Fields whose saved value changed since the page was loaded, as text. */
export function theirFields(mine: StepAnswers, theirs: StepAnswers): Readonly<Record<string, string>> {
  const names = [...new Set([...Object.keys(mine), ...Object.keys(theirs)])];
  const text = (value: string | readonly string[] | undefined) =>
    value === undefined ? '' : typeof value === 'string' ? value : value.join(', ');
  return Object.fromEntries(
    names
      .filter((name) => text(mine[name]) !== text(theirs[name]))
      .map((name) => [name, text(theirs[name]) || '—']),
  );
}

export function isEditable(request: Pick<HabilitationRequest, 'state'>): boolean {
  return requestLifecycle.states[request.state].editable === true;
}
