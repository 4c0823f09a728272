/** Userinfo and token endpoint. */

import { parseObject } from '../hub/http.ts';
import { Refusal } from '../refusal.ts';
import { payloadOf } from '../steps/tokens.ts';
import type { ImplementationTable } from '../types.ts';
import {
  blank,
  both,
  cells,
  cellsWithout,
  type Defect,
  doing,
  plusOnly,
  replaced,
  without,
} from './defect.ts';

/** Signs in with the id_token alone when userinfo fails so. */
function withoutUserinfoOn(
  honest: ImplementationTable,
  fails: (code: string) => boolean,
): ImplementationTable {
  return doing(honest, {
    readUserinfo: async (exchange, tokens, idToken) => {
      try {
        return await honest.does.readUserinfo(exchange, tokens, idToken);
      } catch (error) {
        if (error instanceof Refusal && fails(error.code)) return {};
        throw error;
      }
    },
  });
}

export const userinfoDefects: readonly Defect[] = [
  {
    name: 'ignores-userinfo-sub',
    platforms: both,
    title: { fr: 'Ne compare pas le sub de userinfo', en: 'Does not compare userinfo’s sub' },
    turnsRed: cells('userinfo.sub'),
    plant: (honest) => without(honest, 'userinfo', 'sub'),
  },
  {
    name: 'accepts-unsigned-userinfo',
    platforms: both,
    title: { fr: 'Accepte userinfo en JSON', en: 'Accepts userinfo as JSON' },
    turnsRed: ['userinfo.unsigned-json'],
    plant: (honest) => {
      const json = doing(honest, {
        readUserinfoBody: async (exchange, body, contentType) =>
          contentType.startsWith('application/json')
            ? { ...parseObject('userinfo', body), unsigned: true }
            : honest.does.readUserinfoBody(exchange, body, contentType),
      });
      return ['iss', 'aud', 'exp'].reduce(
        (planted, name) =>
          replaced(
            planted,
            'userinfo',
            name,
            ({ claims }, honestly) => claims.unsigned === true || honestly(),
          ),
        json,
      );
    },
  },
  {
    name: 'does-not-verify-userinfo',
    platforms: both,
    title: { fr: 'Ne vérifie pas la signature de userinfo', en: 'Does not verify userinfo’s signature' },
    turnsRed: cellsWithout('userinfo.signature', 'json-serialization'),
    plant: (honest) =>
      doing(honest, {
        verifyJws: async (context) =>
          context.what === 'userinfo' ? payloadOf('userinfo', context.jws) : honest.does.verifyJws(context),
      }),
  },
  {
    name: 'takes-id-token-for-userinfo',
    platforms: both,
    title: { fr: 'Prend un id_token pour userinfo', en: 'Takes an id_token for userinfo' },
    turnsRed: ['userinfo.is-an-id-token'],
    plant: (honest) => without(honest, 'userinfo', 'not-an-id-token'),
  },
  {
    name: 'ignores-userinfo-aud',
    platforms: both,
    title: { fr: 'Ne contrôle pas aud de userinfo', en: 'Does not check userinfo’s aud' },
    turnsRed: cells('userinfo.aud'),
    plant: (honest) => without(honest, 'userinfo', 'aud'),
  },
  {
    name: 'ignores-userinfo-iss',
    platforms: both,
    title: { fr: 'Ne contrôle pas iss de userinfo', en: 'Does not check userinfo’s iss' },
    turnsRed: cells('userinfo.iss'),
    plant: (honest) => without(honest, 'userinfo', 'iss'),
  },
  {
    name: 'accepts-unencrypted-userinfo',
    platforms: plusOnly,
    title: { fr: 'Accepte userinfo non chiffré', en: 'Accepts userinfo that is not encrypted' },
    turnsRed: ['userinfo.not-encrypted'],
    plant: (honest) =>
      doing(honest, {
        openJwe: async (context) =>
          context.what === 'userinfo' && context.jwe.split('.').length === 3
            ? context.jwe
            : honest.does.openJwe(context),
      }),
  },
  {
    name: 'signs-in-when-userinfo-refuses',
    platforms: both,
    title: { fr: 'Connecte malgré un 401 de userinfo', en: 'Signs in although userinfo answers 401' },
    turnsRed: ['userinfo.http-401'],
    plant: (honest) => withoutUserinfoOn(honest, (code) => code === 'userinfo.http_401'),
  },
  {
    name: 'signs-in-when-userinfo-breaks',
    platforms: both,
    title: { fr: 'Connecte malgré un 500 de userinfo', en: 'Signs in although userinfo answers 500' },
    turnsRed: ['userinfo.http-500'],
    plant: (honest) => withoutUserinfoOn(honest, (code) => code === 'userinfo.http_500'),
  },
  {
    name: 'signs-in-when-userinfo-is-silent',
    platforms: both,
    title: { fr: 'Connecte quand userinfo ne répond pas', en: 'Signs in when userinfo does not answer' },
    turnsRed: ['userinfo.no-answer'],
    plant: (honest) => withoutUserinfoOn(honest, (code) => code === 'userinfo.unreachable'),
  },
  {
    name: 'signs-in-when-userinfo-is-a-page',
    platforms: both,
    title: { fr: 'Connecte quand userinfo est une page', en: 'Signs in when userinfo is a page' },
    turnsRed: ['userinfo.html-body'],
    plant: (honest) =>
      doing(honest, {
        readUserinfo: async (exchange, tokens, idToken) => {
          const page = { seen: false };
          const { implementation } = exchange.service;
          const readUserinfoBody: ImplementationTable['does']['readUserinfoBody'] = async (
            request,
            body,
            type,
          ) => {
            page.seen = type.startsWith('text/html');
            return implementation.does.readUserinfoBody(request, body, type);
          };
          const listening = { ...implementation, does: { ...implementation.does, readUserinfoBody } };
          const service = { ...exchange.service, implementation: listening };
          try {
            return await honest.does.readUserinfo({ ...exchange, service }, tokens, idToken);
          } catch (error) {
            if (page.seen) return {};
            throw error;
          }
        },
      }),
  },
];

