/** Chooses the control of a page that begins a sign-in at the hub, by its visible name and its target. */
import type { Platform } from '@garance/core';

export interface Candidate {
  /** Name as assistive technology says it: text, alternative text, label. */
  readonly name: string;
  readonly id: string;
  readonly classes: readonly string[];
  /** Absolute address of the link or of the form; empty when a script decides. */
  readonly target: string;
  /** Matches the selector that the service's owner gave. */
  readonly named: boolean;
}

interface Wanted {
  readonly platform: Platform;
  readonly hubOrigins: readonly string[];
}

const buttonClass = /^(?:fr-connect(?:--plus)?|franceconnect.*|fc-?button.*|garance.*|sign-in__button)$/i;
const brand = /france\s?connect|garance/i;
const brandAddress = /france-?connect|garance|fcp?[-/]/i;
const generic = /s[’']identifier|s[’']authentifier|se connecter|connexion|sign[ -]?in|log[ -]?in|identifi/i;
const other = /qu[’']est-ce que|what is|en savoir plus|learn more|d[ée]connect|sign[ -]?out|log[ -]?out/i;
const plus = /\+|\bplus\b/i;

/** Place of the likeliest control, or undefined when none looks like one. The first of equals. */
export function chooseSignInControl(candidates: readonly Candidate[], criteria: Wanted): number | undefined {
  return findSignInControl(candidates, criteria)?.place;
}

/** A name such as “sign in” alone may be that of a password form: a better one may still be drawn. */
const sureScore = 35;

/** The likeliest control, and whether its score leaves no doubt. */
export function findSignInControl(
  candidates: readonly Candidate[],
  criteria: Wanted,
): { readonly place: number; readonly isSure: boolean } | undefined {
  let best: { readonly place: number; readonly score: number } | undefined;
  for (const [place, candidate] of candidates.entries()) {
    const score = scoreOf(candidate, criteria);
    if (score > (best?.score ?? 0)) best = { place, score };
  }
  return best === undefined ? undefined : { place: best.place, isSure: best.score >= sureScore };
}

function scoreOf(candidate: Candidate, { platform, hubOrigins }: Wanted): number {
  const { name, id, classes, target, named } = candidate;
  if (named) return 1_000;
  if (other.test(name)) return 0;
  let score = 0;
  if (target !== '' && hubOrigins.includes(URL.parse(target)?.origin ?? '')) score += 100;
  if ([id, ...classes].some((identifier) => buttonClass.test(identifier))) score += 60;
  if (brand.test(name) || brandAddress.test(target)) score += 40;
  if (generic.test(name)) score += 10;
  if (score === 0) return 0;
  // Where a page has buttons of both platforms, the button of this one.
  const saysPlus = plus.test(name) || plus.test(target) || classes.some((className) => plus.test(className));
  return score + (saysPlus === (platform === 'plus') ? 15 : -5);
}
