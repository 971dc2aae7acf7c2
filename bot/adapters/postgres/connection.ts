import type pg from 'pg';
import { parseIntoClientConfig } from 'pg-connection-string';
import type { Secret } from '../../domain/secret.ts';

/** Makes the password of one new connection; a connection that is open stays open when a password expires. */
export type PasswordSource = () => Promise<string>;

/**
 * Where and how a connection is made: by the address alone, or by the address and a password that is made anew for
 * each connection. The address says how TLS is verified (`sslmode`, `sslrootcert`).
 */
export function connectionTo(url: Secret, password?: PasswordSource): pg.ClientConfig {
  if (password === undefined) return { connectionString: url.reveal() };
  // Given as an address, its absent password would take the place of ours.
  return { ...(parseIntoClientConfig(url.reveal()) as pg.ClientConfig), password };
}
