/** Wrong answers of the token and userinfo endpoints. */
import type { RehearsedAnswer } from '@garance/core';
import type { HttpAnswer } from '../../vocabulary/fault.ts';

const jsonType = 'application/json';

const bodies: Readonly<Record<NonNullable<HttpAnswer['body']>, RehearsedAnswer>> = {
  'invalid-grant': {
    status: 400,
    contentType: jsonType,
    body: JSON.stringify({ error: 'invalid_grant', error_description: 'Rehearsed.' }),
  },
  'invalid-token': {
    status: 401,
    contentType: jsonType,
    body: JSON.stringify({ error: 'invalid_token', error_description: 'Rehearsed.' }),
  },
  'server-error': {
    status: 500,
    contentType: jsonType,
    body: JSON.stringify({ error: 'server_error', error_description: 'Rehearsed.' }),
  },
  html: {
    status: 200,
    contentType: 'text/html; charset=utf-8',
    body: '<!doctype html><html lang="fr"><title>Maintenance</title><h1>Maintenance</h1></html>',
  },
  'malformed-json': { status: 200, contentType: jsonType, body: '{"access_token": "x", "token_type"' },
  empty: { status: 200, contentType: jsonType, body: '' },
};

/** The caller waits for the delay. Members are only changed in JSON answers. */
export function wrongAnswer(good: RehearsedAnswer, fault: HttpAnswer): RehearsedAnswer {
  const answer = fault.body === undefined ? changeMembers(good, fault) : bodies[fault.body];
  return fault.status === undefined ? answer : { ...answer, status: fault.status };
}

function changeMembers(good: RehearsedAnswer, { drop = [], set = {} }: HttpAnswer): RehearsedAnswer {
  if (!good.contentType.startsWith(jsonType) || (drop.length === 0 && Object.keys(set).length === 0)) {
    return good;
  }
  const members = Object.entries(JSON.parse(good.body) as object).filter(([name]) => !drop.includes(name));
  return { ...good, body: JSON.stringify({ ...Object.fromEntries(members), ...set }) };
}
