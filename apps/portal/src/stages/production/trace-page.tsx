import { Trace, type TraceProps } from '../integration/pages/trace-page.tsx';
import { Frame } from '../qualification/pages/parts.tsx';
import type { PlatformPlace } from '../qualification/place.ts';
import { productionTexts } from './texts.ts';

/** Where an occurrence id that a citizen quotes is found again. */
export function ProductionTracePage({ place, ...trace }: TraceProps & { readonly place: PlatformPlace }) {
  const { context } = trace;
  const title = productionTexts(context.locale).trace;
  return (
    <Frame context={context} place={place} title={title} backHref={`${place.base}/production`} width="wide">
      <Trace {...trace} />
    </Frame>
  );
}
