// @module-tag matrix
import { otherScreens } from '../page-looks.ts';
import { describeDemoServicePages } from './demo-service.ts';

describeDemoServicePages(otherScreens);
