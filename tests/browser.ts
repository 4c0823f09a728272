/** The browser of the qualification suite serves the journeys too. */
export { launchBrowser } from '@garance/qualification/runner';
