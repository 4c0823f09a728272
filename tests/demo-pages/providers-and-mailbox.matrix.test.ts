// @module-tag matrix
import { otherScreens } from '../page-looks.ts';
import { describeProviderAndMailboxPages } from './providers-and-mailbox.ts';

describeProviderAndMailboxPages(otherScreens);
