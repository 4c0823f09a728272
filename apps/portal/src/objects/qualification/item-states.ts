/** State of each prerequisite, from the report, the partner's evidence and the officer's assessment. Pure. */
import {
  hasNotPassed,
  type Platform,
  type QualificationReport,
  type QualificationResult,
} from '@garance/core';
import type { QualificationFacts } from './lifecycle.ts';
import { type Prerequisite, prerequisitesFor } from './prerequisites.ts';
import type { QualificationItem } from './tables/qualification-items.ts';

export type ItemStatus =
  /** Automatic: the suite's report proves it. */
  | 'proven'
  | 'not-applicable'
  /** Automatic: no report proves it for the published registration. */
  | 'unproven'
  | 'failed'
  /** Declared: no declaration yet. */
  | 'missing'
  /** To be assessed by an officer. */
  | 'to-review'
  | 'accepted'
  | 'changes';

export interface ItemState {
  readonly prerequisite: Prerequisite;
  readonly status: ItemStatus;
  /** As stored; absent without a declaration or assessment. */
  readonly item?: QualificationItem;
  /** Required scenarios that did not pass. */
  readonly failures: readonly QualificationResult[];
  /** Recommendations that were not followed: shown, but they do not block. */
  readonly advice: readonly QualificationResult[];
}

interface Known {
  readonly platform: Platform;
  readonly items: readonly QualificationItem[];
  /** Documents by item id. */
  readonly documents: ReadonlyMap<string, number>;
  /** The report that counts for the published registration. */
  readonly report: QualificationReport | undefined;
}

/** Minimum length of a declaration, in characters. */
export const shortestEvidence = 20;

export function itemStates({ platform, items, documents, report }: Known): readonly ItemState[] {
  const itemsById = new Map(items.map((item) => [item.itemId, item]));
  return prerequisitesFor(platform).map((prerequisite) => {
    const item = itemsById.get(prerequisite.id);
    const stored = item === undefined ? {} : { item };
    if (prerequisite.proof.how === 'automatic') {
      return { prerequisite, ...stored, ...judgeResults(prerequisite.proof, report) };
    }
    const documentCount = documents.get(prerequisite.id) ?? 0;
    const status = humanStatus(prerequisite, item, documentCount);
    return { prerequisite, ...stored, status, failures: [], advice: [] };
  });
}

function humanStatus(
  { proof }: Prerequisite,
  item: QualificationItem | undefined,
  documentCount: number,
): ItemStatus {
  if (item?.verdict === 'accepted') return 'accepted';
  if (item?.verdict === 'changes') return 'changes';
  if (proof.how === 'reviewed') return 'to-review';
  return hasEvidence(item, documentCount) ? 'to-review' : 'missing';
}

function hasEvidence(item: QualificationItem | undefined, documentCount: number): boolean {
  if (documentCount > 0) return true;
  return item !== undefined && (item.text.length >= shortestEvidence || item.link !== '');
}

function judgeResults(
  { families, mayNotApply }: Extract<Prerequisite['proof'], { readonly how: 'automatic' }>,
  report: QualificationReport | undefined,
): Pick<ItemState, 'status' | 'failures' | 'advice'> {
  // Stryker disable next-line ArrayDeclaration: what is no result is of no family.
  const results = (report?.results ?? []).filter((result) => families.includes(result.family));
  const bad = results.filter(hasNotPassed);
  // An inconclusive result never counts as passed.
  const failures = bad.filter(({ level }) => level !== 'recommended');
  const advice = bad.filter(({ level }) => level === 'recommended');
  if (failures.length > 0) return { status: 'failed', failures, advice };
  const isCovered = families.every((family) =>
    results.some((result) => result.family === family && result.verdict === 'passed'),
  );
  if (isCovered) return { status: 'proven', failures, advice };
  const isForeign = report !== undefined && results.every(({ verdict }) => verdict === 'not-applicable');
  return {
    status: mayNotApply === true && isForeign ? 'not-applicable' : 'unproven',
    failures,
    advice,
  };
}

type ItemCondition =
  | 'automatic-items-pass'
  | 'declared-items-have-evidence'
  | 'requested-changes-answered'
  | 'every-item-accepted';

/** Conditions of the lifecycle that depend on the items alone. */
export function itemFacts(states: readonly ItemState[]): Pick<QualificationFacts, ItemCondition> {
  const of = (how: Prerequisite['proof']['how']) =>
    states.filter(({ prerequisite }) => prerequisite.proof.how === how);
  const automatic = of('automatic').every(({ status }) => isSettled(status));
  const human = [...of('declared'), ...of('reviewed')];
  return {
    'automatic-items-pass': automatic,
    'declared-items-have-evidence': human.every(({ status }) => status !== 'missing'),
    'requested-changes-answered': human.every(({ status }) => status !== 'changes'),
    'every-item-accepted': automatic && human.every(({ status }) => status === 'accepted'),
  };
}

/** No action left, for the partner or for the team. */
export function isSettled(status: ItemStatus): boolean {
  return status === 'proven' || status === 'not-applicable' || status === 'accepted';
}
