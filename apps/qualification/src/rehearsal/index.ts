export { createLocalRehearsal } from './local.ts';
export {
  createRehearsalService,
  type RehearsalService,
  type RehearsalServiceOptions,
} from './rehearsal-service.ts';
