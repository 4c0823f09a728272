export { CannotRun, type CannotRunReason } from './runner/cannot-run.ts';
export { runSuite, type SuiteOptions, suiteVersion } from './runner/run-suite.ts';
export { type Fault, faultSchema } from './vocabulary/fault.ts';
export type { Observation } from './vocabulary/observation.ts';
export type { PersonId } from './vocabulary/person.ts';
export type { Rehearsal, RehearsedService, Ticket, TicketWish } from './vocabulary/rehearsal.ts';
export { reserved } from './vocabulary/reserved.ts';
export { defineScenario, type Judgement, type Scenario } from './vocabulary/scenario.ts';
export type { ServiceUnderTest, Stage, View, Visitor } from './vocabulary/stage.ts';
