import { createMessages, SafeLink } from '@garance/web/view';
import type { Attachment } from '../../../objects/attachment/table.ts';
import type { DiscussionMessage } from '../../../objects/discussion/table.ts';
import { Discussion, MessageForm } from '../../../parts/discussion/discussion.tsx';
import type { MessageDraft } from '../../../parts/discussion/message-draft.ts';
import { uploadErrors } from '../../../parts/documents/documents.tsx';
import type { PortalPageContext } from '../../../parts/layout.tsx';
import { Frame } from '../../../parts/qualification/parts.tsx';
import { qualificationTexts } from '../../../parts/qualification/texts.ts';
import type { PlatformScope } from '../../../parts/scope/service-scope.ts';
import { Evidence } from './evidence.tsx';

const messages = createMessages({
  fr: {
    title: 'Maquettes et préqualification',
    intro:
      'Montrez le bouton, la connexion, la création de compte et les erreurs. L’équipe commente ici ; rien n’est décidé, tout est plus facile ensuite.',
    list: 'Vos maquettes',
  },
  en: {
    title: 'Mock-ups and pre-qualification',
    intro:
      'Show the button, sign-in, sign-up and errors. The team comments here; nothing is decided, everything is easier later.',
    list: 'Your mock-ups',
  },
});

export interface MockUpsPageProps {
  readonly context: PortalPageContext;
  readonly scope: PlatformScope;
  readonly mockUps: readonly Attachment[];
  readonly discussion: readonly DiscussionMessage[];
  readonly nameOf: (person: string) => string;
  /** Present when this person may add something. */
  readonly tokens?: { readonly attach: string; readonly remove: string };
  readonly draft?: MessageDraft;
  readonly errors: readonly string[];
}

/** Mock-ups and their discussion. */
export function MockUpsPage(props: MockUpsPageProps) {
  const { context, scope, mockUps, discussion, nameOf, tokens, draft } = props;
  const texts = messages(context.locale);
  const path = `${scope.base}/qualification/mock-ups`;
  const errors = { ...uploadErrors(props.errors), ...draft?.errors };
  return (
    <Frame
      context={context}
      scope={scope}
      title={texts.title}
      backHref={`${scope.base}/qualification`}
      errors={errors}
    >
      <p class="govuk-body-l">{texts.intro}</p>
      <h2 class="govuk-heading-m">{texts.list}</h2>
      <Evidence scope={scope} path={path} documents={mockUps} tokens={tokens} errors={props.errors} />
      <Discussion messages={discussion} nameOf={nameOf}>
        {draft !== undefined && <MessageForm action={`${path}/messages`} draft={draft} />}
      </Discussion>
      <p class="govuk-body">
        <SafeLink href={`${scope.base}/qualification`}>{qualificationTexts(context.locale).back}</SafeLink>
      </p>
    </Frame>
  );
}
