import type { ServiceUnderTest, View, Visitor } from '../vocabulary/stage.ts';
import type { Trail } from './evidence/trail.ts';
import type { Marks } from './marker.ts';
import { NoSuchControl } from './visitors.ts';

const control =
  /^\s*(?:se |me )?(?:d[ée]connect\w*|d[ée]connexion|sign[ -]?out|log[ -]?out|confirm\w*|oui|yes)\b/i;
const maxConfirmations = 2;

/**
 * Opens the logout address and confirms where it asks. Where the address is one that only a form may post to, the form
 * is looked for on the protected page.
 */
export async function signOutBy(
  visitor: Visitor,
  context: { readonly service: ServiceUnderTest; readonly marks: Marks; readonly trail: Trail },
): Promise<View> {
  const { service, marks, trail } = context;
  const { logoutUrl, protectedUrl } = service;
  if (logoutUrl === undefined) throw new Error('the logout address is not given');
  let view = await visitor.open(logoutUrl);
  const isFormOnly = [403, 404, 405].includes(view.status);
  if (isFormOnly) view = await visitor.open(protectedUrl);
  for (let round = 0; round < maxConfirmations; round += 1) {
    const asks = isFormOnly ? marks.shows(view) : marks.shows(view) || /<form\b/i.test(view.html);
    if (!asks) break;
    try {
      view = await visitor.activate(control);
    } catch (error) {
      if (!(error instanceof NoSuchControl)) throw error;
      break;
    }
  }
  trail.note('signed out');
  return view;
}
