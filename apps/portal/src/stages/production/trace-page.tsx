import { Frame } from '../../parts/qualification/parts.tsx';
import { Trace, type TraceProps } from '../../parts/registration/trace-page.tsx';
import type { PlatformScope } from '../../parts/scope/service-scope.ts';
import { productionTexts } from './texts.ts';

/** Where an occurrence id that a citizen quotes is found again. */
export function ProductionTracePage({ place, ...trace }: TraceProps & { readonly place: PlatformScope }) {
  const { context } = trace;
  const title = productionTexts(context.locale).trace;
  return (
    <Frame context={context} place={place} title={title} backHref={`${place.base}/production`} width="wide">
      <Trace {...trace} />
    </Frame>
  );
}
