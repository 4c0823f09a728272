import { single, words } from '../../params.ts';
import { authorizationCheck, type CheckInput, type Prompt } from '../request.ts';

const prompts: readonly string[] = ['login', 'consent', 'none'] satisfies readonly Prompt[];

function isPrompt(word: string): word is Prompt {
  return prompts.includes(word);
}

function readPrompt({ params }: CheckInput): readonly Prompt[] | undefined {
  const requested = words(single(params, 'prompt'));
  if (!requested.every(isPrompt)) return undefined;
  return requested.includes('none') && requested.length > 1 ? undefined : requested;
}

/** Without sessions `none` can only fail. */
export const checkInteractivePrompt = authorizationCheck({
  name: 'prompt',
  clause: 'OpenID Connect Core §3.1.2.1, §3.1.2.6',
  errors: ['authorize.prompt_invalid', 'authorize.login_required'],
  run(input) {
    const prompt = readPrompt(input);
    if (prompt === undefined) return { ok: false, error: 'authorize.prompt_invalid' };
    return prompt.includes('none')
      ? { ok: false, error: 'authorize.login_required' }
      : { ok: true, adds: { prompt } };
  },
});

/** With single sign-on the hub answers `none` itself, after looking for a session. */
export const checkPrompt = authorizationCheck({
  name: 'prompt',
  clause: 'OpenID Connect Core §3.1.2.1',
  errors: ['authorize.prompt_invalid'],
  run(input) {
    const prompt = readPrompt(input);
    return prompt === undefined
      ? { ok: false, error: 'authorize.prompt_invalid' }
      : { ok: true, adds: { prompt } };
  },
});
