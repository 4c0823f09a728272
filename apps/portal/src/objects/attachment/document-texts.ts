import { createMessages } from '@garance/web/view';

/** Reasons why a document is refused. */
export const documentTexts = createMessages({
  fr: {
    nothing: 'Choisissez un document, puis joignez-le.',
    tooLarge: (name: string, megabytes: string) => `« ${name} » dépasse ${megabytes} Mo.`,
    notADocument: (name: string) =>
      `« ${name} » n’est ni un PDF ni un PNG lisible. Ouvrez-le et enregistrez-le de nouveau dans l’un de ces formats.`,
    tooMany: (name: string, max: string) => `« ${name} » n’a pas été joint : ${max} document(s) au plus.`,
    noRoom: (name: string, megabytes: string) =>
      `« ${name} » n’a pas été joint : les documents dépasseraient ensemble ${megabytes} Mo.`,
  },
  en: {
    nothing: 'Choose a document, then attach it.',
    tooLarge: (name, megabytes) => `“${name}” is larger than ${megabytes} MB.`,
    notADocument: (name) =>
      `“${name}” is neither a readable PDF nor a readable PNG. Open it and save it again in one of these formats.`,
    tooMany: (name, max) => `“${name}” was not attached: ${max} document(s) at most.`,
    noRoom: (name, megabytes) =>
      `“${name}” was not attached: the documents would exceed ${megabytes} MB together.`,
  },
});
