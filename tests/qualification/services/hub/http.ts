import { Refusal } from '../refusal.ts';

export interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  /** RFC 9111 §5.2.2.1; 0 without. */
  readonly maxAgeMs: number;
}

interface Asked {
  readonly place: 'discovery' | 'keys' | 'token' | 'userinfo';
  readonly url: string;
  readonly timeoutMs: number;
  readonly form?: URLSearchParams;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Asks the hub, follows nothing, waits no longer than told. @throws Refusal `<place>.unreachable` */
export async function ask({ place, url, timeoutMs, form, headers }: Asked): Promise<Answer> {
  try {
    const response = await fetch(url, {
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
      ...(headers !== undefined && { headers }),
      ...(form !== undefined && { method: 'POST', body: form }),
    });
    return {
      status: response.status,
      contentType: response.headers.get('content-type') ?? '',
      body: await response.text(),
      maxAgeMs: maxAgeMsOf(response.headers.get('cache-control') ?? ''),
    };
  } catch {
    throw new Refusal(`${place}.unreachable`);
  }
}

function maxAgeMsOf(cacheControl: string): number {
  return Number(/\bmax-age=(\d{1,9})\b/.exec(cacheControl)?.[1] ?? 0) * 1_000;
}

/** @throws Refusal `<place>.unreadable` */
export function parseObject(place: string, text: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refusal(`${place}.unreadable`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Refusal(`${place}.unreadable`);
  return value as Readonly<Record<string, unknown>>;
}
