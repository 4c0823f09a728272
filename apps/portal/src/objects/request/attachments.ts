import type { RequestAnswers } from './answers.ts';

export interface FrozenDocument {
  readonly id: string;
  readonly name: string;
}

/** Documents that a frozen copy refers to, `<id>/<name>` by field. */
export function attachmentsOf(answers: RequestAnswers): readonly FrozenDocument[] {
  return Object.values(answers.attachments ?? {})
    .flat()
    .flatMap((entry) => {
      const cut = entry.indexOf('/');
      return cut === -1 ? [] : [{ id: entry.slice(0, cut), name: entry.slice(cut + 1) }];
    });
}
