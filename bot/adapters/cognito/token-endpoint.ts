import { SreError, toSreError } from '../../domain/errors.ts';
import { Secret } from '../../domain/secret.ts';

/** The pool's hosted sign-in: where it is, and where it sends the browser back to. */
export interface HostedSignIn {
  /** The pool's domain, such as `https://oncall.auth.eu-central-1.amazoncognito.com`. */
  readonly url: string;
  /** Registered with the pool's client, character by character. */
  readonly callbackUrl: string;
  /** The `iss` of the pool's tokens. */
  readonly issuer: string;
}

/** What the token endpoint gave. */
export interface TokenAnswer {
  readonly access: Secret;
  /** Seconds. */
  readonly expiresIn: number;
  /** Absent in the answer to a refresh, unless the pool rotates refresh tokens. */
  readonly refresh?: Secret;
  /** Absent where nobody signed in anew. */
  readonly id?: string;
}

const DEADLINE_MS = 10_000;
const MOST_BYTES = 65_536;

/**
 * Asks `/oauth2/token`. Throws SreError `unauthenticated` where the code or the refresh token is not taken (any more),
 * `unavailable`, `timeout`, `rate-limited`, or `bad-upstream` for an answer that makes no sense.
 */
export async function askTokenEndpoint(
  { url }: Pick<HostedSignIn, 'url'>,
  form: Readonly<Record<string, string>>,
  deadlineMs = DEADLINE_MS,
): Promise<TokenAnswer> {
  const response = await fetch(`${url}/oauth2/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: new URLSearchParams(form).toString(),
    redirect: 'error',
    signal: AbortSignal.timeout(deadlineMs),
  }).catch((error: unknown) => {
    const known = toSreError(error, 'the sign-in page did not answer');
    throw known.kind === 'internal' ? new SreError('unavailable', known.message, { cause: error }) : known;
  });
  const body = await readBody(response);
  if (response.ok) return readTokens(body);
  if (response.status === 429) throw new SreError('rate-limited', 'the sign-in page asks to wait');
  if (response.status >= 500) throw new SreError('unavailable', `the sign-in page answered ${response.status}`);
  if (body.error === 'invalid_grant') throw new SreError('unauthenticated', 'the sign-in is not valid any more');
  const code = typeof body.error === 'string' && /^[a-z_]{1,40}$/.test(body.error) ? body.error : response.status;
  throw new SreError('bad-upstream', `the sign-in page refused: ${code}`);
}

async function readBody(response: Response): Promise<Readonly<Record<string, unknown>>> {
  try {
    const text = (await response.text()).slice(0, MOST_BYTES);
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch (error) {
    if (!response.ok) return {};
    const known = toSreError(error, 'the sign-in page gave no whole answer');
    throw known.kind === 'internal' ? new SreError('bad-upstream', known.message, { cause: error }) : known;
  }
}

function readTokens(body: Readonly<Record<string, unknown>>): TokenAnswer {
  const { access_token: access, expires_in: expiresIn, refresh_token: refresh, id_token: id } = body;
  if (typeof access !== 'string' || typeof expiresIn !== 'number' || !(expiresIn > 0)) {
    throw new SreError('bad-upstream', 'the sign-in page gave no token');
  }
  return {
    access: new Secret(access),
    expiresIn,
    ...(typeof refresh === 'string' && { refresh: new Secret(refresh) }),
    ...(typeof id === 'string' && { id }),
  };
}
