/** For tests: the systems around a hub, whose answers the test sets. */
import {
  type ChoicePage,
  type CivilRegister,
  GaranceError,
  type HubId,
  type Provider,
  plainChoicePage,
  type RegisterAnswer,
  type Registration,
} from '@garance/core';
import type { Outbound } from '@garance/web/outbound';
import type { ProviderAnswer, ProviderGateway, RedeemInput } from '../providers/gateway.ts';
import { createFixedRegistry, type Registry } from '../registry.ts';
import { providersFor, registrationsFor, type ServiceName } from './services.ts';

/** A person as an identity provider describes them. */
export const angela = {
  given_name: 'Angela Claire Louise',
  family_name: 'DUBOIS',
  birthdate: '1962-08-24',
  gender: 'female',
  birthplace: '75107',
  birthcountry: '99100',
  email: 'angela@courriel.example',
  preferred_username: 'BERNARD',
} as const;

export const boris = {
  ...angela,
  given_name: 'Boris',
  family_name: 'ZEMEKIS',
  gender: 'male',
  email: 'boris@courriel.example',
} as const;

type Answering = (provider: Provider, input: RedeemInput) => ProviderAnswer;

export interface FakeGateway extends ProviderGateway {
  /** Answer of providers from now on. */
  answer: Answering;
  /** Unreachable providers. */
  readonly down: Set<string>;
  /** Providers without a logout endpoint. */
  readonly withoutLogout: Set<string>;
  /** Every redemption until now. */
  readonly redeemed: RedeemInput[];
}

export const providerIdToken = 'provider.id.token';

type Identity = Extract<ProviderAnswer, { kind: 'identity' }>;

/**
 * A provider's confirmation of the person at the requested level, freshly authenticated; `without` names what it leaves
 * out.
 */
export function identityOf(
  claims: Readonly<Record<string, unknown>>,
  more: Partial<Identity> = {},
  without: readonly ('amr' | 'authTime')[] = [],
): Answering {
  return (_provider, { requestedLevel, transactionStartedAtMs }) => {
    const answer: Identity = {
      kind: 'identity',
      claims,
      acr: requestedLevel,
      amr: ['pwd', 'otp'],
      authTime: Math.floor(transactionStartedAtMs / 1000),
      idToken: providerIdToken,
      ...more,
    };
    for (const name of without) delete (answer as Partial<Identity>)[name];
    return answer;
  };
}

export function createFakeGateway(): FakeGateway {
  const gateway: FakeGateway = {
    answer: identityOf(angela),
    down: new Set(),
    withoutLogout: new Set(),
    redeemed: [],
    authorizationUrl: async ({ id }, input) => {
      if (gateway.down.has(id)) throw new GaranceError('provider.unavailable');
      const { redirectUri, level, state, nonce, uiLocale } = input;
      const query = new URLSearchParams({
        redirect_uri: redirectUri,
        level,
        state,
        nonce,
        ui_locales: uiLocale,
      });
      return `https://${id}.example/authorize?${query}`;
    },
    redeem: async (provider, input) => {
      gateway.redeemed.push(input);
      return gateway.answer(provider, input);
    },
    endSessionUrl: async ({ id }, { idTokenHint, state, postLogoutRedirectUri }) => {
      if (gateway.withoutLogout.has(id)) return undefined;
      const query = new URLSearchParams({
        id_token_hint: idTokenHint,
        state,
        post_logout_redirect_uri: postLogoutRedirectUri,
      });
      return `https://${id}.example/logout?${query}`;
    },
  };
  return gateway;
}

export interface FakeRegister extends CivilRegister {
  /** Undefined: the register confirms everyone as the provider describes them. */
  answer: RegisterAnswer | undefined;
}

export function createFakeRegister(): FakeRegister {
  const register: FakeRegister = {
    answer: undefined,
    lookUp: async (identity) => register.answer ?? { kind: 'found', identity },
  };
  return register;
}

/** A registry that a test changes during a login, as an operator would. */
export interface TestRegistry extends Registry {
  registration(name: ServiceName): Registration;
  changeService(name: ServiceName, changes: Partial<Registration>): void;
  removeService(name: ServiceName): void;
  changeProvider(id: string, changes: Partial<Provider>): void;
  removeProvider(id: string): void;
  changeChoicePage(page: ChoicePage): void;
}

export function createTestRegistry(hub: HubId): TestRegistry {
  const services = new Map(registrationsFor(hub));
  const providers = new Map(providersFor(hub).map((provider) => [provider.id, provider]));
  let choicePage = plainChoicePage;
  const build = () => createFixedRegistry([...services.values()], [...providers.values()], choicePage);
  let current = build();
  const registration = (name: ServiceName) => {
    const found = services.get(name);
    if (found === undefined) throw new Error(`no service ${name} in this hub`);
    return found;
  };
  return {
    findRegistration: (clientId) => current.findRegistration(clientId),
    findProvider: (id) => current.findProvider(id),
    get providers() {
      return current.providers;
    },
    get choicePage() {
      return current.choicePage;
    },
    revision: 1,
    registration,
    changeService: (name, changes) => {
      services.set(name, { ...registration(name), ...changes });
      current = build();
    },
    removeService: (name) => {
      services.delete(name);
      current = build();
    },
    changeProvider: (id, changes) => {
      const found = providers.get(id);
      if (found === undefined) throw new Error(`no provider ${id} in this hub`);
      providers.set(id, { ...found, ...changes });
      current = build();
    },
    removeProvider: (id) => {
      providers.delete(id);
      current = build();
    },
    changeChoicePage: (page) => {
      choicePage = page;
      current = build();
    },
  };
}

/** A test hub makes no outbound request: its services publish their keys inline. */
export const noOutbound: Outbound = {
  request: () => Promise.reject(new Error('a test hub makes no requests')),
  fetch: () => Promise.reject(new Error('a test hub makes no requests')),
  policy: { allowHttp: false, allowPrivateAddresses: false },
  close: async () => {},
};