/** A page of the framework instead of one of the service. */
function breaking(honest: ImplementationTable, code: string): ImplementationTable {
  return doing(honest, {
    failurePage: (failure, html) =>
      failure.code === code
        ? { status: 500, html: `<pre>${failure.error instanceof Error ? failure.error.stack : ''}</pre>` }
        : honest.does.failurePage(failure, html),
  });
}

export const tokenEndpointDefects: readonly Defect[] = [
  {
    name: 'blank-when-code-refused',
    platforms: both,
    title: { fr: 'Page blanche quand le code est refusé', en: 'Blank page when the code is refused' },
    turnsRed: ['token-endpoint.invalid-grant'],
    plant: (honest) => blank(honest, 'token.http_400'),
  },
  {
    name: 'blank-when-token-endpoint-is-slow',
    platforms: both,
    title: {
      fr: 'Page blanche quand le hub tarde à échanger le code',
      en: 'Blank page when the hub is slow to exchange the code',
    },
    turnsRed: ['token-endpoint.slow'],
    plant: (honest) => blank(honest, 'token.unreachable'),
  },
  {
    name: 'breaks-when-token-endpoint-breaks',
    platforms: both,
    title: { fr: 'Trace technique après un 500 du hub', en: 'Stack trace after a 500 of the hub' },
    turnsRed: ['token-endpoint.server-error'],
    plant: (honest) => breaking(honest, 'token.http_500'),
  },
  {
    name: 'breaks-on-malformed-json',
    platforms: both,
    title: { fr: 'Trace technique pour un JSON coupé', en: 'Stack trace for JSON cut short' },
    turnsRed: ['token-endpoint.malformed-json'],
    plant: (honest) => breaking(honest, 'token.unreadable'),
  },
  {
    name: 'signs-in-without-id-token',
    platforms: both,
    title: { fr: 'Connecte sans id_token', en: 'Signs in without an id_token' },
    turnsRed: ['token-endpoint.no-id-token'],
    plant: (honest) =>
      replaced(
        doing(without(honest, 'tokenAnswer', 'id_token'), {
          readIdToken: async (exchange, tokens) =>
            tokens.idToken === '' ? { jws: '', claims: {} } : honest.does.readIdToken(exchange, tokens),
        }),
        'userinfo',
        'sub',
        ({ idToken }, honestly) => Object.keys(idToken).length === 0 || honestly(),
      ),
  },
  {
    name: 'signs-in-without-access-token',
    platforms: both,
    title: { fr: 'Connecte sans access_token', en: 'Signs in without an access token' },
    turnsRed: ['token-endpoint.no-access-token'],
    plant: (honest) =>
      replaced(
        doing(without(honest, 'tokenAnswer', 'access_token'), {
          readUserinfo: async (exchange, tokens, idToken) =>
            tokens.accessToken === '' ? {} : honest.does.readUserinfo(exchange, tokens, idToken),
        }),
        'idToken',
        'at_hash',
        ({ accessToken }, honestly) => accessToken === '' || honestly(),
      ),
  },
];
