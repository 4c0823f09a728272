import { firstLook } from '../page-looks.ts';
import { describeSandboxPages } from './sandbox-pages.ts';

describeSandboxPages(firstLook);
