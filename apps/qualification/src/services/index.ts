export type { Defect, DefectName } from './defects/defect.ts';
export { defects } from './defects/index.ts';
export {
  type Specimens,
  type SpecimensOptions,
  type SpecimenUnderTest,
  startSpecimens,
} from './specimens.ts';
