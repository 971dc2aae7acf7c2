import { type ErrorKind, SreError } from '../domain/errors.ts';
import { wellFormed } from '../domain/well-formed.ts';

const LARGEST = 2_000_000;

/** One POST of JSON whose answer is of no interest. Throws SreError; an upstream's text never gets into the message. */
export async function postJson(
  source: string,
  url: URL,
  headers: Readonly<Record<string, string>>,
  body: object,
  signal: AbortSignal,
): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
    signal,
    redirect: 'error',
  }).catch((error: Error) => {
    throw new SreError(error.name === 'TimeoutError' ? 'timeout' : 'unavailable', `${source} does not answer`, {
      cause: error,
    });
  });
  await response.body?.cancel();
  if (response.ok) return;
  // What it will never take, and is not worth another attempt.
  const kind = response.status === 400 || response.status === 422 ? 'invalid-input' : kindOf(response.status);
  throw new SreError(kind, `${source} answered ${response.status}`);
}

/** One GET that answers JSON. Throws SreError; an upstream's text never gets into the message. */
export async function getJson(
  source: string,
  url: URL,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Readonly<Record<string, unknown>>> {
  const failed = (kind: ErrorKind, what: string, cause?: unknown) => new SreError(kind, `${source} ${what}`, { cause });
  const response = await fetch(url, {
    headers: { accept: 'application/json', ...headers },
    signal,
    redirect: 'error',
  }).catch((error: Error) => {
    throw failed(error.name === 'TimeoutError' ? 'timeout' : 'unavailable', 'does not answer', error);
  });
  if (!response.ok) {
    await response.body?.cancel();
    throw failed(kindOf(response.status), `answered ${response.status}`);
  }
  const text = await response.text().catch((error: unknown) => {
    throw failed('unavailable', 'broke off its answer', error);
  });
  try {
    const body: unknown = text.length > LARGEST ? undefined : JSON.parse(text);
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
  } catch (error) {
    throw failed('bad-upstream', 'gave no JSON', error);
  }
  throw failed('bad-upstream', 'gave no JSON object');
}

function kindOf(status: number): ErrorKind {
  if (status === 401) return 'unauthenticated';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'not-found';
  if (status === 429) return 'rate-limited';
  return status >= 500 ? 'unavailable' : 'bad-upstream';
}

/** The list in a field; throws SreError `bad-upstream` when it is none. */
export function listIn(source: string, body: Readonly<Record<string, unknown>>, field: string): readonly unknown[] {
  const list = body[field];
  if (Array.isArray(list)) return list;
  throw new SreError('bad-upstream', `${source} gave no ${field}`);
}

/** The object in a field; empty when there is none. */
export function rowIn(value: unknown, field: string): Readonly<Record<string, unknown>> {
  const row = ((value ?? {}) as Record<string, unknown>)[field];
  return typeof row === 'object' && row !== null ? (row as Record<string, unknown>) : {};
}

/** The text in a field; undefined when there is none. */
export function textOf(row: Readonly<Record<string, unknown>>, field: string): string | undefined {
  const value = row[field];
  return typeof value === 'string' && value !== '' ? wellFormed(value, 300) : undefined;
}
