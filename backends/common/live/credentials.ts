import { readFile } from 'node:fs/promises';
import { BackendError } from '../backend-error.ts';

/** How a backend shows a service who it is; every field may be absent. */
export interface Credentials {
  readonly bearerToken?: string | undefined;
  /** Read at every request, so that a mounted secret may rotate. */
  readonly bearerTokenFile?: string | undefined;
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  /** Sent as X-Scope-OrgID: the tenant of Mimir or Loki. */
  readonly tenant?: string | undefined;
}

/** The request headers for these credentials. */
export function credentialHeaders(credentials: Credentials): () => Promise<Record<string, string>> {
  return async () => {
    const token =
      credentials.bearerTokenFile === undefined
        ? credentials.bearerToken
        : await readToken(credentials.bearerTokenFile);
    const basic = Buffer.from(`${credentials.user ?? ''}:${credentials.password ?? ''}`).toString('base64');
    return {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(token === undefined && credentials.user !== undefined ? { authorization: `Basic ${basic}` } : {}),
      ...(credentials.tenant === undefined ? {} : { 'x-scope-orgid': credentials.tenant }),
    };
  };
}

async function readToken(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim();
  } catch (error) {
    throw new BackendError('unavailable', 'The file of the token cannot be read.', { cause: error });
  }
}
