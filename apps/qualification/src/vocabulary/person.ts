/**
 * Who signs in, in a rehearsed login: claims as an identity provider gives them, of people who do not exist. Each is
 * there for what is particular about it. All are unknown to no register: a rehearsal asks none.
 */
export const personIds = [
  'plain',
  /** Given names and family name with accents, hyphens, apostrophe. */
  'accented',
  'hyphenated',
  /** Day or month unknown: `1958-00-00`. */
  'presumed-date',
  'born-abroad',
  /** Commune code with a letter: `2A004`. */
  'corsican',
  /** No `preferred_username`. */
  'no-usage-name',
  /** Markup and script in every text. */
  'markup',
  /** Same e-mail as `plain`, another person. */
  'same-email',
  /** `plain`, with another e-mail. */
  'changed-email',
  'other',
] as const;
/** A month that has all of these days: the day of birth tells the people of one worker from those of another. */
export const maxWorker = 27;
export type PersonId = (typeof personIds)[number];
