// `node tools/install-pkcs11.mjs`: compiles the native module of packages/pkcs11, which is not in the default install
// (docs/decisions/0038-keys-in-a-token.md). Needs a C++ compiler, make and Python. Node's headers come from the npm
// package that contains Node, or from the Node that runs this; nothing else is downloaded.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const modules = join(root, 'node_modules');
const brought = existsSync(modules)
  ? readdirSync(modules).filter((name) => /^node-(?:linux|win|darwin)-/.test(name))
  : [];
const places = [...brought.map((name) => join(modules, name)), dirname(dirname(process.execPath)), '/usr'];
const nodedir = places.find((place) => existsSync(join(place, 'include', 'node', 'node_api.h')));
if (nodedir === undefined) {
  console.error(`Node's headers are not there: looked in ${places.join(', ')}. Install them with Node.`);
  process.exit(1);
}
const args = ['ci', '--no-audit', '--no-fund', '--ignore-scripts=false', `--nodedir=${nodedir}`];
const { status } = spawnSync(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, {
  cwd: join(root, 'packages', 'pkcs11', 'native'),
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
process.exit(status ?? 1);
