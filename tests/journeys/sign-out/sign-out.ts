/** A sign-out ends the sessions at the service, the hub and the provider, and returns to the service. */
import { expect } from 'vitest';
import { story } from '../story.ts';

const atFranceConnect = { entry: 'franceconnect', provider: 'low' } as const;
const atPlus = { entry: 'plusHigh', provider: 'high' } as const;

/** Each platform once, one with script and one without. */
export const firstWays = [
  { ...atFranceConnect, javaScript: true },
  { ...atPlus, javaScript: false },
] as const;

export const otherWays = firstWays.map((way) => ({ ...way, javaScript: !way.javaScript }));

export function describeSignOut(ways: readonly (typeof otherWays)[number][]): void {
  story.for(ways)(
    'from $entry through the provider and back, confirmed, with JavaScript: $javaScript',
    async ({ entry, provider, javaScript }, { meet }) => {
      const citizen = await meet({ javaScript });
      await citizen.signsInThrough(entry, provider, 'amarante');
      const passed: string[] = [];
      citizen.page.on('request', (request) => {
        if (request.isNavigationRequest()) passed.push(new URL(request.url()).pathname);
      });
      await citizen.signsOutOfTheService();
      await citizen.sees('service signed out');
      expect(await citizen.page.locator('[data-logout=confirmed]').count()).toBe(1);
      const stops = ['/api/v2/session/end', `/${provider}/session/end`, '/api/v2/logout/provider-return'];
      expect(passed).toEqual(expect.arrayContaining(stops));
      await citizen.page.goto(new URL('/account', citizen.page.url()).href);
      expect(citizen.page.url()).toContain('/sign-in');
    },
  );
}
