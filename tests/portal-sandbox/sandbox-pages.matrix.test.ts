// @module-tag matrix
import { otherLooks } from '../page-looks.ts';
import { describeSandboxPages } from './sandbox-pages.ts';

describeSandboxPages(otherLooks);
