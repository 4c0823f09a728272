/** The browser without JavaScript of the qualification suite, for tests of endpoints. */
export {
  type Cookie,
  createHttpBrowser,
  type HttpBrowser,
  type Page,
} from '@garance/qualification/runner';
