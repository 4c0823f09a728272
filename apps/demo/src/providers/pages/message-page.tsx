import type { Locale } from '@garance/web/view';
import type { ComponentChildren } from 'preact';
import type { DemoProviderProfile } from '../demo-provider.ts';
import { Shell } from './shell.tsx';

interface MessagePageProps {
  readonly profile: DemoProviderProfile;
  readonly locale: Locale;
  readonly title: string;
  readonly body: string;
  /** Shown after the text. */
  readonly code?: string;
  readonly children?: ComponentChildren;
}

/** A page with a single message: expired, failed, signed out. */
export function MessagePage({ profile, locale, title, body, code, children }: MessagePageProps) {
  return (
    <Shell profile={profile} locale={locale} title={title}>
      <h1>{title}</h1>
      <p>
        {body} {code === undefined ? null : <code>{code}</code>}
      </p>
      {children}
    </Shell>
  );
}
