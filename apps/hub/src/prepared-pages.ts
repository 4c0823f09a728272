/** The pages that every login passes, prepared once per hub (`preparePage`); their markup is that of the components. */
import type { ErrorCode, Level } from '@garance/core';
import { type Locale, preparePage } from '@garance/web/view';
import type { HubConfig } from './hub-config.ts';
import { OnwardPage } from './pages/onward-page.tsx';
import { pageContext } from './pages/page-context.ts';
import { ChoicePage, type ShownOffer } from './steps/choose-provider/page.tsx';
import { ConsentPage } from './steps/consent/page.tsx';

/** Texts to fill into a page with two forms: the service's name, and the forms' tokens. */
type FormTexts = { readonly service: string; readonly mainCsrf: string; readonly leaveCsrf: string };

interface FixedChoice {
  readonly locale: Locale;
  readonly offers: readonly ShownOffer[];
  readonly message?: string;
  readonly notice?: ErrorCode;
  readonly level: Level;
  readonly logoBase: string;
}

interface FixedConsent {
  readonly locale: Locale;
  readonly labels: readonly string[];
  readonly asksConsent: boolean;
  readonly error?: string;
}

/** The value of each claim, by the position of its label. */
type ConsentTexts = FormTexts & Readonly<Record<`value ${number}`, string>>;

export type PreparedPages = ReturnType<typeof createPreparedPages>;

export function createPreparedPages(config: HubConfig) {
  return {
    /** @returns the page that redirects to `url` */
    onward: preparePage({
      build: (
        { locale }: { readonly locale: Locale },
        { name }: { readonly name: string },
        to: { url: string },
      ) => OnwardPage({ context: pageContext(config, { locale }), name, ...to }),
    }),
    choice: preparePage({
      build: (
        { locale, ...fixed }: FixedChoice,
        { service, mainCsrf, leaveCsrf }: FormTexts,
        { path }: InPath,
      ) =>
        ChoicePage({
          ...fixed,
          context: pageContext(config, { locale, serviceName: service, path }),
          approvalHref: (providerId) => `${path}?account=${encodeURIComponent(providerId)}`,
          chooseAction: `${path}/provider`,
          chooseCsrf: mainCsrf,
          leaveAction: `${path}/leave`,
          leaveCsrf,
        }),
    }),
    consent: preparePage({
      build: ({ locale, labels, ...fixed }: FixedConsent, texts: ConsentTexts, { path }: InPath) =>
        ConsentPage({
          ...fixed,
          context: pageContext(config, { locale, serviceName: texts.service, path: `${path}/consent` }),
          rows: labels.map((label, index) => ({ label, value: texts[`value ${index}`] ?? '' })),
          continueAction: `${path}/consent`,
          continueCsrf: texts.mainCsrf,
          leaveAction: `${path}/leave`,
          leaveCsrf: texts.leaveCsrf,
        }),
    }),
  };
}

/** Prefix of the addresses of one login. */
type InPath = { readonly path: string };
