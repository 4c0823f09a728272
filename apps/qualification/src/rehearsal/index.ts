export { createRehearsalDesk, type DeskOptions, type RehearsalDesk } from './desk.ts';
export { createLocalRehearsal } from './local.ts';
