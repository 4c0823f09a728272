import { defineScenario, type Judgement } from '../../vocabulary/scenario.ts';
import type { Stage } from '../../vocabulary/stage.ts';
import { failed, passed } from '../judgements.ts';
import { holdLogin, isSignedIn, noAnswerHeld, signInFailed } from '../stage-moves.ts';

export const stateUsedOnce = defineScenario({
  id: 'callback.state-used-once',
  family: 'callback',
  kind: 'play',
  title: { fr: 'Un state ne sert qu’une fois', en: 'A state serves once' },
  clause: 'RFC 9700 §2.1 (one-time use CSRF tokens)',
  level: 'recommended',
  does: {
    fr: 'La réponse d’une connexion réussie est portée une seconde fois, par une copie du navigateur tel qu’il était avant elle\u00a0; le hub compte les échanges de son code.',
    en: 'The answer of a successful login is brought a second time, by a copy of the browser as it was before it; the hub counts the exchanges of its code.',
  },
  expects: {
    fr: 'Le service n’échange pas le code une seconde fois\u00a0: le state a servi.',
    en: 'The service does not exchange the code a second time: the state has served.',
  },
  advice: {
    fr: 'Effacez state, nonce et code_verifier dès qu’une réponse arrive, avant d’échanger le code. Ne comptez pas sur le hub pour refuser un code qui a servi\u00a0: il peut aussi révoquer ce que le code a donné (RFC 6749 §4.1.2).',
    en: 'Delete state, nonce and code_verifier as soon as an answer arrives, before exchanging the code. Do not count on the hub to refuse a used code: it may also revoke what the code gave (RFC 6749 §4.1.2).',
  },
  play: async (stage: Stage): Promise<Judgement> => {
    const visitor = await stage.visitor();
    const held = await holdLogin(stage, visitor, 'plain');
    if (held === undefined) return noAnswerHeld;
    const copy = await visitor.fork();
    if (!(await isSignedIn(stage, visitor, await visitor.deliver(held.answer)))) return signInFailed;
    await copy.deliver(held.answer);
    const exchanges = (await held.login.observations()).filter(({ kind }) => kind === 'token').length;
    if (exchanges < 2) return passed;
    return failed(
      'La même réponse, portée une seconde fois, a fait échanger le code une seconde fois.',
      'The same answer, brought a second time, made the service exchange the code a second time.',
    );
  },
});
