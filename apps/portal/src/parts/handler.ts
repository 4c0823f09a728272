import type { FastifyReply } from 'fastify';
import type { RequestContext } from './request-context.ts';

/** Parameters of the path, each checked by the handler before it is used. */
export type PathParams = Readonly<Record<string, string>>;
export type Handler = (visit: RequestContext, params: PathParams) => Promise<FastifyReply> | FastifyReply;
