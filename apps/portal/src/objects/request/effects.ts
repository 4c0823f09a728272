/** Effects of the transitions of a request: one function for each effect that the lifecycle's table names. */
import { randomUUID } from 'node:crypto';
import { type Level, platformLevels } from '@garance/core';
import type { Effect, Effects } from '../lifecycle/transition.ts';
import { narrowTo } from '../registration/publish.ts';
import { suspendRegistrations } from '../registration/registrations.ts';
import type { Service } from '../service/table.ts';
import { startClock, stopClock } from '../time/working-days.ts';
import { answer, type RequestAnswers, readAnswers, requestedLevel, requestedScopes } from './answers.ts';
import { attachmentNames, attachmentOwners } from './documents.ts';
import { requestLifecycle } from './lifecycle.ts';
import { type MailSubject, requestMails } from './mails.ts';
import type { RequestCopy } from './tables/request-copies.ts';
import type { HabilitationRequest } from './tables/requests.ts';

/** Input of the effects of one transition. */
export interface EffectContext extends MailSubject {
  readonly request: HabilitationRequest;
  readonly service: Service;
  readonly nowMs: number;
  /** For history, audit and copies. */
  readonly actor: string;
  /** For `transfer`. */
  readonly newOwnerId?: string;
  /** Id for the habilitation, when the caller must know it before the transition. */
  readonly habilitationId?: string;
}

const levelOf = ({ level, platform }: HabilitationRequest, answers: RequestAnswers): Level =>
  level ?? requestedLevel(answers) ?? platformLevels[platform].served[0];

/** Every effect of the table, for one transition. */
export function requestEffects(context: EffectContext): Effects<typeof requestLifecycle> {
  const { deps, request, nowMs, actor, newOwnerId } = context;
  const { id } = request;
  return {
    ...requestMails(context),
    'freeze-copy': freezeCopy(context, 'submission'),
    'start-clock': async (tables) => {
      // The clock pauses only while the partner is asked for changes; a first submission, or one after reopening, gets
      // all its days.
      const afresh = !requestLifecycle.states[request.state].resumes;
      const clock = startClock(request, nowMs, { afresh });
      await tables.requests.update(id, { ...clock, submittedAtMs: nowMs });
    },
    'stop-clock': async (tables) => {
      if (request.submittedAtMs !== undefined) await tables.requests.update(id, stopClock(request, nowMs));
    },
    'grant-habilitation': grantHabilitation(context),
    'restore-validated-copy': async (tables) => {
      const validated = await tables.requestCopies.latest(id, 'validation');
      if (validated === undefined) throw new Error('a reopened request has no validated copy');
      const { answers, platform, level, commonIdentifier } = validated;
      const title = answer(readAnswers(answers), 'project', 'name');
      await tables.requests.update(id, { answers, platform, level, commonIdentifier, title });
    },
    'suspend-registrations': async (tables) => {
      await tables.habilitations.revokeOfRequest(id, nowMs);
      const { serviceId, platform } = request;
      await suspendRegistrations(tables, { deps, serviceId, platform, actor, reason: context.reason ?? '' });
    },
    'change-owner': async (tables) => {
      if (newOwnerId === undefined) throw new Error('a transfer says to whom');
      await tables.requests.update(id, { ownerId: newOwnerId });
    },
  };
}

/** Copies the current answers, with references to their documents, which can then no longer be erased. */
function freezeCopy({ request, nowMs, actor }: EffectContext, kind: RequestCopy['kind']): Effect {
  return async (tables) => {
    const answers = readAnswers(request.answers);
    const attachments = await attachmentNames(tables, request.id);
    for (const owner of attachmentOwners(request.id)) await tables.attachments.freeze(owner);
    await tables.requestCopies.append({
      requestId: request.id,
      version: request.version,
      kind,
      platform: request.platform,
      level: levelOf(request, answers),
      commonIdentifier: request.commonIdentifier,
      answers: { ...answers, attachments },
      by: actor,
      atMs: nowMs,
    });
  };
}

function grantHabilitation(context: EffectContext): Effect {
  const { deps, request, service, nowMs, habilitationId = randomUUID() } = context;
  return async (tables) => {
    await freezeCopy(context, 'validation')(tables);
    const answers = readAnswers(request.answers);
    const scopes = requestedScopes(answers);
    await tables.habilitations.grant({
      id: habilitationId,
      requestId: request.id,
      serviceId: service.id,
      platform: request.platform,
      level: levelOf(request, answers),
      scopes,
      type: service.kind,
      commonIdentifier: request.commonIdentifier,
      snapshot: answers,
      validatedAtMs: nowMs,
    });
    await narrowTo(tables, deps, { serviceId: service.id, platform: request.platform, scopes });
  };
}
