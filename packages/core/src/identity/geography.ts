import { type CommuneRanges, decodeCommuneCodes, isCommuneCodeShaped } from './commune-codes.ts';
import { type CommuneName, type CommuneNames, findCommuneName } from './commune-names.ts';
import { countryNames } from './countries.ts';

/** The official geographic code (COG): the parts that the rules of an identity use. */
export interface Geography {
  /** Whether `code` is, or ever was, the code of a commune or of a municipal arrondissement. */
  hasCommune(code: string): boolean;
  /** Whether `code` is, or was, the code of a country or territory; France is `99100`. */
  hasCountry(code: string): boolean;
  communeName(code: string): CommuneName | undefined;
}

/** `generated/cog.json`, made by `tools/build-geography.mjs`. */
export interface CogTable {
  /** Name and version of the data set. */
  readonly source: string;
  readonly communes: CommuneRanges;
  readonly names: CommuneNames;
}

/**
 * Opens the official geographic code for look-ups.
 * @throws Error when the table is damaged
 */
export function createGeography(cog: CogTable): Geography {
  const communes = decodeCommuneCodes(cog.communes);
  return {
    hasCommune: (code) =>
      isCommuneCodeShaped(code) && communes.get(code.slice(0, 2))?.[Number(code.slice(2))] === 1,
    hasCountry: (code) => countryNames.has(code),
    communeName: (code) => findCommuneName(cog.names, code),
  };
}
