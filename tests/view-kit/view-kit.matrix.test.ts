// @module-tag matrix
import { otherScreens } from '../page-looks.ts';
import { describeGallery } from './view-kit.ts';

describeGallery(otherScreens);
