// @module-tag matrix
import { describe } from 'vitest';
import { launchFirefox, whyNoFirefox } from '../../firefox.ts';
import { describeChromium, journeysOf } from './further-hops.ts';

describeChromium(false);

const missing = whyNoFirefox();

describe.skipIf(missing !== undefined)(
  `Firefox${missing === undefined ? '' : `: skipped, ${missing}`}`,
  () => {
    journeysOf(launchFirefox);
  },
);
