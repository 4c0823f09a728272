import { createHash } from 'node:crypto';
import { type Configuration, Provider } from 'oidc-provider';
import { providerConfiguration } from '../configuration.ts';
import type { DemoLogger, ProfessionalsOptions } from '../demo-provider.ts';
import { type Issuer, serveIssuer } from '../issuer.ts';
import { generateSigningKeys } from '../signing-keys.ts';
import { type DemoProfessional, demoProfessionals } from './accounts.ts';
import { professionalsProfile } from './profile.ts';
import { serveProfessionalSignIn } from './sign-in.tsx';

interface ProfessionalsInput extends ProfessionalsOptions {
  readonly origin: string;
  readonly logger: DemoLogger | undefined;
}

/** Scopes and claims like ProConnect's: `siret` is the establishment, `usual_name` the family name. */
const scopes = {
  openid: ['sub', 'acr', 'amr'],
  email: ['email', 'email_verified'],
  given_name: ['given_name'],
  usual_name: ['usual_name'],
  profile: ['given_name', 'family_name', 'usual_name'],
  siret: ['siret'],
} satisfies Readonly<Record<string, readonly string[]>>;

/** The issuer for professionals, under `{origin}/professionals`. */
export async function createProfessionalsIssuer(input: ProfessionalsInput): Promise<Issuer> {
  const { origin, logger, clients } = input;
  const keys = input.keys ?? (await generateSigningKeys());
  const issuer = `${origin}/${professionalsProfile.id}`;
  const accounts = new Map(
    (input.accounts ?? demoProfessionals).map((account) => [subjectOf(account), account]),
  );
  const common = providerConfiguration({
    profile: professionalsProfile,
    issuer,
    keys,
    clients,
    accounts: {
      findBySub: async (sub) => {
        const account = accounts.get(sub);
        return account && { claims: claimsOf(account) };
      },
    },
  });
  const configuration: Configuration = {
    ...common,
    claims: { auth_time: null, iss: null, sid: null, ...scopes },
  };
  const provider = new Provider(issuer, configuration);
  return serveIssuer({
    provider,
    profile: professionalsProfile,
    origin,
    logger,
    serveSignIn: (exchange) => serveProfessionalSignIn({ provider, accounts, logger }, exchange),
  });
}

function subjectOf({ login }: DemoProfessional): string {
  return createHash('sha256').update(`demo-professional|${login}`).digest('hex').slice(0, 40);
}

function claimsOf({ givenName, familyName, email, emailVerified, siret }: DemoProfessional): object {
  return {
    given_name: givenName,
    family_name: familyName,
    usual_name: familyName,
    email,
    email_verified: emailVerified ?? true,
    ...(siret !== undefined && { siret }),
  };
}
