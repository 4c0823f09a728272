import { hold, Refusal } from '../refusal.ts';
import type { Claims, Metadata, SampleService } from '../types.ts';
import { ask, parseObject } from './http.ts';

/** The hub's document, kept for a while. @throws Refusal `discovery.*` */
export async function discover(service: SampleService): Promise<Metadata> {
  const { implementation, settings, hub } = service;
  const { clock, timing } = settings;
  const { metadata: kept } = hub.kept;
  if (kept !== undefined && clock.now() - kept.atMs < (timing.discoveryMaxAgeMs ?? kept.maxAgeMs))
    return kept.document;
  const issuer = settings.issuer();
  const url = `${issuer}/.well-known/openid-configuration`;
  const answer = await ask({ place: 'discovery', url, timeoutMs: timing.timeoutMs });
  if (answer.status !== 200) throw new Refusal(`discovery.http_${answer.status}`);
  const document = parseObject('discovery', answer.body);
  await hold('discovery', implementation.checks.discovery, { document, issuer });
  const metadata = metadataOf(document);
  hub.kept.metadata = { document: metadata, atMs: clock.now(), maxAgeMs: answer.maxAgeMs };
  return metadata;
}

function metadataOf(document: Claims): Metadata {
  const endpoint = (name: string): string => {
    const url = document[name];
    if (typeof url !== 'string' || !URL.canParse(url)) throw new Refusal(`discovery.${name}`);
    return url;
  };
  return {
    authorization_endpoint: endpoint('authorization_endpoint'),
    token_endpoint: endpoint('token_endpoint'),
    userinfo_endpoint: endpoint('userinfo_endpoint'),
    jwks_uri: endpoint('jwks_uri'),
    end_session_endpoint: endpoint('end_session_endpoint'),
    authorization_response_iss_parameter_supported:
      document.authorization_response_iss_parameter_supported === true,
  };
}
