/** The language switch of the hub's pages applies to the following pages, the provider's included. */
import { story } from '../story.ts';

export function describeSwitch(javaScript: boolean): void {
  story(`a citizen switches at the choice page, JavaScript: ${javaScript}`, async ({ meet }) => {
    const citizen = await meet({ javaScript });
    await citizen.startsSignIn('plusHigh');
    await citizen.switchesTo('en');
    await citizen.sees('account choice', 'plusHigh');
    await citizen.chooses('high');
    await citizen.signsInAs('amarante');
    await citizen.sees('what is shared', 'plusHigh');
    await citizen.switchesTo('fr');
    await citizen.sees('what is shared', 'plusHigh');
    await citizen.switchesTo('en');
    await citizen.sees('what is shared', 'plusHigh');
    await citizen.agrees();
    // The service is another site with its own language.
    citizen.nowReads('fr');
    await citizen.sees('service account', 'plusHigh');
  });
}
