import { firstScreens } from '../page-looks.ts';
import { describeDemoServicePages, describeDemoServiceVisits } from './demo-service.ts';

describeDemoServicePages(firstScreens);
describeDemoServiceVisits();
