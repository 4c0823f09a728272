import type { Platform } from '@garance/core';
import { Button, ButtonGroup, formatDate, Notice, platformNames, SafeLink, Table } from '@garance/web/view';
import { textOf } from '../../objects/form/field.ts';
import { sandboxLimits } from '../../objects/sandbox/rules.ts';
import type { SandboxClient, SandboxHolder } from '../../objects/sandbox/table.ts';
import { platforms } from '../../objects/service/platforms.ts';
import type { PortalPageContext } from '../../parts/layout.tsx';
import { PortalPage } from '../../parts/page.tsx';
import { sandboxTexts } from './texts.ts';

/** The clients of one holder, and the platforms on which this person may create another. */
export interface HeldClients {
  readonly holder: SandboxHolder;
  /** Name of the organisation; empty for the person's own clients. */
  readonly name: string;
  readonly clients: readonly SandboxClient[];
  readonly mayAdd: readonly Platform[];
  /** Whether the person has the right to create clients, whatever the limit. */
  readonly mayEdit: boolean;
}

interface ListPageProps {
  /** What has just succeeded. */
  readonly done: string | undefined;
  readonly context: PortalPageContext;
  readonly organisations: readonly HeldClients[];
  /** Absent when the person creates clients for an organisation and has none under their own name. */
  readonly own?: HeldClients;
  /** Names of the person's organisations that are not proven yet. */
  readonly unproven: readonly string[];
}

/** All sandbox clients that the person may see, by holder. */
export function SandboxListPage({ context, organisations, own, unproven, done }: ListPageProps) {
  const texts = sandboxTexts(context.locale);
  return (
    <PortalPage context={context} title={texts.title} width="wide" done={done}>
      <p class="govuk-body-l">{texts.lead}</p>
      <p class="govuk-body">
        {texts.habilitation} <SafeLink href="/eligibility">{texts.eligibility}</SafeLink>
      </p>
      {organisations.map((held) => (
        <section key={held.name}>
          <h2 class="govuk-heading-m">{held.name}</h2>
          <p class="govuk-body">{texts.organisationText(sandboxLimits.organisation)}</p>
          <Clients context={context} held={held} />
        </section>
      ))}
      {unproven.map((name) => (
        <Notice key={name}>{texts.unproven(name)}</Notice>
      ))}
      {own !== undefined && (
        <section>
          <h2 class="govuk-heading-m">{texts.mine}</h2>
          <p class="govuk-body">{own.mayEdit ? texts.mineText : texts.mineKept}</p>
          <Clients context={context} held={own} />
        </section>
      )}
    </PortalPage>
  );
}

interface ClientsProps {
  readonly context: PortalPageContext;
  readonly held: HeldClients;
}

function Clients({ context, held }: ClientsProps) {
  const { locale } = context;
  const texts = sandboxTexts(locale);
  const { columns } = texts;
  const label = held.holder.kind === 'organisation' ? held.name : texts.mine;
  const query = held.holder.kind === 'organisation' ? `&for=${held.holder.organisationId}` : '';
  return (
    <>
      <Table
        caption={texts.caption(label)}
        captionHidden
        columns={[columns.name, columns.platform, columns.clientId, columns.made]}
        rows={held.clients.map(({ id, platform, clientId, form, createdAtMs }) => [
          <a key={id} class="govuk-link" href={`/sandbox/${id}`}>
            {textOf(form, 'displayName')}
          </a>,
          platformNames[platform],
          <code key="client" class="garance-breakable">
            {clientId}
          </code>,
          formatDate(locale, createdAtMs),
        ])}
        empty={texts.none}
      />
      {held.mayEdit && held.mayAdd.length < platforms.length && <p class="govuk-body">{texts.full}</p>}
      <ButtonGroup>
        {held.mayAdd.map((platform) => (
          <Button key={platform} variant="secondary" href={`/sandbox/new?platform=${platform}${query}`}>
            {texts.add(platformNames[platform])}
            {held.holder.kind === 'organisation' && (
              <span class="govuk-visually-hidden">{texts.addFor(held.name)}</span>
            )}
          </Button>
        ))}
      </ButtonGroup>
    </>
  );
}
