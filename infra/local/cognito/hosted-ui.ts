import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Faults } from '../faults.ts';
import { createGrantIssuer, tokenHash } from './sign-in.ts';
import { type PoolStore, type PoolUser, unixNow } from './state.ts';
import type { TokenSigner } from './tokens.ts';

/** What a browser asked `/oauth2/authorize` for. */
interface Authorization {
  readonly redirectUri: string;
  readonly state: string | undefined;
  readonly nonce: string | undefined;
  readonly scope: string;
  readonly challenge: string | undefined;
}

/** A code that waits to be exchanged. */
interface IssuedCode extends Authorization {
  readonly username: string;
  /** Unix seconds. */
  readonly expiresAt: number;
}

export interface HostedUiOptions {
  readonly store: PoolStore;
  readonly signer: TokenSigner;
  readonly faults: Faults;
  /** The client's registered callback addresses. */
  readonly callbackUrls: readonly string[];
  /** Seconds a code may wait; 300 when absent, as in Cognito. */
  readonly codeSeconds?: number;
}

const CODE_SECONDS = 300;
const MOST_CODES = 1_000;
const SCOPES = ['openid', 'email'];

type Fields = Readonly<Record<string, string | undefined>>;

/**
 * The pool's domain: `/oauth2/authorize`, `/login`, `/oauth2/token` and `/oauth2/revoke` as Cognito's public documents
 * describe them for a client without a secret. There are no passwords here: the page asks which user to sign in as.
 */
