import { z } from 'zod';

/** No control character and no direction override: the text is shown to citizens (security.md, attack 29). */
export const oneLine = /^[^\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]*$/u;
/** The same, line breaks allowed. */
const lines = /^(?:[^\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|\r?\n)*$/u;

/** A text by the operator for citizens, in both languages. */
export const citizenTextSchema = z.object({
  fr: z.string().min(1).max(1_000).regex(lines),
  en: z.string().min(1).max(1_000).regex(lines),
});
export type CitizenText = z.infer<typeof citizenTextSchema>;
