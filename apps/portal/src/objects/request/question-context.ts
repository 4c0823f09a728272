import type { PortalTables } from '../portal-store.ts';
import { currentTerms } from '../service/terms.ts';
import { readAnswers } from './answers.ts';
import { countDocuments, findDocuments } from './documents.ts';
import type { QuestionContext } from './questions/validate.ts';
import type { HabilitationRequest } from './tables/requests.ts';

/** Reads what the checks of a request's answers depend on. */
export async function questionContext(
  tables: PortalTables,
  request: HabilitationRequest,
): Promise<QuestionContext> {
  const inForce = await tables.habilitations.inForce(request.serviceId, request.platform);
  return {
    answers: readAnswers(request.answers),
    platform: request.platform,
    files: countDocuments(await findDocuments(tables, request.id)),
    termsVersion: currentTerms.version,
    ...(inForce !== undefined && {
      identifiersFixed: inForce.commonIdentifier ? ('common' as const) : ('different' as const),
    }),
  };
}
