import type { FastifyPluginAsync } from 'fastify';
import type { Login, LoginEnd } from '../ports/login.ts';

/** The path that is registered with the pool's client, after the bot's own address. */
export const LOGIN_CALLBACK = '/login/callback';

const PAGES: Readonly<Record<LoginEnd, { readonly status: number; readonly text: string }>> = {
  'signed-in': { status: 200, text: 'You are signed in. Close this page and go on in Slack.' },
  declined: { status: 400, text: 'You were not signed in. Type /sre login in Slack to try again.' },
  stale: { status: 400, text: 'This link was used already or is too old. Type /sre login in Slack for a new one.' },
  'someone-else': {
    status: 403,
    text: 'You signed in with another e-mail address than yours in Slack, so nothing was kept. Sign in as yourself.',
  },
  refused: { status: 502, text: 'The sign-in was not accepted, and nothing was kept. Type /sre login to try again.' },
  unavailable: { status: 503, text: 'The sign-in could not be finished just now. Type /sre login to try again.' },
};

/** `GET /login/callback`: ends a sign-in. The page says how, and holds nothing of what the browser brought. */
export function loginRoutes(login: Pick<Login, 'finish'>): FastifyPluginAsync {
  return async (app) => {
    app.get(LOGIN_CALLBACK, async (request, reply) => {
      const query = request.query as Readonly<Record<string, unknown>>;
      const one = (name: string) => (typeof query[name] === 'string' ? { [name]: query[name] } : {});
      const { status, text } = PAGES[await login.finish({ ...one('state'), ...one('code'), ...one('error') })];
      return (
        reply
          .code(status)
          .type('text/html; charset=utf-8')
          .header('content-security-policy', "default-src 'none'; frame-ancestors 'none'; base-uri 'none'")
          // The address holds a code: no other site is to be told of it.
          .header('referrer-policy', 'no-referrer')
          .send(`<!doctype html><html lang="en"><title>Sign-in</title><p>${text}</p></html>`)
      );
    });
  };
}
