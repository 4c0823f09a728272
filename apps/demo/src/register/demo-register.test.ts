import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { demoPersons } from '../persons/cast.ts';
import { makePerson } from '../persons/make-person.ts';
import type { DemoClaims } from '../persons/person.ts';
import { queryFor } from './query.ts';
import { startDemoRegister } from './start-demo-register.ts';
import type { DemoRegister } from './types.ts';

const loopback = { host: '127.0.0.1', port: 0 } as const;

describe('the demo civil register', () => {
  let register: DemoRegister;

  beforeEach(async () => {
    register = await startDemoRegister(loopback);
  });
  afterEach(() => register.close());

  const ask = async (query: Record<string, string>): Promise<string> => {
    const response = await fetch(`${register.url}?${new URLSearchParams(query)}`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('application/xml');
    return response.text();
  };
  const askFor = (claims: DemoClaims): Promise<string> => ask({ ...queryFor(claims) });
  const claimsOf = (id: string, provider = 'high'): DemoClaims => {
    const person = demoPersons.find((candidate) => candidate.id === id);
    const account = person?.accounts.find((candidate) => candidate.provider === provider);
    if (account === undefined) throw new Error(`no account ${id} at ${provider}`);
    return account.claims;
  };

  it('answers a person it knows with code 2 and the whole record', async () => {
    expect(await askFor(claimsOf('amarante'))).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><reponse><code>2</code><individu>' +
        '<nomNaissance>Cochenille</nomNaissance><prenoms>Amarante</prenoms><dateNaissance>19850412</dateNaissance>' +
        '<sexe>F</sexe><codeLieuNaissance>75112</codeLieuNaissance><codePaysNaissance>99100</codePaysNaissance>' +
        '</individu><deces>false</deces></reponse>',
    );
  });

  it('answers for every account of the cast what the cast says', async () => {
    const codes = { found: 2, rectified: 3, doubtful: 4, several: 6, 'usage-name-only': 7, 'not-found': 8 };
    for (const person of demoPersons) {
      for (const { claims } of person.accounts) {
        const asRecorded = claims.given_name.startsWith('Éléonore');
        const code = asRecorded ? codes.found : codes[person.register.answer];
        expect(await askFor(claims), person.id).toContain(`<code>${code}</code>`);
      }
    }
  });

  it('rectifies a spelling', async () => {
    const answer = await askFor(claimsOf('eleonore', 'low'));
    expect(answer).toContain('<code>3</code>');
    expect(answer).toContain('<prenoms>Éléonore Mauve</prenoms>');
  });

  it('says when the person has died', async () => {
    const answer = await askFor(claimsOf('achille'));
    expect(answer).toContain('<code>2</code>');
    expect(answer).toContain('<deces>true</deces>');
  });

  it('is asked with the country for somebody born abroad, and answers with an empty place', async () => {
    const claims = claimsOf('indigo');
    expect(queryFor(claims).codeLieuNaissance).toBe('99217');
    const answer = await askFor(claims);
    expect(answer).toContain('<codeLieuNaissance></codeLieuNaissance>');
    expect(answer).toContain('<codePaysNaissance>99217</codePaysNaissance>');
  });

  it('is asked with 00 for an unknown month and day, and records the first of January', async () => {
    const claims = claimsOf('safran');
    expect(queryFor(claims).dateNaissance).toBe('19490000');
    expect(await askFor(claims)).toContain('<dateNaissance>19490101</dateNaissance>');
  });

  it('compares names without case, diacritics or punctuation', async () => {
    const query = { ...queryFor(claimsOf('maelle')), nom: 'FACONNOUT OEILLET', prenoms: 'maelle zoe' };
    expect(await ask(query)).toContain('<code>2</code>');
  });

  it('knows nobody by another date of birth', async () => {
    const query = { ...queryFor(claimsOf('amarante')), dateNaissance: '19850413' };
    expect(await ask(query)).toContain('<code>8</code>');
  });

  it.each(['nom', 'prenoms', 'dateNaissance', 'sexe', 'codeLieuNaissance'])(
    'refuses a query without %s as a bad request',
    async (name) => {
      expect(await ask({ ...queryFor(claimsOf('amarante')), [name]: '' })).toContain('<code>9</code>');
    },
  );

  it('escapes what it writes', async () => {
    await register.close();
    const claims = { ...claimsOf('amarante'), family_name: 'A<b>&"\'' };
    const person = makePerson({
      id: 'x',
      trait: { fr: '', en: '' },
      login: 'x',
      at: { high: {} },
      claims,
    });
    register = await startDemoRegister({ ...loopback, persons: [person] });
    expect(await askFor(claims)).toContain('<nomNaissance>A&lt;b&gt;&amp;&quot;&apos;</nomNaissance>');
  });

  it('can be down, malformed, slow, and well again, while its health stays readable', async () => {
    const url = `${register.url}?${new URLSearchParams({ ...queryFor(claimsOf('amarante')) })}`;
    register.setFault('down');
    expect((await fetch(url)).status).toBe(503);
    expect((await fetch(`${register.url}healthz`)).status).toBe(200);
    register.setFault('malformed');
    expect(await (await fetch(url)).text()).not.toContain('</reponse>');
    register.setFault('slow');
    await expect(fetch(url, { signal: AbortSignal.timeout(50) })).rejects.toThrow();
    register.setFault(undefined);
    expect((await fetch(url)).status).toBe(200);
  });

  it('does not start on a port that is taken', async () => {
    await expect(startDemoRegister({ ...loopback, port: register.port })).rejects.toThrow('EADDRINUSE');
  });
});

describe('private persons in the register', () => {
  const claims: DemoClaims = {
    given_name: 'Noëlle Ambre',
    family_name: 'Essai',
    birthdate: '1990-07-00',
    gender: 'female',
    birthplace: '75107',
    birthcountry: '99100',
    email: 'noelle@essais.example',
  };
  const asked = async (register: DemoRegister, query: object) =>
    (await fetch(`${register.url}?${new URLSearchParams({ ...query })}`)).text();

  it('are found as they are while they exist, and unknown afterwards', async () => {
    let persons = [{ login: 'essai-1', password: 'garance', claims }];
    const register = await startDemoRegister({ ...loopback, listPrivatePersons: async () => persons });
    const found = await asked(register, queryFor(claims));
    expect(found).toContain('<code>2</code>');
    expect(found).toContain('<prenoms>Noëlle Ambre</prenoms>');
    persons = [];
    expect(await asked(register, queryFor(claims))).toContain('<code>8</code>');
    await register.close();
  });

  it('change nothing of what is known of the cast', async () => {
    const deceased = demoPersons.find(({ id }) => id === 'achille')?.accounts[0]?.claims ?? claims;
    const persons = [{ login: 'essai-1', password: 'garance', claims: deceased }];
    const register = await startDemoRegister({ ...loopback, listPrivatePersons: async () => persons });
    expect(await asked(register, queryFor(deceased))).toContain('<deces>true</deces>');
    await register.close();
  });

  it('that cannot be read make the register answer that it failed', async () => {
    const listPrivatePersons = () => Promise.reject(new Error('no database'));
    const register = await startDemoRegister({ ...loopback, listPrivatePersons });
    const answer = await fetch(`${register.url}?${new URLSearchParams({ ...queryFor(claims) })}`);
    expect(answer.status).toBe(500);
    await register.close();
  });
});
