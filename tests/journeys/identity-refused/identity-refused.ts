/** The identity is refused or cannot be checked: a page says what to do, and the service receives a general error. */
import { getErrorDefinition } from '@garance/core';
import { describe, expect } from 'vitest';
import type { Citizen } from '../actors.ts';
import { story } from '../story.ts';

const identities = [
  { who: 'unknown to the register', login: 'perle', code: 'register.not_found' },
  { who: 'one of several in the register', login: 'dominique', code: 'register.several' },
  { who: 'deceased', login: 'achille', code: 'register.refused' },
  { who: 'known by her usage name only', login: 'capucine', code: 'register.usage_name_only' },
  {
    who: 'born in a commune that does not exist',
    login: 'ulysse',
    code: 'identity.invalid_attribute',
    about: 'Lieu de naissance',
  },
  {
    who: 'born on an impossible date',
    login: 'octave',
    code: 'identity.invalid_attribute',
    about: 'Date de naissance',
  },
] as const;

async function isToldAndGoesBack(
  citizen: Citizen,
  code: (typeof identities)[number]['code'] | RegisterFailure,
) {
  const { citizen: text, oauth } = getErrorDefinition(code);
  await citizen.sees('failure', code);
  expect(await citizen.text()).toContain(text.fr);
  expect(await citizen.text()).toContain(code);
  await citizen.goesBackToTheService();
  await citizen.sees('service refusal', oauth);
  expect(await citizen.readsTheRefusal()).toBe(oauth);
}

type RegisterFailure = 'register.unavailable' | 'register.invalid_request';

const faults = [
  { fault: 'down', code: 'register.unavailable' },
  { fault: 'slow', code: 'register.unavailable' },
  { fault: 'malformed', code: 'register.invalid_request' },
] as const;

/** In the first ring one person, with a named field, and one fault; the others in the second. */
export const first = { identities: ['ulysse', 'achille'], faults: ['malformed'] };

export interface Refusals {
  isIdentity(login: string): boolean;
  isFault(fault: string): boolean;
}

export function describeRefusals({ isIdentity, isFault }: Refusals): void {
  describe('a person', () => {
    story.for(identities.filter((identity) => isIdentity(identity.login)))(
      '$who',
      async ({ login, code, ...rest }, { meet }) => {
        const citizen = await meet();
        await citizen.startsSignIn('franceconnect');
        await citizen.chooses('low');
        await citizen.signsInAs(login);
        if ('about' in rest) {
          await citizen.sees('failure', code);
          expect(await citizen.text()).toContain(rest.about);
        }
        await isToldAndGoesBack(citizen, code);
      },
    );
  });

  describe('the civil register', () => {
    story.for(faults.filter((candidate) => isFault(candidate.fault)))(
      'is $fault',
      async ({ fault, code }, { meet, federation, onTestFinished }) => {
        const citizen = await meet();
        await citizen.startsSignIn('plusSubstantial');
        await citizen.chooses('substantial');
        federation.civilRegister.setFault(fault);
        onTestFinished(() => federation.civilRegister.setFault(undefined));
        await citizen.signsInAs('amarante');
        await isToldAndGoesBack(citizen, code);
      },
    );

    story('works again, and the same citizen signs in', async ({ meet }) => {
      const citizen = await meet();
      await citizen.signsInThrough('plusSubstantial', 'substantial', 'amarante');
    });
  });
}
