import { assetUrl } from '@garance/web/view';

/** With script the buttons of a form rest once it is sent; without, the hub answers a second click like the first. */
export function SubmitOnce() {
  return <script type="module" src={assetUrl('submit-once.js')} />;
}
