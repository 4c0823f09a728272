/** What runs the suite: visitors, stage, oracle, and the browser that tests of pages use too. */
export { type BrowserLaunch, type LaunchBrowser, launchBrowser } from './browser/launch-browser.ts';
export {
  type Cookie,
  createHttpBrowser,
  type HttpBrowser,
  type HttpBrowserOptions,
  type Page,
} from './http/http-browser.ts';
