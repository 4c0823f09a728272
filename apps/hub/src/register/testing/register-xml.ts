/** For tests: an answer of the national register in which everything can be changed. */

export interface XmlPerson {
  readonly NomFamille: string;
  readonly NomUsage?: string;
  readonly Prenoms: readonly string[];
  readonly Sexe: string;
  readonly DateNaissance: string;
  /** Content of `LieuNaissance`. */
  readonly lieu: string;
  /** What comes after the place of birth, in the base namespace (prefix `ie`). */
  readonly more: string;
}

export const registeredAngela: XmlPerson = {
  NomFamille: 'DUBOIS',
  Prenoms: ['Angela', 'Claire'],
  Sexe: 'F',
  DateNaissance: '1962-08-24',
  lieu: '<ie:Localite code="75107">Paris 7e Arrondissement</ie:Localite>',
  more: '',
};

export const declarations =
  'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:ie="http://xml.insee.fr/schema" ' +
  'xmlns:ec="http://xml.insee.fr/schema/etat-civil" xmlns:el="http://xml.insee.fr/schema/electoral"';

const xmlDeclaration = '<?xml version="1.0" encoding="UTF-8"?>';

/** Content of the root element. */
export function answerWith(content: string): string {
  return `${xmlDeclaration}
<el:IdentificationsIndividusCitoyens ${declarations} uriDemande="http://register/individus?rechercheType=S&amp;nom=x" dateValidite="2026-04-16">
  ${content}
</el:IdentificationsIndividusCitoyens>`;
}

export function individualXml(person: XmlPerson): string {
  const usage = person.NomUsage === undefined ? '' : `<ie:NomUsage>${person.NomUsage}</ie:NomUsage>`;
  return `<ec:Individu>
    <ie:Noms><ie:NomFamille>${person.NomFamille}</ie:NomFamille>${usage}</ie:Noms>
    <ie:Prenoms>${person.Prenoms.map((name) => `<ie:Prenom>${name}</ie:Prenom>`).join('\n')}</ie:Prenoms>
    <ie:Naissance>
      <ie:DateNaissance>${person.DateNaissance}</ie:DateNaissance>
      <ie:LieuNaissance>${person.lieu}</ie:LieuNaissance>
      <ie:NumeroActeNaissance>614</ie:NumeroActeNaissance>
    </ie:Naissance>
    <ie:Sexe>${person.Sexe}</ie:Sexe>${person.more}
  </ec:Individu>`;
}

export function citizenXml(individual: string): string {
  return `<el:IdentificationIndividuCitoyen>
    <el:SituationActuelle>${individual}<ec:QualiteEtatCivil>ci</ec:QualiteEtatCivil></el:SituationActuelle>
    <el:StatutDuNomIdentifieDansLaDemande>O</el:StatutDuNomIdentifieDansLaDemande>
    <el:Divergences><ec:DivergenceNom>false</ec:DivergenceNom></el:Divergences>
  </el:IdentificationIndividuCitoyen>`;
}

export function codeXml(code: string): string {
  return `<el:TypeReponseIdentification>${code}</el:TypeReponseIdentification>`;
}

/** The register's answer about Angela, or about a person who differs from her by `changes`. */
export function answerXml(code: string, changes: Partial<XmlPerson> = {}): string {
  return answerWith(codeXml(code) + citizenXml(individualXml({ ...registeredAngela, ...changes })));
}

/** An answer that names no person. */
export function answerWithoutPerson(code: string): string {
  return answerWith(
    `${codeXml(code)}<el:IdentificationIndividuCitoyen><el:Divergences><ec:DivergenceNom>false</ec:DivergenceNom></el:Divergences></el:IdentificationIndividuCitoyen>`,
  );
}
