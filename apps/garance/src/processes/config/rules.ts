/** Rules between fields, and what production refuses. They also apply to a file with other problems. */
import { type Problem, pathOf } from './problem.ts';
import { hubAlgorithms } from './schema.ts';

type Steps = readonly PropertyKey[];

/** A configuration that may have problems anywhere. */
interface Draft {
  at(...steps: Steps): unknown;
  readonly hubs: readonly number[];
  readonly hasProduction: boolean;
}

interface Rule {
  readonly says: string;
  readonly fix: string;
  /** Places that break the rule. */
  find(draft: Draft): readonly Steps[];
}

const environments = ['integration', 'production'] as const;
const platforms = ['standard', 'plus'] as const;

const when = (isBroken: boolean, ...steps: Steps): readonly Steps[] => (isBroken ? [steps] : []);
const isHttp = (value: unknown) => typeof value === 'string' && /^http:/i.test(value);
const isLocalHost = (host: unknown) =>
  typeof host === 'string' &&
  (/^(?:localhost|127(?:\.\d+){3}|\[?::1\]?)$/.test(host) || host.endsWith('.localhost'));
const isLoopback = (value: unknown) =>
  typeof value === 'string' && isLocalHost(URL.parse(value)?.hostname ?? '');
/** Reached over a network and not proven to be the server that it says it is. `host` may be a socket's folder. */
const isBareDatabase = (value: unknown) => {
  const url = typeof value === 'string' ? URL.parse(value) : null;
  if (url === null) return false;
  const host = url.searchParams.get('host') ?? url.hostname;
  const isLocal = host === '' || host.startsWith('/') || isLocalHost(host);
  return !isLocal && url.searchParams.get('sslmode') !== 'verify-full';
};
/** Hosts of the in-flight store, whichever kind it is. */
const inflightHosts = (draft: Draft): readonly unknown[] =>
  [draft.at('inflight'), draft.at('inflight', 'nodes'), draft.at('inflight', 'sentinels')]
    .flat()
    .map((node) => (node as { readonly host?: unknown } | null | undefined)?.host)
    .filter((host) => host !== undefined);
const storesNeedTls = (draft: Draft) => draft.hasProduction && draft.at('storesWithoutTls') !== true;
const issuersOf = (draft: Draft, isWrong: (value: unknown) => boolean): readonly Steps[] =>
  draft.hubs
    .filter((index) => draft.at('hubs', index, 'environment') === 'production')
    .map((index) => ['hubs', index, 'issuer'])
    .filter((steps) => isWrong(draft.at(...steps)));
const hubOf = (draft: Draft, index: number) =>
  `${draft.at('hubs', index, 'platform')} ${draft.at('hubs', index, 'environment')}`;

