/** Maps a DataPass event to the answers of the form. Fields without a counterpart are kept unchanged. */
import { knownScopes, type Level, type Platform, toPublicName } from '@garance/core';
import { answer, platformOfLevel, type RequestAnswers } from '../request/answers.ts';
import {
  datapassLevels as levels,
  datapassPeople as people,
  datapassTexts as texts,
} from '../request/datapass-fields.ts';
import type { FormStepName } from '../request/questions/field.ts';
import { legalTemplates } from '../request/questions/legal.ts';
import type { DatapassPayload } from './payload.ts';

const elsewhere = ['scopes', 'france_connect_eidas', 'volumetrie_approximative', 'alternative_connexion'];

const mappedKeys: ReadonlySet<string> = new Set([
  ...texts.map(([key]) => key),
  ...people.flatMap(([prefix]) => [`${prefix}_given_name`, `${prefix}_family_name`]),
  ...elsewhere,
]);

/** A request as received in an event, mapped to the form. */
export interface ReceivedRequest {
  readonly answers: RequestAnswers;
  readonly level: Level;
  readonly platform: Platform;
  /** '' when it has none yet. */
  readonly title: string;
  readonly unmapped: Readonly<Record<string, unknown>>;
}

export function receivedRequest({ data }: DatapassPayload): ReceivedRequest {
  const received = data.data;
  const level = levels[textOf(received.france_connect_eidas)] ?? levelOfForm(data.form_uid ?? '');
  const platform = platformOfLevel(level);
  const scopes = scopesOf(received.scopes);
  const platformScopes = knownScopes(platform);
  const answers: RequestAnswers = {
    level: { level },
    data: {
      scopes: ['openid', ...scopes.filter((scope) => scope !== 'openid' && platformScopes.has(scope))],
    },
    commitments: commitmentsOf(data.state ?? '', received.alternative_connexion),
  };
  const put = (step: FormStepName, field: string, value: string) => {
    if (value !== '') answers[step] = { ...answers[step], [field]: value };
  };
  for (const [key, step, field] of texts) put(step, field, textOf(received[key]));
  for (const [prefix, who] of people) {
    const name = `${textOf(received[`${prefix}_given_name`])} ${textOf(received[`${prefix}_family_name`])}`;
    put('people', `${who}_name`, toPublicName(name, 200));
  }
  put('project', 'volume', /^\d+$/.exec(textOf(received.volumetrie_approximative))?.[0] ?? '');
  put('legal', 'template', legalTemplateOf(answer(answers, 'legal', 'nature')));
  return {
    answers,
    level,
    platform,
    title: toPublicName(textOf(received.intitule), 200),
    unmapped: unmappedOf(data, scopes),
  };
}

/** DataPass requires these boxes for a submission; its events do not repeat them. */
function commitmentsOf(state: string, alternative: unknown): Record<string, string> {
  const offersAlternative = ['1', 'true', 'yes'].includes(textOf(alternative));
  return {
    ...(state !== '' && state !== 'draft' && { terms: 'DataPass', dpo_informed: 'yes' }),
    ...(offersAlternative && { alternative: 'yes' }),
  };
}

function levelOfForm(form: string): Level {
  return /plus/i.test(form) ? 'eidas2' : 'eidas1';
}

function legalTemplateOf(nature: string): string {
  if (nature === '') return '';
  return /8 novembre 2018/.test(nature) || nature === legalTemplates.arrete_2018.nature
    ? 'arrete_2018'
    : 'other';
}

/** An array, or one text of words separated by blanks or commas. */
function scopesOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.filter((scope): scope is string => typeof scope === 'string');
  return textOf(value)
    .split(/[\s,]+/)
    .filter(Boolean);
}

function unmappedOf(
  data: DatapassPayload['data'],
  scopes: readonly string[],
): Readonly<Record<string, unknown>> {
  const { id: _id, organization: _organization, applicant: _applicant, data: received, ...request } = data;
  const fields = Object.entries(received).filter(([key, value]) => !mappedKeys.has(key) && value !== null);
  const isKnown = (scope: string) => knownScopes('standard').has(scope) || knownScopes('plus').has(scope);
  const foreign = scopes.filter((scope) => !isKnown(scope));
  return {
    ...request,
    ...(fields.length > 0 && { data: Object.fromEntries(fields) }),
    ...(foreign.length > 0 && { scopes: foreign }),
  };
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value.trim().slice(0, 20_000);
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** Fields owned by DataPass: its value wins, also when empty. */
const reportedFields: ReadonlySet<string> = new Set([
  ...texts.map(([, step, field]) => `${step}.${field}`),
  ...people.map(([, who]) => `people.${who}_name`),
  'project.volume',
  'legal.template',
  'data.scopes',
  'level.level',
  'commitments.alternative',
]);

const unlessAnswered: RequestAnswers = {
  organisation: { contractor: 'no' },
  identifiers: { identifiers: 'different' },
};

/** Answers that DataPass does not have (purposes of scopes, security officer, identifiers…) are kept. */
export function mergeReceived(received: RequestAnswers, existing: RequestAnswers): RequestAnswers {
  const merged: RequestAnswers = {};
  for (const step of new Set([
    ...Object.keys(unlessAnswered),
    ...Object.keys(existing),
    ...Object.keys(received),
  ])) {
    const ours = Object.entries(existing[step] ?? {}).filter(
      ([field]) => !reportedFields.has(`${step}.${field}`),
    );
    merged[step] = { ...unlessAnswered[step], ...Object.fromEntries(ours), ...received[step] };
  }
  return merged;
}
