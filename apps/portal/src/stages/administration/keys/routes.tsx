/** `/administration/keys`: the keys of each hub, and requests to rotate them. */
import { randomUUID } from 'node:crypto';
import { GaranceError, type HubId } from '@garance/core';
import type { HubKeyFacts } from '@garance/store';
import { Button, formatDate, type Locale, Notice, Table, Tag, useLocale } from '@garance/web/view';
import type { PortalDeps } from '../../../deps.ts';
import { ask } from '../../../objects/approval/ask.ts';
import { hubLabel, hubSlug, hubsOf, requireHub } from '../../../objects/hubs.ts';
import { PortalForm } from '../../../parts/form/form-parts.tsx';
import type { Routes } from '../../../parts/routes.ts';
import { requireStaff } from '../operator.ts';
import { AdminPage } from '../page.tsx';
import { adminTexts } from '../texts.ts';
import { phaseOf } from './phase.ts';

const formId = (hub: HubId) => `administration.rotate-keys:${hubSlug(hub)}`;
const tones = { upcoming: 'accent', active: 'success', retired: 'neutral' } as const;

export function mountKeys(routes: Routes, deps: PortalDeps): void {
  routes.get('/administration/keys', async (visit) => {
    requireStaff(visit, 'key.manage');
    const texts = adminTexts(visit.locale);
    const nowMs = deps.clock.now();
    const waiting = new Set((await deps.store.portal.approvals.open()).map(({ objectId }) => objectId));
    const hubs = [];
    for (const hub of hubsOf(deps.environments)) {
      hubs.push({ hub, keys: await deps.store.hubKeys.describe(hub) });
    }
    return visit.show(
      <AdminPage visit={visit} title={texts.keys}>
        <p class="govuk-body">{texts.rotateHint}</p>
        {hubs.map(({ hub, keys }) => (
          <HubKeys
            key={hubSlug(hub)}
            hub={hub}
            keys={keys}
            nowMs={nowMs}
            csrf={waiting.has(objectOf(hub)) ? undefined : visit.token(formId(hub))}
          />
        ))}
      </AdminPage>,
    );
  });
  routes.post('/administration/keys/:hub/rotate', async (visit, params) => {
    const actor = requireStaff(visit, 'key.manage');
    const hub = requireHub(deps.environments, params.hub);
    visit.form(formId(hub));
    if (deps.rotateKeys === undefined) throw new GaranceError('support.rotation_unavailable');
    await ask(deps, {
      id: randomUUID(),
      action: 'hub-keys.rotate',
      objectId: objectOf(hub),
      detail: { platform: hub.platform, environment: hub.environment },
      actor,
    });
    return visit.goTo('/administration/keys?done=asked');
  });
}

const objectOf = ({ platform, environment }: HubId) => `${platform}/${environment}`;

interface HubKeysProps {
  readonly hub: HubId;
  readonly keys: readonly HubKeyFacts[];
  readonly nowMs: number;
  /** Absent while a rotation waits for its second operator. */
  readonly csrf: string | undefined;
}

function HubKeys({ hub, keys, nowMs, csrf }: HubKeysProps) {
  const locale = useLocale();
  const texts = adminTexts(locale);
  return (
    <section>
      <Table
        caption={hubLabel(hub, locale)}
        columns={[texts.kid, texts.use, texts.algorithm, texts.status, texts.created, texts.from].map(
          (header) => ({ header }),
        )}
        rows={keys.map((key) => cells(key, keys, { nowMs, locale }))}
        empty={texts.noKeys}
      />
      {csrf === undefined ? (
        <Notice tone="info" title={texts.rotationRequested} />
      ) : (
        <PortalForm action={`/administration/keys/${hubSlug(hub)}/rotate`} csrf={csrf}>
          <Button variant="secondary">
            {texts.rotate}
            <span class="govuk-visually-hidden"> {hubLabel(hub, locale)}</span>
          </Button>
        </PortalForm>
      )}
    </section>
  );
}

type Shown = { readonly nowMs: number; readonly locale: Locale };

/** Shows facts about a key, never the key. */
function cells(key: HubKeyFacts, all: readonly HubKeyFacts[], { nowMs, locale }: Shown) {
  const texts = adminTexts(locale);
  const phase = phaseOf(key, all, nowMs);
  return [
    <code class="garance-breakable">{key.kid}</code>,
    texts.uses[key.use],
    key.alg,
    <Tag tone={tones[phase]}>{texts.keyStates[phase]}</Tag>,
    formatDate(locale, key.createdAtMs),
    key.activeFromMs === undefined ? '' : formatDate(locale, key.activeFromMs),
  ];
}
