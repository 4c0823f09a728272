/** A browser without scripts: pages, cookie jar, forms. */
export { BrokeOff, NoAnswerInTime } from './broke-off.ts';
export { type Form, fillForm, findForms } from './forms.ts';
export {
  baseOf,
  elementsOf,
  type HtmlDocument,
  type HtmlElement,
  inherit,
  markupOf,
  parseHtml,
  textOf,
} from './html.ts';
export {
  BrokenNavigation,
  type Cookie,
  createHttpBrowser,
  type HttpBrowser,
  type HttpBrowserOptions,
  linkOf,
  metaRefresh,
  type Page,
  refreshTarget,
} from './http-browser.ts';
export { select } from './select.ts';
export {
  createSiteBrowser,
  type SiteAnswer,
  type SiteBrowser,
  type SiteCookies,
  type SiteRequest,
} from './site-browser.ts';
export { sameSite } from './sites.ts';
