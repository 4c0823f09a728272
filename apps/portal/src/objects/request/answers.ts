/** Stored answers, by step and field, as typed. Drafts may hold invalid values. */
import type { Level, Platform } from '@garance/core';
import { z } from 'zod';
import type { Habilitation, StoredAnswers } from '../habilitation/table.ts';
import type { FormStepName } from './questions/field.ts';

export const requestAnswersSchema = z.record(
  z.string(),
  z.record(z.string(), z.union([z.string(), z.array(z.string())])),
);
export type RequestAnswers = z.infer<typeof requestAnswersSchema>;
export type StepAnswers = Readonly<Record<string, string | readonly string[]>>;

/** Parses the stored JSON; parts without the shape of answers are dropped. */
export function readAnswers(stored: StoredAnswers): RequestAnswers {
  const read = requestAnswersSchema.safeParse(stored);
  return read.success ? read.data : {};
}

/** One text; '' when there is none. */
export function answer(answers: RequestAnswers, step: FormStepName, field: string): string {
  const value = answers[step]?.[field];
  return typeof value === 'string' ? value : '';
}

export function answerList(answers: RequestAnswers, step: FormStepName, field: string): readonly string[] {
  const value = answers[step]?.[field];
  return Array.isArray(value) ? value : [];
}

/** Requested scopes; `openid` always, first. */
export function requestedScopes(answers: RequestAnswers): readonly string[] {
  return [...new Set(['openid', ...answerList(answers, 'data', 'scopes')])];
}

export const purposeField = (scope: string): string => `purpose_${scope}`;

export function requestedLevel(answers: RequestAnswers): Level | undefined {
  const level = answer(answers, 'level', 'level');
  return level === 'eidas1' || level === 'eidas2' || level === 'eidas3' ? level : undefined;
}

/** The platform that serves a level. */
export function platformOfLevel(level: Level): Platform {
  return level === 'eidas1' ? 'standard' : 'plus';
}

export const namedPeople = ['controller', 'dpo', 'technical', 'security'] as const;
export type NamedPerson = (typeof namedPeople)[number];

export interface NamedContact {
  readonly name: string;
  readonly email: string;
  readonly phone: string;
}

/** One of the people named in the request; undefined when no address was given. */
export function namedPerson(answers: RequestAnswers, who: NamedPerson): NamedContact | undefined {
  const email = answer(answers, 'people', `${who}_email`).toLowerCase();
  if (email === '') return undefined;
  return {
    email,
    name: answer(answers, 'people', `${who}_name`),
    phone: answer(answers, 'people', `${who}_phone`),
  };
}

/** Steps that must be answered again for another platform: commitments and choices are per platform. */
const stepsAskedAgain: ReadonlySet<string> = new Set(['commitments', 'level', 'attachments']);

/** Initial answers of a request, copied from the service's habilitation on another platform. */
export function prefilledFrom(habilitation: Habilitation, platform: Platform): RequestAnswers {
  const previous = readAnswers(habilitation.snapshot);
  const kept = Object.fromEntries(Object.entries(previous).filter(([step]) => !stepsAskedAgain.has(step)));
  const already = habilitation.platform === 'standard' && platform === 'plus' ? 'yes' : 'no';
  return {
    ...kept,
    level: { already_connected: already, ...(platform === 'standard' && { level: 'eidas1' }) },
  };
}
