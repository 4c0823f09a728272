import { firstLook } from '../page-looks.ts';
import { describeReviewPages } from './review-pages.ts';

describeReviewPages(firstLook);
