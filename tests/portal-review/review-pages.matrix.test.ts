// @module-tag matrix
import { otherLooks } from '../page-looks.ts';
import { describeReviewPages } from './review-pages.ts';

describeReviewPages(otherLooks);
