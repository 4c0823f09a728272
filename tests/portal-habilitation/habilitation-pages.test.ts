import { firstLook } from '../page-looks.ts';
import { describeHabilitationForms, describeHabilitationPages } from './habilitation-pages.ts';

describeHabilitationPages(firstLook);
describeHabilitationForms();
