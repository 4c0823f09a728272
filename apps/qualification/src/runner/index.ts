/** What runs the suite: visitors, stage, oracle, and the browser that tests of pages use too. */
export { type BrowserVisitorOptions, createBrowserVisitors } from './browser/browser-visitors.ts';
export {
  type BrowserLaunch,
  type LaunchBrowser,
  launchBrowser,
  NoSandbox,
  type Sandbox,
} from './browser/launch-browser.ts';
export { CannotRun, type CannotRunReason } from './cannot-run.ts';
export { createHttpVisitors, type HttpVisitorOptions } from './http/http-visitor.ts';
export { defaultLimits, type Limits } from './limits.ts';
export { parseMarker } from './marker.ts';
export { RunBroken } from './process/run-broken.ts';
export { type ApartOptions, runSuiteApart } from './process/run-suite-apart.ts';
export { runSuite, type SuiteOptions, suiteVersion } from './run-suite.ts';
export type { ClosableVisitor, VisitorSource } from './visitors.ts';
