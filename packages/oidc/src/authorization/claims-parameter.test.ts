import { describe, expect, it } from 'vitest';
import { parseClaimsParameter } from './claims-parameter.ts';

describe('the claims parameter', () => {
  it.each([
    ['absent', undefined, { amr: false }],
    ['empty', '{}', { amr: false }],
    ['for userinfo alone', '{"userinfo":{"amr":null}}', { amr: false }],
    ['for amr', '{"id_token":{"amr":null}}', { amr: true }],
    ['for any acr', '{"id_token":{"acr":{"essential":true}}}', { amr: false }],
    [
      'for one acr',
      '{"id_token":{"acr":{"essential":true,"value":"a"}}}',
      { amr: false, essentialAcr: ['a'] },
    ],
    [
      'for several acr',
      '{"id_token":{"amr":null,"acr":{"essential":true,"values":["a","b"]}}}',
      { amr: true, essentialAcr: ['a', 'b'] },
    ],
  ])('%s', (_, value, understood) => {
    expect(parseClaimsParameter(value)).toStrictEqual(understood);
  });

  it.each(['', '{', 'null', '[]', '7', '{"id_token":[]}', '{"userinfo":"x"}'])('refuses %s', (value) => {
    expect(parseClaimsParameter(value)).toBeUndefined();
  });
});
