/** Each attribute has a scope of the same name; the groups are those of `spec/identity.md`. */
export const identityScopes = {
  // Always sent, because every hub needs them to judge the sign-in.
  openid: ['sub', 'acr', 'amr'],
  given_name: ['given_name'],
  family_name: ['family_name'],
  birthdate: ['birthdate'],
  gender: ['gender'],
  birthplace: ['birthplace'],
  birthcountry: ['birthcountry'],
  email: ['email'],
  preferred_username: ['preferred_username'],
  profile: ['given_name', 'family_name', 'birthdate', 'gender', 'preferred_username'],
  birth: ['birthplace', 'birthcountry'],
  identite_pivot: ['given_name', 'family_name', 'birthdate', 'gender', 'birthplace', 'birthcountry'],
} satisfies Readonly<Record<string, readonly string[]>>;
