import { defineScenario } from '../../vocabulary/scenario.ts';
import { thePersonIsTold } from '../expectations.ts';

export const serverError = defineScenario({
  id: 'token-endpoint.server-error',
  family: 'token-endpoint',
  kind: 'inform',
  title: {
    fr: 'Le point de terminaison token répond 500',
    en: 'The token endpoint answers 500',
  },
  clause: 'Garance, qualification: Token endpoint',
  level: 'platform',
  fault: { at: 'token', answer: { status: 500, body: 'server-error' } },
  does: {
    fr: 'Le hub répond 500 à l’échange du code.',
    en: 'The hub answers 500 to the code exchange.',
  },
  expects: thePersonIsTold,
  advice: {
    fr: 'Attrapez l’erreur de l’échange et montrez une page qui dit que l’identification est momentanément impossible. Ne laissez pas l’exception atteindre la page d’erreur de votre cadre logiciel.',
    en: 'Catch the error of the exchange and show a page saying that identification is not possible for the moment. Do not let the exception reach your framework’s error page.',
  },
});
