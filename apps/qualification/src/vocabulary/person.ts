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
  /** Apostrophes of a typewriter, where `accented` has those of a printer. */
  'straight-apostrophes',
  'rare-letters',
  'one-letter',
  'long-names',
  'presumed-date',
  /** Day unknown: `1958-03-00`. */
  'presumed-day',
  'born-abroad',
  /** Commune code with a letter: `2A004`. */
  'corsican',
  'overseas',
  /** No `preferred_username`. */
  'no-usage-name',
  /** Markup and script in every text. */
  'markup',
  /** The same, for attributes and for scripts of a page. */
  'markup-in-attribute',
  'markup-in-script',
  /** Same e-mail as `plain`, another person. */
  'same-email',
  /** `plain`, with another e-mail. */
  'changed-email',
  /** `plain`, with another usage name. */
  'changed-name',
  /** Same names and birth date as `plain`, born elsewhere: another person. */
  'same-name',
  /** As `plain` but for an accent: another person. */
  'other-accent',
  'other',
] as const;
/** A month that has all of these days: the day of birth tells the people of one worker from those of another. */
export const maxWorker = 27;
export type PersonId = (typeof personIds)[number];
