// @module-tag matrix
import { otherLooks } from '../page-looks.ts';
import { describeIntegrationPages } from './integration-pages.ts';

describeIntegrationPages(otherLooks);
