/** Number and total size of documents for each kind of object; each document has at most `maxDocumentBytes`. */
export const documentLimits = {
  /** Bytes of a whole request; each question sets its number of documents. */
  request: { maxBytes: 40 * 1024 * 1024 },
  /** Of one item, and of all mock-ups. */
  qualification: { maxCount: 6 },
  thread: { maxCount: 20, maxBytes: 40 * 1024 * 1024 },
} as const;

/** Documents of one form. */
export const maxFilesAtOnce = 6;
