import type { PortalTables } from '../portal-store.ts';
import type { MessageTemplate } from './tables/templates.ts';

/** Where a template is offered. */
export const templateKinds = [
  'request.request_changes',
  'request.refuse',
  'request.revoke',
  'request.message',
  'thread.answer',
] as const;
export type TemplateKind = (typeof templateKinds)[number];

const template = (number: number, rest: Omit<MessageTemplate, 'id'>): MessageTemplate => ({
  id: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
  ...rest,
});

/** Templates of a new installation; `{service}` becomes the name of the service. */
export const defaultTemplates: readonly MessageTemplate[] = [
  template(1, {
    kind: 'request.request_changes',
    locale: 'fr',
    title: 'Cadre juridique à préciser',
    body: 'Bonjour,\n\nLe texte indiqué ne permet pas d’établir que « {service} » peut demander l’identité des usagers. Précisez le texte et l’article sur lequel vous vous appuyez, avec son adresse ou le document, puis envoyez de nouveau la demande.\n\nL’équipe',
  }),
  template(2, {
    kind: 'request.request_changes',
    locale: 'fr',
    title: 'Données trop nombreuses',
    body: 'Bonjour,\n\nLes données demandées pour « {service} » dépassent ce que décrit le projet. Retirez celles qui ne sont pas nécessaires, ou dites pour chacune à quoi elle sert.\n\nL’équipe',
  }),
  template(3, {
    kind: 'request.request_changes',
    locale: 'en',
    title: 'Legal basis to be made clear',
    body: 'Hello,\n\nThe text given does not establish that “{service}” may ask citizens for their identity. Give the text and the article that you rely on, with its address or the document, then submit the request again.\n\nThe team',
  }),
  template(4, {
    kind: 'request.refuse',
    locale: 'fr',
    title: 'Service non éligible',
    body: 'Bonjour,\n\n« {service} » n’entre pas dans les cas prévus par les conditions générales d’utilisation. Vous pouvez commencer une autre demande si le service ou son cadre juridique change.\n\nL’équipe',
  }),
  template(5, {
    kind: 'request.revoke',
    locale: 'fr',
    title: 'Usage non conforme',
    body: 'Bonjour,\n\n« {service} » n’est pas utilisé comme le prévoit son habilitation. Celle-ci est retirée et les connexions sont arrêtées. Écrivez-nous par l’aide pour en parler.\n\nL’équipe',
  }),
  template(6, {
    kind: 'request.message',
    locale: 'fr',
    title: 'Question sur le projet',
    body: 'Bonjour,\n\nNous avons une question sur « {service} » :\n\n\nVous pouvez répondre dans la demande.\n\nL’équipe',
  }),
  template(7, {
    kind: 'thread.answer',
    locale: 'fr',
    title: 'Incident à retrouver',
    body: 'Bonjour,\n\nPour trouver ce qui s’est passé pour « {service} », donnez-nous l’identifiant d’incident que montre la page d’erreur, ou la réponse reçue par votre application. Vous pouvez aussi le chercher vous-même dans la trace du service.\n\nL’équipe',
  }),
  template(8, {
    kind: 'thread.answer',
    locale: 'en',
    title: 'Occurrence to be found',
    body: 'Hello,\n\nTo find what happened for “{service}”, give us the occurrence id that the error page shows, or the answer that your application received. You can also look it up yourself in the trace of the service.\n\nThe team',
  }),
];

/** Gives a new installation its first templates; existing ones are not changed. */
export async function ensureTemplates(tables: Pick<PortalTables, 'templates'>): Promise<void> {
  if ((await tables.templates.list()).length > 0) return;
  for (const template of defaultTemplates) await tables.templates.put(template);
}
