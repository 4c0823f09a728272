/** The suite's browser without JavaScript serves tests of endpoints too. */
export {
  type Cookie,
  createHttpBrowser,
  type HttpBrowser,
  type Page,
} from '@garance/http-browser';