export function registerHostedUi(app: FastifyInstance, options: HostedUiOptions): void {
  const { store, signer, faults } = options;
  const { state: pool } = store;
  const codes = new Map<string, IssuedCode>();
  const issue = createGrantIssuer(store);

  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
    done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  );

  /** The request as it may be answered at its callback address, or why it may be answered nowhere. */
  function readAuthorization(query: Fields): Authorization | { readonly page: string } {
    if (query.client_id !== pool.clientId) return { page: 'invalid_request: the client does not exist' };
    const redirectUri = query.redirect_uri ?? '';
    if (!options.callbackUrls.includes(redirectUri)) return { page: 'redirect_mismatch' };
    return {
      redirectUri,
      state: query.state,
      nonce: query.nonce,
      scope: query.scope ?? SCOPES.join(' '),
      challenge: query.code_challenge,
    };
  }

  function problemOf(query: Fields): string | undefined {
    const { code_challenge: challenge, code_challenge_method: method } = query;
    if (query.response_type !== 'code') return 'unauthorized_client';
    if ((challenge === undefined) !== (method === undefined)) return 'invalid_request';
    if (challenge !== undefined && (method !== 'S256' || !/^[A-Za-z0-9_-]{43}$/.test(challenge)))
      return 'invalid_request';
    const scopes = (query.scope ?? '').split(' ').filter((one) => one !== '');
    return scopes.every((one) => SCOPES.includes(one)) ? undefined : 'invalid_scope';
  }

  const back = (reply: FastifyReply, { redirectUri, state }: Authorization, fields: Record<string, string>) => {
    const url = new URL(redirectUri);
    for (const [name, value] of Object.entries(fields)) url.searchParams.set(name, value);
    if (state !== undefined) url.searchParams.set('state', state);
    return reply.redirect(url.href, 302);
  };

  app.get('/oauth2/authorize', async (request, reply) => {
    const query = request.query as Fields;
    const asked = readAuthorization(query);
    if ('page' in asked) return page(reply.code(400), `<p>${escaped(asked.page)}</p>`);
    const problem = problemOf(query);
    if (problem !== undefined) return back(reply, asked, { error: problem });
    return reply.redirect(`/login?${new URLSearchParams(query as Record<string, string>)}`, 302);
  });

  app.get('/login', async (request, reply) => {
    const query = request.query as Fields;
    const asked = readAuthorization(query);
    if ('page' in asked) return page(reply.code(400), `<p>${escaped(asked.page)}</p>`);
    const people = Object.values(pool.users).filter(({ enabled, attributes }) => enabled && attributes.email);
    const choices = people.map(
      ({ username, attributes }) =>
        `<option value="${escaped(username)}">${escaped(attributes.email ?? username)}</option>`,
    );
    const hidden = Object.entries(query).map(
      ([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value ?? '')}">`,
    );
    return page(
      reply,
      `<form method="post" action="/login">${hidden.join('')}
<label>Sign in as <select name="username">${choices.join('')}</select></label>
<button name="choice" value="sign-in">Sign in</button> <button name="choice" value="cancel">Cancel</button></form>`,
    );
  });

  app.post('/login', async (request, reply) => {
    const form = (request.body ?? {}) as Fields;
    const asked = readAuthorization(form);
    if ('page' in asked) return page(reply.code(400), `<p>${escaped(asked.page)}</p>`);
    if (form.choice === 'cancel') return back(reply, asked, { error: 'access_denied' });
    const user = pool.users[(form.username ?? '').toLowerCase()];
    if (problemOf(form) !== undefined || user?.enabled !== true) {
      return page(reply.code(400), '<p>Incorrect username or password.</p>');
    }
    const code = randomBytes(24).toString('base64url');
    const oldest = codes.keys().next().value;
    if (codes.size >= MOST_CODES && oldest !== undefined) codes.delete(oldest);
    const expiresAt = unixNow() + (options.codeSeconds ?? CODE_SECONDS);
    codes.set(code, { ...asked, username: user.username, expiresAt });
    return back(reply, asked, { code });
  });

  /** The tokens for a code, or Cognito's word for why not. A code serves once, also where the rest is wrong. */
  async function exchange(form: Fields): Promise<object | string> {
    const { code = '', redirect_uri: redirectUri, code_verifier: verifier } = form;
    if (code === '' || redirectUri === undefined) return 'invalid_request';
    const known = codes.get(code);
    codes.delete(code);
    if (known === undefined || known.expiresAt <= unixNow()) return 'invalid_grant';
    if (known.redirectUri !== redirectUri || !provesChallenge(known.challenge, verifier)) return 'invalid_grant';
    const user = pool.users[known.username.toLowerCase()];
    if (user?.enabled !== true) return 'invalid_grant';
    const { grant, refreshToken } = issue(user);
    const tokens = await tokensOf(user, grant, known.nonce, known.scope);
    return { ...tokens, refresh_token: refreshToken };
  }

  async function refreshed(form: Fields): Promise<object | string> {
    if (!form.refresh_token) return 'invalid_request';
    const grant = pool.grants[tokenHash(form.refresh_token)];
    const user = grant && pool.users[grant.username.toLowerCase()];
    if (grant === undefined || grant.expiresAt <= unixNow() || user?.enabled !== true) return 'invalid_grant';
    return tokensOf(user, grant, undefined, SCOPES.join(' '));
  }

  async function tokensOf(
    user: PoolUser,
    grant: Parameters<TokenSigner['id']>[0]['grant'],
    nonce: string | undefined,
    scope: string,
  ) {
    const context = { user, grant };
    return {
      id_token: await signer.id(context, nonce === undefined ? {} : { nonce }),
      access_token: await signer.access(context, { scope }),
      expires_in: signer.lifetime,
      token_type: 'Bearer',
    };
  }

  app.post('/oauth2/token', async (request, reply) => {
    const fault = await faults.take('Token');
    if (fault !== undefined) return reply.code(fault === 'throttle' ? 429 : 500).send({ error: 'server_error' });
    const form = formOf(request);
    const answer =
      form === undefined
        ? 'invalid_request'
        : form.client_id !== pool.clientId
          ? 'invalid_client'
          : form.grant_type === 'authorization_code'
            ? await exchange(form)
            : form.grant_type === 'refresh_token'
              ? await refreshed(form)
              : 'unsupported_grant_type';
    reply.header('cache-control', 'no-store');
    return typeof answer === 'string' ? reply.code(400).send({ error: answer }) : reply.send(answer);
  });

  app.post('/oauth2/revoke', async (request, reply) => {
    const form = formOf(request);
    if (form === undefined || !form.token) return reply.code(400).send({ error: 'invalid_request' });
    if (form.client_id !== pool.clientId) return reply.code(400).send({ error: 'invalid_client' });
    delete pool.grants[tokenHash(form.token)];
    store.save();
    return reply.code(200).send();
  });
}

/** The fields of a form; nothing for a body of another type, which Cognito does not take. */
function formOf(request: FastifyRequest): Fields | undefined {
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
  return isForm ? ((request.body ?? {}) as Fields) : undefined;
}

/** RFC 7636, S256: without a challenge there is nothing to prove. */
function provesChallenge(challenge: string | undefined, verifier: string | undefined): boolean {
  if (challenge === undefined) return verifier === undefined;
  if (verifier === undefined || !/^[A-Za-z0-9._~-]{43,128}$/.test(verifier)) return false;
  const made = Buffer.from(createHash('sha256').update(verifier).digest('base64url'));
  const wanted = Buffer.from(challenge);
  return made.length === wanted.length && timingSafeEqual(made, wanted);
}

function page(reply: FastifyReply, body: string): FastifyReply {
  return reply
    .type('text/html; charset=utf-8')
    .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'")
    .send(`<!doctype html><html lang="en"><title>Sign in</title><h1>Sign in</h1>${body}</html>`);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
