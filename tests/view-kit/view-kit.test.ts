import { firstScreens } from '../page-looks.ts';
import { describeControls, describeGallery } from './view-kit.ts';

describeGallery(firstScreens);
describeControls();
