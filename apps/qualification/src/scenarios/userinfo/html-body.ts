import { defineScenario } from '../../vocabulary/scenario.ts';
import { nobodyIsSignedIn } from '../expectations.ts';

export const htmlBody = defineScenario({
  id: 'userinfo.html-body',
  family: 'userinfo',
  kind: 'refuse',
  title: {
    fr: 'userinfo répond une page HTML',
    en: 'userinfo answers an HTML page',
  },
  clause: 'OpenID Connect Core 1.0 §5.3.2',
  level: 'standard',
  fault: { at: 'userinfo', answer: { status: 200, body: 'html' } },
  does: {
    fr: 'Le hub répond 200 à userinfo avec une page HTML, comme un équipement placé devant lui pourrait le faire.',
    en: 'The hub answers 200 to userinfo with an HTML page, as a device in front of it might.',
  },
  expects: nobodyIsSignedIn,
  advice: {
    fr: 'Exigez le type application/jwt et un jeton bien formé\u00a0; traitez tout le reste comme un échec, dans le même bloc que les erreurs de réseau.',
    en: 'Require the type application/jwt and a well-formed token; treat everything else as a failure, in the same block as network errors.',
  },
});
