import { expect, test } from 'vitest';
import { CannotRun } from '../runner/cannot-run.ts';
import { startFakeFederation } from '../runner/testing/fake-federation.ts';
import { qualify } from './qualify.ts';

const escapes = '\u001b[2J\u001b]0;planted\u0007\u009b31m';

test('attack 23: what a page says to the terminal is text, and nothing that a terminal would obey', async () => {
  await using federation = await startFakeFederation();
  const written: string[] = [];
  const output = { write: (text: string) => void written.push(text) };
  const sandboxes: unknown[] = [];
  const status = await qualify(
    [
      ...['--platform', 'standard', '--client-id', 'client', '--lang', 'en'],
      ...['--login-url', `${federation.origin}/login`, '--protected-url', `${federation.origin}/account`],
      ...['--signed-in', 'text', '--data-dir', '/nowhere'],
    ],
    {
      connect: async () => ({ ...federation.rehearsal, close: async () => undefined }),
      stdout: output,
      stderr: output,
      env: {},
      run: (options) => {
        sandboxes.push(options.sandbox);
        options.onWarning?.('no-sandbox');
        const seen = { pageText: `before ${escapes} after`, pageUrl: `https://service.example/${escapes}` };
        return Promise.reject(new CannotRun('never-signed-in', seen));
      },
    },
  );
  const text = written.join('');
  expect([status, sandboxes]).toEqual([2, ['preferred']]);
  expect(text).toContain('WITHOUT ITS SANDBOX');
  expect(text).toMatch(/before .*planted.* after/);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
});
