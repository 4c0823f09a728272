/** Checks before a run what would make it fail at its end or prove nothing. */
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseHtml, select } from '@garance/http-browser';
import { parseMarker } from '../runner/marker.ts';
import { allScenarios } from '../scenarios/index.ts';
import { QualifyUsageError } from './read-arguments.ts';
import type { QualifySettings, SomeSettings } from './settings.ts';

/** @throws QualifyUsageError */
export function checkBefore(settings: QualifySettings): void {
  checkNames(settings);
  checkOutputs(settings);
  if (settings.http === true) checkSelectors(settings);
}

const mostSuggestions = 5;

/**
 * Every name of `--only` must be a scenario or a family: a mistyped name would select nothing, and the run would pass.
 *
 * @throws QualifyUsageError
 */
export function checkNames({ only = [] }: SomeSettings): void {
  const known = new Set(allScenarios.flatMap(({ id, family }) => [id, family]));
  const unknown = only.filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  const lines = unknown.map((name) => {
    const [family = '', rest = name] = name.split('.');
    const near = [...known]
      .filter((name) => name.includes(rest) || name === family)
      .slice(0, mostSuggestions);
    return `--only: no scenario and no family is called ${name}${near.length === 0 ? '' : ` (perhaps ${near.join(', ')})`}`;
  });
  throw new QualifyUsageError(`${lines.join('\n')}\nSee garance qualify --list.`);
}

/** A run of minutes must not end with a report that cannot be written. */
function checkOutputs({ json, html, junit }: QualifySettings): void {
  for (const [name, file] of Object.entries({ json, html, junit })) {
    if (file === undefined || (name === 'json' && file === '-')) continue;
    const path = resolve(file);
    try {
      if (existsSync(path) && statSync(path).isDirectory()) throw new Error('it is a directory');
      accessSync(existsSync(path) ? path : dirname(path), constants.W_OK);
    } catch (error) {
      const why = error instanceof Error ? error.message : 'unknown error';
      throw new QualifyUsageError(`--${name}: ${file} cannot be written: ${why}`);
    }
  }
}

/** Without a browser only simple selectors are understood. */
function checkSelectors({ signedIn, signInControl }: QualifySettings): void {
  const marker = parseMarker(signedIn);
  const selectors = {
    '--signed-in': 'selector' in marker ? marker.selector : undefined,
    '--sign-in-control': signInControl,
  };
  for (const [name, selector] of Object.entries(selectors)) {
    try {
      if (selector !== undefined) select(parseHtml(''), selector);
    } catch {
      throw new QualifyUsageError(
        `${name}: ${selector} is not understood without a browser. Use names, #ids, .classes and [attributes], or leave --http out.`,
      );
    }
  }
}
