import { Frame } from '../../parts/qualification/parts.tsx';
import { Trace, type TraceProps } from '../../parts/registration/trace-page.tsx';
import type { PlatformScope } from '../../parts/scope/service-scope.ts';
import { productionTexts } from './texts.ts';

/** Trace of production, for finding an occurrence id that a citizen quotes. */
export function ProductionTracePage({ scope, ...trace }: TraceProps & { readonly scope: PlatformScope }) {
  const { context } = trace;
  const title = productionTexts(context.locale).trace;
  return (
    <Frame context={context} scope={scope} title={title} backHref={`${scope.base}/production`} width="wide">
      <Trace {...trace} />
    </Frame>
  );
}
