import { createRemoteJWKSet, errors, jwtVerify } from 'jose';

/** Who calls, by a token that was found good. */
export interface Caller {
  readonly subject: string;
}

/** The token is refused. `reason` is a constant word, for the log; the caller learns only that it is invalid. */
export class RefusedToken extends Error {
  override readonly name = 'RefusedToken';
  readonly reason: string;

  constructor(reason: string) {
    super(`Token refused: ${reason}`);
    this.reason = reason;
  }
}

interface Discovery {
  readonly issuer: string;
  readonly keys: ReturnType<typeof createRemoteJWKSet>;
}

async function discover(url: string): Promise<Discovery> {
  const response = await fetch(url, { signal: AbortSignal.timeout(5000), redirect: 'error' });
  if (!response.ok) throw new Error(`The discovery document answered HTTP ${response.status}.`);
  const { issuer, jwks_uri } = (await response.json()) as { issuer: string; jwks_uri: string };
  return { issuer, keys: createRemoteJWKSet(new URL(jwks_uri)) };
}

/**
 * The CUSTOM_JWT authorizer of a gateway: signature by the keys of the discovery document, issuer, expiry, kind of token
 * and client. Throws RefusedToken; any other error means that the keys cannot be had, which is no verdict.
 */
export function createTokenCheck(options: {
  readonly discoveryUrl: string;
  readonly allowedClients: readonly string[];
}): (token: string) => Promise<Caller> {
  let discovery: Promise<Discovery> | undefined;
  return async (token) => {
    discovery ??= discover(options.discoveryUrl).catch((error: unknown) => {
      discovery = undefined;
      throw error;
    });
    const { issuer, keys } = await discovery;
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer,
        algorithms: ['RS256'],
        requiredClaims: ['exp', 'sub', 'client_id', 'token_use'],
      });
      if (payload.token_use !== 'access') throw new RefusedToken('token_use');
      if (!options.allowedClients.includes(String(payload.client_id))) throw new RefusedToken('client_id');
      return { subject: String(payload.sub) };
    } catch (error) {
      if (error instanceof errors.JWKSTimeout || !(error instanceof errors.JOSEError)) throw error;
      throw new RefusedToken(error.code);
    }
  };
}
