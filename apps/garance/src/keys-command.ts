/** `garance keys …`: its requests and its output. This module loads no server code. */
import type { Send } from './embedded/control-requests.ts';
import { UsageError } from './embedded/usage-error.ts';
import type { KidsReport, ListedKey, ReplaceReport, RewrapReport } from './key-verbs.ts';

export const keysHelp = `  keys list      every key of every hub: phase, since when, and where its private half is
  keys rotate [HUB]
                 gives every hub, or HUB (plus/production), new keys: public at once, in use after 11 minutes
  keys replace HUB REASON
                 for keys that are lost or known to others: new ones at this moment, the former ones destroyed. What they
                 signed is refused, and services refuse new tokens until they fetch the key set again
  keys destroy   destroys the private keys whose time has passed; workers do so every hour
  keys rewrap    seals anew, under the master key, what rests under the other one; begun again when it was stopped
`;

type Print = (text: string) => void;

const verbs: Readonly<Record<string, (send: Send, args: readonly string[], print: Print) => Promise<void>>> =
  {
    list: async (send, _args, print) => {
      const keys = (await send('/keys/list')) as readonly ListedKey[];
      const lines = keys.map(
        ({ hub, kid, use, alg, phase, activeFromMs, token = 'database' }) =>
          `${hub} ${use} ${alg} ${kid} ${phase} since ${new Date(activeFromMs).toISOString()} in ${token}\n`,
      );
      print(lines.join(''));
    },
    rotate: async (send, [hub], print) => {
      const report = (await send('/keys/rotate', hub === undefined ? undefined : hubOf(hub))) as KidsReport;
      for (const { hub: name, kids } of report)
        print(`${name}: ${kids.length} new keys, ${kids.join(' ')}\n`);
    },
    replace: async (send, [hub, ...words], print) => {
      const reason = words.join(' ').trim();
      if (hub === undefined || reason === '') throw new UsageError('garance keys replace HUB REASON');
      const {
        hub: name,
        made,
        destroyed,
        notDestroyed,
      } = (await send('/keys/replace', {
        ...hubOf(hub),
        reason,
      })) as ReplaceReport;
      print(`${name}: ${made.length} new keys, ${made.join(' ')}\n`);
      print(`${name}: ${destroyed.length} former keys destroyed\n`);
      for (const kid of notDestroyed)
        print(`${name}: ${kid} is out of use, and still in a token that does not answer\n`);
    },
    destroy: async (send, _args, print) => {
      const report = (await send('/keys/destroy')) as KidsReport;
      for (const { hub, kids } of report)
        print(`${[`${hub}: ${kids.length} keys destroyed`, ...kids].join(' ')}\n`);
    },
    rewrap: async (send, _args, print) => {
      const report = (await send('/keys/rewrap')) as RewrapReport;
      for (const { table, resealed, current, unreadable } of report) {
        print(`${table}: ${resealed} sealed anew, ${current} were already, ${unreadable} cannot be opened\n`);
      }
      const total = report.reduce((sum, { resealed }) => sum + resealed, 0);
      const lost = report.reduce((sum, { unreadable }) => sum + unreadable, 0);
      if (lost > 0) throw new UsageError(`${lost} values are under neither key: they stay as they are.`);
      print(
        total === 0
          ? 'Nothing is under the other master key: it can be taken out of the configuration.\n'
          : `${total} values are under the master key now. Run it again: nothing must be left.\n`,
      );
    },
  };

/** @throws UsageError for a verb that is not in the help, or an invalid hub */
export async function runKeys(
  send: Send,
  [verb = '', ...args]: readonly string[],
  print: Print,
): Promise<void> {
  const act = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined;
  if (act === undefined) throw new UsageError(keysHelp);
  await act(send, args, print);
}

function hubOf(text: string): { readonly platform: string; readonly environment: string } {
  const found = /^(standard|plus)\/(integration|production)$/.exec(text);
  if (found === null) throw new UsageError(`${text} is no hub: name it as plus/production.`);
  const [, platform = '', environment = ''] = found;
  return { platform, environment };
}
