import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { demoPersons } from '../persons/cast.ts';
import { makePerson } from '../persons/make-person.ts';
import type { DemoClaims } from '../persons/person.ts';
import type { DemoRegister } from './demo-register.ts';
import { queryFor } from './query.ts';
import { startDemoRegister } from './start-demo-register.ts';

const loopback = { host: '127.0.0.1', port: 0 } as const;

const code = (value: number | string) =>
  `<el:TypeReponseIdentification>${value}</el:TypeReponseIdentification>`;

describe('the demo civil register', () => {
  let register: DemoRegister;

  beforeEach(async () => {
    register = await startDemoRegister(loopback);
  });
  afterEach(() => register.close());

  const ask = async (query: Record<string, string>): Promise<string> => {
    const response = await fetch(`${register.url}?${new URLSearchParams(query)}`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/xml; charset=utf-8');
    return response.text();
  };
  const askFor = (claims: DemoClaims): Promise<string> => ask({ ...queryFor(claims) });
  const claimsOf = (id: string, provider = 'high'): DemoClaims => {
    const person = demoPersons.find((candidate) => candidate.id === id);
    const account = person?.accounts.find((candidate) => candidate.provider === provider);
    if (account === undefined) throw new Error(`no account ${id} at ${provider}`);
    return account.claims;
  };

  it('answers a known person with code 2 and the whole record, in the form of the national register', async () => {
    const answer = await askFor(claimsOf('amarante'));
    expect(answer).toContain(
      `${code(2)}<el:IdentificationIndividuCitoyen><el:SituationActuelle><ec:Individu>` +
        '<ie:Noms><ie:NomFamille>Cochenille</ie:NomFamille></ie:Noms>' +
        '<ie:Prenoms><ie:Prenom>Amarante</ie:Prenom></ie:Prenoms>' +
        '<ie:Naissance><ie:DateNaissance>1985-04-12</ie:DateNaissance>' +
        '<ie:LieuNaissance><ie:Localite code="75112">Commune</ie:Localite></ie:LieuNaissance>' +
        '<ie:NumeroActeNaissance>614</ie:NumeroActeNaissance></ie:Naissance><ie:Sexe>F</ie:Sexe></ec:Individu>',
    );
    expect(answer).toMatch(
      /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<el:IdentificationsIndividusCitoyens /,
    );
    expect(answer).toContain('xmlns:el="http://xml.insee.fr/schema/electoral"');
    expect(answer).toContain('rechercheType=S&amp;nom=Cochenille&amp;');
    expect(answer).not.toContain('>true<');
  });

  it('answers at the address of the national register too', async () => {
    const query = new URLSearchParams({ ...queryFor(claimsOf('amarante')) });
    const answer = await fetch(`${register.url}Brpp2IdentificationComplet/individus?${query}`);
    expect(await answer.text()).toContain(code(2));
    expect((await fetch(`${register.url}other?${query}`)).status).toBe(404);
  });

  it('lists given names one by one, one with a space as one, and names the usage name', async () => {
    expect(await askFor(claimsOf('anselme'))).toContain(
      '<ie:Prenoms><ie:Prenom>Jean Lin</ie:Prenom><ie:Prenom>Anselme</ie:Prenom></ie:Prenoms>',
    );
    expect(await askFor(claimsOf('eglantine'))).toContain('<ie:NomUsage>Gaude Sarrette</ie:NomUsage>');
  });

  it('answers for every demo account as its entry states', async () => {
    const codes = { found: 2, rectified: 3, doubtful: 4, several: 6, 'usage-name-only': 7, 'not-found': 8 };
    for (const person of demoPersons) {
      for (const { claims } of person.accounts) {
        const asRecorded = claims.given_name.startsWith('Éléonore');
        const expected = asRecorded ? codes.found : codes[person.register.answer];
        expect(await askFor(claims), person.id).toContain(code(expected));
      }
    }
  });

  it('rectifies a spelling', async () => {
    const answer = await askFor(claimsOf('eleonore', 'low'));
    expect(answer).toContain(code(3));
    expect(answer).toContain('<ie:Prenom>Éléonore</ie:Prenom><ie:Prenom>Mauve</ie:Prenom>');
    expect(answer).toContain('<ec:DivergencePrenoms>true</ec:DivergencePrenoms>');
    expect(answer).toContain('<ec:DivergenceNom>false</ec:DivergenceNom>');
  });

  it('reports that the person has died', async () => {
    const answer = await askFor(claimsOf('achille'));
    expect(answer).toContain(code(2));
    expect(answer).toContain('<ie:Deces><ie:DateDeces>');
    expect(await askFor(claimsOf('amarante'))).not.toContain('Deces');
  });

  it.each([
    ['indigo', '99217'],
    ['cachou', '99352'],
  ])('is queried with the country for a birth abroad, and answers with it: %s', async (id, country) => {
    const claims = claimsOf(id);
    expect(queryFor(claims).codeLieuNaissance).toBe(country);
    const answer = await askFor(claims);
    expect(answer).toContain(`<ie:LieuNaissance><ie:Pays code="${country}">`);
    expect(answer).not.toContain('Localite');
  });

  it.each([
    ['safran', '19490000', '1949'],
    ['celadon', '19580600', '1958-06'],
  ])(
    'is queried with 00 for unknown parts of a date, and answers with the known ones: %s',
    async (id, sent, known) => {
      const claims = claimsOf(id);
      expect(queryFor(claims).dateNaissance).toBe(sent);
      expect(await askFor(claims)).toContain(`<ie:DateNaissance>${known}</ie:DateNaissance>`);
    },
  );

  it('compares names without case, diacritics or punctuation', async () => {
    const query = { ...queryFor(claimsOf('maelle')), nom: 'FACONNOUT OEILLET', prenoms: 'maelle zoe' };
    expect(await ask(query)).toContain(code(2));
  });

  it('finds no person by another date of birth', async () => {
    const query = { ...queryFor(claimsOf('amarante')), dateNaissance: '19850413' };
    expect(await ask(query)).toContain(code(8));
  });

  it.each(['rechercheType', 'nom', 'prenoms', 'dateNaissance', 'sexe', 'codeLieuNaissance'])(
    'refuses a query without %s as a bad request',
    async (name) => {
      expect(await ask({ ...queryFor(claimsOf('amarante')), [name]: '' })).toContain(code(9));
    },
  );

  it('escapes its output', async () => {
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
    expect(await askFor(claims)).toContain('<ie:NomFamille>A&lt;b&gt;&amp;&quot;&apos;</ie:NomFamille>');
  });

  it('can be down, malformed, slow, and normal again, while its health stays readable', async () => {
    const url = `${register.url}?${new URLSearchParams({ ...queryFor(claimsOf('amarante')) })}`;
    register.setFault('down');
    expect((await fetch(url)).status).toBe(503);
    expect((await fetch(`${register.url}healthz`)).status).toBe(200);
    register.setFault('malformed');
    expect(await (await fetch(url)).text()).not.toContain('</el:IdentificationsIndividusCitoyens>');
    register.setFault('slow');
    await expect(fetch(url, { signal: AbortSignal.timeout(50) })).rejects.toThrow();
    register.setFault(undefined);
    expect((await fetch(url)).status).toBe(200);
  });

  it('does not start on a port that is taken', async () => {
    await expect(startDemoRegister({ ...loopback, port: register.port })).rejects.toThrow('EADDRINUSE');
  });
});

describe('test accounts in the register', () => {
  const claims: DemoClaims = {
    given_name: 'Noëlle Ambre',
    family_name: 'Essai',
    birthdate: '1990-07-00',
    gender: 'female',
    birthplace: '75107',
    birthcountry: '99100',
    email: 'noelle@essais.example',
  };
  const lookUp = async (register: DemoRegister, query: object) =>
    (await fetch(`${register.url}?${new URLSearchParams({ ...query })}`)).text();

  it('are found while they exist, and unknown afterwards', async () => {
    let persons = [{ login: 'essai-1', password: 'garance', claims }];
    const register = await startDemoRegister({ ...loopback, listTestAccounts: async () => persons });
    const found = await lookUp(register, queryFor(claims));
    expect(found).toContain(code(2));
    expect(found).toContain('<ie:Prenom>Noëlle</ie:Prenom><ie:Prenom>Ambre</ie:Prenom>');
    persons = [];
    expect(await lookUp(register, queryFor(claims))).toContain(code(8));
    await register.close();
  });

  it('change no answer about demo persons', async () => {
    const deceased = demoPersons.find(({ id }) => id === 'achille')?.accounts[0]?.claims ?? claims;
    const persons = [{ login: 'essai-1', password: 'garance', claims: deceased }];
    const register = await startDemoRegister({ ...loopback, listTestAccounts: async () => persons });
    expect(await lookUp(register, queryFor(deceased))).toContain('<ie:Deces>');
    await register.close();
  });

  it('that cannot be read make the register answer with a failure', async () => {
    const listTestAccounts = () => Promise.reject(new Error('no database'));
    const register = await startDemoRegister({ ...loopback, listTestAccounts });
    const answer = await fetch(`${register.url}?${new URLSearchParams({ ...queryFor(claims) })}`);
    expect(answer.status).toBe(500);
    await register.close();
  });
});
