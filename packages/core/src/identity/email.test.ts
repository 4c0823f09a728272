import { expect, test } from 'vitest';
import { isEmail } from './email.ts';

const label63 = 'a'.repeat(63);

test.each([
  'a@b.fr',
  'angela.dubois@example.org',
  "o'neil+garance@example.co.uk",
  "!#$%&'*+/=?^_`{|}~-@example.org",
  'a.b.c@xn--fiqs8s.example',
  '1@1.2',
  `${'a'.repeat(64)}@example.org`,
  `a@${label63}.fr`,
  `${'a'.repeat(60)}@${label63}.${label63}.${label63}.f`, // 254 characters
])('%s can be mailed', (address) => {
  expect(isEmail(address)).toBe(true);
});

test.each([
  ['nothing', ''],
  ['no @', 'example.org'],
  ['no local part', '@example.org'],
  ['no host', 'a@'],
  ['a host without domain', 'a@localhost'],
  ['two @', 'a@b@example.org'],
  ['a local part beginning with a dot', '.a@example.org'],
  ['a local part ending with a dot', 'a.@example.org'],
  ['two dots', 'a..b@example.org'],
  ['a host ending with a dot', 'a@example.org.'],
  ['an empty label', 'a@example..org'],
  ['a label beginning with a hyphen', 'a@-example.org'],
  ['a label ending with a hyphen', 'a@example-.org'],
  ['an underscore in the host', 'a@exa_mple.org'],
  ['a space', 'a b@example.org'],
  ['a space after', 'a@example.org '],
  ['a second header', 'a@example.org\r\nBcc: b@example.org'],
  ['a final line break', 'a@example.org\n'],
  ['a line break in the local part', 'a\n@example.org'],
  ['a display name', 'A <a@example.org>'],
  ['a quoted local part', '"a b"@example.org'],
  ['an address literal', 'a@[127.0.0.1]'],
  ['a letter beyond ASCII', 'é@example.org'],
  ['a host beyond ASCII', 'a@exämple.org'],
  ['a local part of 65', `${'a'.repeat(65)}@example.org`],
  ['a label of 64', `a@${'a'.repeat(64)}.fr`],
  ['255 characters', `${'a'.repeat(61)}@${label63}.${label63}.${label63}.f`],
])('%s cannot', (_, address) => {
  expect(isEmail(address)).toBe(false);
});
