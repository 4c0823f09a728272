import { z } from 'zod';
import { type CitizenText, citizenTextSchema } from './citizen-text.ts';

/** The operator's settings of the page where citizens choose an account. */
export const choicePageSchema = z.object({
  /** Providers excluded by the service are shown with the reason instead of being left out. */
  showExcluded: z.boolean(),
  /** Shown from and until these moments (epoch ms); absent: no limit. */
  message: z
    .object({
      text: citizenTextSchema,
      fromMs: z.number().int().optional(),
      untilMs: z.number().int().optional(),
    })
    .refine(({ fromMs, untilMs }) => fromMs === undefined || untilMs === undefined || fromMs < untilMs, {
      path: ['untilMs'],
      message: 'must be after the beginning',
    })
    .optional(),
});
export type ChoicePage = Readonly<z.infer<typeof choicePageSchema>>;

export const plainChoicePage: ChoicePage = { showExcluded: false };

/** The operator's message to show at `nowMs` (epoch ms); undefined outside its period. */
export function currentChoiceMessage({ message }: ChoicePage, nowMs: number): CitizenText | undefined {
  if (message === undefined) return undefined;
  const { text, fromMs = Number.NEGATIVE_INFINITY, untilMs = Number.POSITIVE_INFINITY } = message;
  return fromMs <= nowMs && nowMs < untilMs ? text : undefined;
}
