import { safeHref } from '@garance/web/view';
import { Fragment } from 'preact';

/** Plain text as paragraphs and lines, with addresses as links. */
export function MailText({ text }: { readonly text: string }) {
  const paragraphs = text
    .replaceAll('\r\n', '\n')
    .trim()
    .split(/\n{2,}/);
  return (
    <>
      {paragraphs.map((paragraph) => (
        <p class="govuk-body govuk-!-text-break-word" key={paragraph}>
          {paragraph.split('\n').map((line, index) => (
            <Fragment key={line}>
              {index === 0 ? null : <br />}
              <Line line={line} />
            </Fragment>
          ))}
        </p>
      ))}
    </>
  );
}

function Line({ line }: { readonly line: string }) {
  return (
    <>{line.split(/(https?:\/\/[^\s<>"]+)/).map((part, index) => (index % 2 === 0 ? part : link(part)))}</>
  );
}

function link(address: string) {
  const href = safeHref(address);
  if (href === undefined) return address;
  return (
    <a class="govuk-link" href={href} key={address}>
      {address}
    </a>
  );
}
