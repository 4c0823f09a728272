import { assetUrl } from '@garance/web/view';

/**
 * Script that disables the buttons of a form once it is sent; without script, the hub answers a second click like the
 * first.
 */
export function SubmitOnce() {
  return <script type="module" src={assetUrl('submit-once.js')} />;
}
