import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { exportJWK, exportPKCS8, generateKeyPair, importPKCS8, type JWK, SignJWT } from 'jose';
import { writePrivateFile } from '../secrets.ts';
import { type Grant, type PoolUser, unixNow } from './state.ts';

const ALGORITHM = 'RS256';

/** What every token of one sign-in shares. */
export interface TokenContext {
  readonly user: PoolUser;
  readonly grant: Grant;
}

/** Signs with the pool's key, which is made at the first start and kept in a file of its own. */
export interface TokenSigner {
  /** The public half, as it is served in jwks.json. */
  readonly jwk: JWK;
  /** `scope` is that of a sign-in by the API when absent. */
  access(context: TokenContext, more?: { readonly scope?: string }): Promise<string>;
  id(context: TokenContext, more?: { readonly nonce?: string }): Promise<string>;
  /** Seconds an access or id token lives. */
  readonly lifetime: number;
}

async function openKey(file: string) {
  if (!existsSync(file)) {
    const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
    writePrivateFile(file, await exportPKCS8(privateKey));
  }
  return importPKCS8(readFileSync(file, 'utf8'), ALGORITHM, { extractable: true });
}

export async function createTokenSigner(options: {
  readonly keyFile: string;
  readonly issuer: string;
  readonly lifetime: number;
}): Promise<TokenSigner> {
  const key = await openKey(options.keyFile);
  const { n, e, kty } = await exportJWK(key);
  const kid = createHash('sha256')
    .update(n ?? '')
    .digest('base64');
  const sign = (claims: Record<string, unknown>, { user, grant }: TokenContext) => {
    const iat = unixNow();
    const groups = user.groups.length > 0 ? { 'cognito:groups': user.groups } : {};
    const shared = {
      origin_jti: grant.originJti,
      event_id: randomUUID(),
      auth_time: grant.authTime,
      jti: randomUUID(),
    };
    return new SignJWT({ sub: user.attributes.sub, ...groups, ...shared, ...claims })
      .setProtectedHeader({ kid, alg: ALGORITHM })
      .setIssuer(options.issuer)
      .setIssuedAt(iat)
      .setExpirationTime(iat + options.lifetime)
      .sign(key);
  };
  return {
    jwk: { kty, n, e, kid, alg: ALGORITHM, use: 'sig' },
    lifetime: options.lifetime,
    access: (context, { scope = 'aws.cognito.signin.user.admin' } = {}) =>
      sign(
        {
          client_id: context.grant.clientId,
          token_use: 'access',
          scope,
          username: context.user.username,
        },
        context,
      ),
    id: (context, { nonce } = {}) => {
      const { sub: _sub, email_verified, ...attributes } = context.user.attributes;
      const verified = email_verified === undefined ? {} : { email_verified: email_verified === 'true' };
      const claims = { aud: context.grant.clientId, token_use: 'id', 'cognito:username': context.user.username };
      return sign({ ...attributes, ...verified, ...claims, ...(nonce === undefined ? {} : { nonce }) }, context);
    },
  };
}
