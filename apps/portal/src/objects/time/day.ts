/** Milliseconds of 24 hours; calendar days of Paris are in `working-days.ts`. */
export const dayMs = 24 * 3600 * 1000;
