import {
  Button,
  formatDateTime,
  type Locale,
  platformNames,
  Tag,
  type TagProps,
  useLocale,
} from '@garance/web/view';
import type { ComponentChildren } from 'preact';
import type { Attachment } from '../../objects/attachment/table.ts';
import type { ItemStanding } from '../../objects/qualification/item-states.ts';
import type { PortalPageContext } from '../layout.tsx';
import { PortalLayout } from '../layout.tsx';
import type { PlatformPlace } from '../scope/service-place.ts';
import { qualificationTexts, stateName } from './texts.ts';

const standingTones: Readonly<Record<ItemStanding, NonNullable<TagProps['tone']>>> = {
  proven: 'success',
  'not-applicable': 'neutral',
  unproven: 'neutral',
  failed: 'error',
  missing: 'warning',
  'to-review': 'accent',
  accepted: 'success',
  changes: 'error',
};

export function StandingTag({ standing }: { readonly standing: ItemStanding }) {
  return <Tag tone={standingTones[standing]}>{qualificationTexts(useLocale()).standings[standing]}</Tag>;
}

export function StateTag({ state }: { readonly state: string }) {
  const tone =
    state === 'qualified'
      ? 'success'
      : state === 'changes_requested' || state === 'withdrawn'
        ? 'error'
        : state === 'expired'
          ? 'warning'
          : 'accent';
  return <Tag tone={tone}>{stateName(qualificationTexts(useLocale()), state)}</Tag>;
}

interface FrameProps {
  readonly context: PortalPageContext;
  readonly place: Pick<PlatformPlace, 'service' | 'platform'>;
  readonly title: string;
  readonly backHref: string;
  readonly width?: 'column' | 'wide';
  readonly hasErrors?: boolean;
  readonly refreshSeconds?: number;
  readonly children: ComponentChildren;
}

/** Every page of the stage says which service and which platform. */
export function Frame(props: FrameProps) {
  const { context, place, title, backHref, width, hasErrors, refreshSeconds, children } = props;
  const { service, platform } = place;
  return (
    <PortalLayout
      context={context}
      title={`${title} – ${service.name}`}
      backHref={backHref}
      {...(width !== undefined && { width })}
      {...(hasErrors !== undefined && { hasErrors })}
      {...(refreshSeconds !== undefined && { refreshSeconds })}
    >
      <p class="garance-service">
        {service.name} <Tag tone="accent">{platformNames[platform]}</Tag>
      </p>
      <h1 class="govuk-heading-l">{title}</h1>
      {children}
    </PortalLayout>
  );
}

interface DocumentsProps {
  readonly documents: readonly Attachment[];
  /** Path under which a document is handed out, by its id. */
  readonly hrefOf: (id: string) => string;
  /** Form that takes one away; absent where nobody may. */
  readonly removal?: { readonly action: string; readonly csrf: string };
}

/** Documents by name, with what may be done to them. */
export function Documents({ documents, hrefOf, removal }: DocumentsProps) {
  const locale = useLocale();
  const texts = qualificationTexts(locale);
  if (documents.length === 0) return <p class="govuk-body">{texts.noDocument}</p>;
  return (
    <ul class="govuk-list">
      {documents.map(({ id, name, createdAtMs, sizeBytes }) => (
        <li key={id}>
          <a class="govuk-link" href={hrefOf(id)} aria-label={texts.download(name)}>
            {name}
          </a>{' '}
          <span class="govuk-hint">
            {formatDateTime(locale, createdAtMs)}, {kilobytes(locale, sizeBytes)}
          </span>
          {removal !== undefined && (
            <form method="post" action={removal.action}>
              <input type="hidden" name="csrf" value={removal.csrf} />
              <input type="hidden" name="document" value={id} />
              <Button variant="quiet">
                {texts.remove}
                <span class="govuk-visually-hidden"> {name}</span>
              </Button>
            </form>
          )}
        </li>
      ))}
    </ul>
  );
}

function kilobytes(locale: Locale, bytes: number): string {
  const size = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }).format(Math.ceil(bytes / 1024));
  return locale === 'fr' ? `${size} Ko` : `${size} KB`;
}

/** One document at a time, in a form of its own: what is typed elsewhere on the page is not lost by it. */
export function UploadForm({ action, csrf }: { readonly action: string; readonly csrf: string }) {
  const texts = qualificationTexts(useLocale());
  return (
    <form method="post" action={action} encType="multipart/form-data">
      <input type="hidden" name="csrf" value={csrf} />
      <div class="govuk-form-group">
        <label class="govuk-label" for="document">
          {texts.addLabel}
        </label>
        <input
          class="govuk-file-upload"
          type="file"
          id="document"
          name="document"
          accept="application/pdf,image/png"
        />
      </div>
      <Button variant="secondary">{texts.add}</Button>
    </form>
  );
}

/** Typed text, line by line. */
export function Paragraphs({ text }: { readonly text: string }) {
  return (
    <>
      {text
        .split(/\n+/)
        .filter((line) => line.trim() !== '')
        .map((line, index) => (
          <p class="govuk-body" key={`${index}-${line}`}>
            {line}
          </p>
        ))}
    </>
  );
}