const rules: readonly Rule[] = [
  {
    says: 'is http in production',
    fix: 'Give the https address at which the proxy serves this hub.',
    find: (draft) => issuersOf(draft, isHttp),
  },
  {
    says: 'is an address of this machine in production',
    fix: 'Give the address at which citizens reach this hub.',
    find: (draft) => issuersOf(draft, isLoopback),
  },
  {
    says: 'is http beside a hub of production',
    fix: 'Give the https address at which the proxy serves the partner space.',
    find: (draft) => when(draft.hasProduction && isHttp(draft.at('portal', 'origin')), 'portal', 'origin'),
  },
  {
    says: 'is for trials, and there is a hub of production',
    fix: 'Remove it: a partner space of production has no band.',
    find: (draft) =>
      when(draft.hasProduction && draft.at('portal', 'band') === 'demonstration', 'portal', 'band'),
  },
  {
    says: 'is for trials, and there is a hub of production',
    fix: 'Remove it, or give the hubs of integration a file of their own.',
    find: (draft) => when(draft.hasProduction && draft.at('development') !== undefined, 'development'),
  },
  {
    says: 'does not check the certificate of the server, and there is a hub of production',
    fix: 'Add sslmode=verify-full&sslrootcert=FILE; where the network itself encrypts, set storesWithoutTls.',
    find: (draft) =>
      when(storesNeedTls(draft) && isBareDatabase(draft.at('database', 'url')), 'database', 'url'),
  },
  {
    says: 'is reached in clear, and there is a hub of production',
    fix: 'Add tls with caFile; where the network itself encrypts, set storesWithoutTls.',
    find: (draft) => {
      const isBare =
        draft.at('inflight', 'tls') === undefined && inflightHosts(draft).some((host) => !isLocalHost(host));
      return when(storesNeedTls(draft) && isBare, 'inflight');
    },
  },
  {
    says: 'is a key for trials: all of its bytes are the same',
    fix: 'Make one: openssl rand -base64 32',
    find: (draft) => {
      const bytes = Buffer.from(String(draft.at('masterKey') ?? ''), 'base64');
      return when(bytes.length === 32 && bytes.every((byte) => byte === bytes[0]), 'masterKey');
    },
  },
  {
    says: 'is the master key itself',
    fix: 'Give the next or the former one; remove it when every process has the new one and garance keys rewrap is done.',
    find: (draft) =>
      when(
        draft.at('otherMasterKey') !== undefined && draft.at('otherMasterKey') === draft.at('masterKey'),
        'otherMasterKey',
      ),
  },
  {
    says: 'leaves nothing to the token',
    fix: 'Remove keys.pkcs11, or the algorithms that the token can do.',
    find: (draft) => {
      const inSoftware = draft.at('keys', 'pkcs11', 'softwareAlgorithms');
      const isAll = Array.isArray(inSoftware) && hubAlgorithms.every((alg) => inSoftware.includes(alg));
      return when(isAll, 'keys', 'pkcs11', 'softwareAlgorithms');
    },
  },
  {
    says: 'names a hub that is there already',
    fix: 'Keep one section for each platform and environment; nodes of one hub share it.',
    find: (draft) =>
      draft.hubs
        .filter((index) =>
          draft.hubs.some((other) => other < index && hubOf(draft, other) === hubOf(draft, index)),
        )
        .map((index) => ['hubs', index]),
  },
  {
    says: 'is the port of the public listener',
    fix: 'Give the internal listener a port of its own.',
    find: (draft) =>
      [...draft.hubs.map((index) => ['hubs', index]), ['portal']]
        .filter((steps) => {
          const listener = (name: string) =>
            `${draft.at(...steps, name, 'host') ?? '127.0.0.1'} ${draft.at(...steps, name, 'port')}`;
          return (
            draft.at(...steps, 'internal', 'port') !== undefined &&
            listener('internal') === listener('listen')
          );
        })
        .map((steps) => [...steps, 'internal', 'port']),
  },
  {
    says: 'is missing, and there is a hub of this environment',
    fix: 'Give the address of the civil register; {"url": "none"} runs hubs of integration without one.',
    find: (draft) =>
      environments
        .filter((environment) =>
          draft.hubs.some((index) => draft.at('hubs', index, 'environment') === environment),
        )
        .filter((environment) => draft.at('register', environment) === undefined)
        .map((environment) => ['register', environment]),
  },
  {
    says: 'is none',
    fix: 'Production identifies people by a civil register: give its address.',
    find: (draft) =>
      when(draft.at('register', 'production', 'url') === 'none', 'register', 'production', 'url'),
  },
  {
    says: 'is http',
    fix: 'Give its https address; for trials without production, set development.allowHttp.',
    find: (draft) =>
      environments
        .map((environment) => ['register', environment, 'url'])
        .filter((steps) => isHttp(draft.at(...steps)) && draft.at('development', 'allowHttp') !== true),
  },
  {
    says: 'lacks a hub that the partner space names to services',
    fix: 'Give the sections of both platforms, standard and plus, for each environment, wherever they run.',
    find: (draft) => {
      const there = new Set(draft.hubs.map((index) => hubOf(draft, index)));
      const used = environments.filter((environment) =>
        platforms.some((platform) => there.has(`${platform} ${environment}`)),
      );
      const lacks = used.some((environment) =>
        platforms.some((platform) => !there.has(`${platform} ${environment}`)),
      );
      return when(draft.at('portal') !== undefined && lacks, 'hubs');
    },
  },
  {
    says: 'needs the section of the partner space, whose periodic work it does',
    fix: 'Add the section portal, with the addresses that it has wherever it runs.',
    find: (draft) => when(draft.at('worker') !== undefined && draft.at('portal') === undefined, 'worker'),
  },
];

/** Every rule that a configuration breaks, with each place. */
export function judge(value: unknown): readonly Problem[] {
  const draft = draftOf(value);
  return rules.flatMap(({ says, fix, find }) =>
    find(draft).map((steps) => ({ path: pathOf(steps), says, fix })),
  );
}

function draftOf(value: unknown): Draft {
  const at = (...steps: Steps): unknown =>
    steps.reduce<unknown>(
      (inner, step) =>
        typeof inner === 'object' && inner !== null && Object.hasOwn(inner, step)
          ? (inner as Readonly<Record<PropertyKey, unknown>>)[step]
          : undefined,
      value,
    );
  const hubs = at('hubs');
  const indexes = Array.isArray(hubs) ? hubs.map((_, index) => index) : [];
  return {
    at,
    hubs: indexes,
    hasProduction: indexes.some((index) => at('hubs', index, 'environment') === 'production'),
  };
}
