import type { Vault } from '@garance/store';
import type { Kysely } from 'kysely';
import { type Attachments, createAttachments } from '../../attachment/table.ts';
import { createDiscussion, type Discussion } from '../../discussion/table.ts';
import type { Tables } from '../../schema.ts';
import { createServices, type Services } from '../../service/table.ts';
import { createHabilitations, type Habilitations } from './habilitations.ts';
import { createRequestCopies, type RequestCopies } from './request-copies.ts';
import { createRequests, type Requests } from './requests.ts';
import { createTemplates, type Templates } from './templates.ts';

/** Services, habilitation requests and what hangs on them. */
export interface HabilitationTables {
  readonly services: Services;
  readonly requests: Requests;
  readonly requestCopies: RequestCopies;
  readonly habilitations: Habilitations;
  readonly attachments: Attachments;
  readonly discussion: Discussion;
  readonly templates: Templates;
}

export function habilitationTables(db: Kysely<Tables>, vault: Vault): HabilitationTables {
  return {
    services: createServices(db),
    requests: createRequests(db),
    requestCopies: createRequestCopies(db),
    habilitations: createHabilitations(db),
    attachments: createAttachments(db, vault),
    discussion: createDiscussion(db),
    templates: createTemplates(db),
  };
}
