import { firstScreens } from '../page-looks.ts';
import { describeProviderAndMailboxPages, describeProviderVisits } from './providers-and-mailbox.ts';

describeProviderAndMailboxPages(firstScreens);
describeProviderVisits();
