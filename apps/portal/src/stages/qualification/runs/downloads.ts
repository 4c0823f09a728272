/** Downloads of a run: reports and screenshots. */
import { GaranceError, type SuiteRun } from '@garance/core';
import type { FastifyReply } from 'fastify';
import type { PortalDeps } from '../../../deps.ts';
import type { ReportFormat } from '../../../objects/qualification/runs/port.ts';
import { sendAttachment } from '../../../parts/documents/send-document.ts';
import type { PathParams } from '../../../parts/handler.ts';
import type { RequestContext } from '../../../parts/request-context.ts';
import { findRun } from './find-run.ts';

const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Serves PNG only, whatever bytes the suite's process returned (security.md 16). */
export function sendPicture(reply: FastifyReply, bytes: Uint8Array): FastifyReply {
  const picture = Buffer.from(bytes);
  if (!picture.subarray(0, pngSignature.length).equals(pngSignature)) {
    throw new GaranceError('general.not_found');
  }
  return reply
    .header('content-security-policy', "sandbox; default-src 'none'; frame-ancestors 'none'")
    .header('x-content-type-options', 'nosniff')
    .header('cross-origin-resource-policy', 'same-origin')
    .header('cache-control', 'private, max-age=3600')
    .type('image/png')
    .send(picture);
}

const files: Readonly<Record<ReportFormat, { readonly ending: string; readonly mediaType: string }>> = {
  html: { ending: 'html', mediaType: 'text/html; charset=utf-8' },
  json: { ending: 'json', mediaType: 'application/json' },
  junit: { ending: 'xml', mediaType: 'application/xml' },
};

/** A run as a file: a report rendered from it, or the signed one. */
export async function sendReport(
  deps: PortalDeps,
  visit: RequestContext,
  params: PathParams,
): Promise<FastifyReply> {
  const { run } = await findRun(deps, visit, { params });
  const { format = '' } = params;
  const name = `garance-${run.platform}-${new Date(run.queuedAtMs).toISOString().slice(0, 10)}`;
  if (format === 'jws' && run.jws !== undefined) {
    const file = { name: `${name}.jws`, mediaType: 'application/jose' };
    return sendAttachment(visit.reply, file, Buffer.from(run.jws));
  }
  const runner = deps.qualificationRunner;
  const isKnown = format === 'html' || format === 'json' || format === 'junit';
  if (!isKnown || runner === undefined || run.head === undefined) throw new GaranceError('general.not_found');
  const results = await deps.store.portal.qualificationRuns.resultsInFull(run.id);
  const whole: SuiteRun = { ...run.head, results };
  const text = runner.render(whole, format, visit.locale);
  const { ending, mediaType } = files[format];
  return sendAttachment(visit.reply, { name: `${name}.${ending}`, mediaType }, Buffer.from(text));
}
