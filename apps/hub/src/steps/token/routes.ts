import { rawQuery } from '@garance/web/server';
import { answerApi, withForm } from '../../api.ts';
import { json, type Mount } from '../../mount.ts';
import { redeemCode } from './redeem-code.ts';
import { revokeToken } from './revoke-token.ts';

export function mountToken({ app, deps, base }: Mount): void {
  app.post(`${base}/token`, json, async (request, reply) => {
    const { authorization } = request.headers;
    const outcome = await withForm(request, (params) =>
      redeemCode(deps, { authorization, params, query: rawQuery(request) }),
    );
    return answerApi(deps, reply, outcome);
  });
  app.post(`${base}/token/revocation`, json, async (request, reply) => {
    const { authorization } = request.headers;
    const outcome = await withForm(request, (params) => revokeToken(deps, { authorization, params }));
    return answerApi(deps, reply, outcome);
  });
}
