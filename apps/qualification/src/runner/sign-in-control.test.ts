import { describe, expect, test } from 'vitest';
import { type Candidate, chooseSignInControl } from './sign-in-control.ts';

const hubOrigins = ['https://hub.example'];
const control = (candidate: Partial<Candidate>): Candidate => ({
  name: '',
  id: '',
  classes: [],
  target: 'https://service.example/x',
  named: false,
  ...candidate,
});
const choose = (candidates: readonly Partial<Candidate>[], platform: 'standard' | 'plus' = 'standard') =>
  chooseSignInControl(candidates.map(control), { platform, hubOrigins });

describe('the sign-in control of a page', () => {
  test('is the one that the owner named, whatever it looks like', () => {
    expect(choose([{ name: 'S’identifier avec FranceConnect' }, { name: 'Go', named: true }])).toBe(1);
  });

  test('is what leads to the hub, or bears the brand, before what merely signs in', () => {
    expect(choose([{ name: 'Se connecter' }, { name: 'S’identifier avec FranceConnect' }])).toBe(1);
    expect(
      choose([{ name: 'Sign in with FranceConnect' }, { target: 'https://hub.example/authorize' }]),
    ).toBe(1);
    expect(choose([{ name: 'Accueil' }, { name: 'Connexion' }])).toBe(1);
  });

  test('is the door of this platform when both are there', () => {
    const doors = [{ name: 'S’identifier avec FranceConnect' }, { name: 'S’identifier avec FranceConnect+' }];
    expect([choose(doors), choose(doors, 'plus')]).toEqual([0, 1]);
    const at = (path: string) => `https://service.example/sign-in/${path}`;
    const addresses = [{ target: at('franceconnect') }, { target: at('plus-substantial') }];
    const both = doors.map((door, place) => ({ ...door, ...addresses[place] }));
    expect([choose(both), choose(both, 'plus')]).toEqual([0, 1]);
  });

  test('is never an explanation, a way out, or something hidden', () => {
    expect(
      choose([{ name: 'Qu’est-ce que FranceConnect ?' }, { name: 'Se déconnecter de FranceConnect' }]),
    ).toBe(undefined);
    expect(choose([{ name: '', target: '' }, { name: 'Mentions légales' }])).toBe(undefined);
  });
});
