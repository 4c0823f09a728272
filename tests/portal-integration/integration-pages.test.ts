import { firstLook } from '../page-looks.ts';
import { describeIntegrationPages } from './integration-pages.ts';

describeIntegrationPages(firstLook);
