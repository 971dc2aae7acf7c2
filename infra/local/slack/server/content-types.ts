import type { FastifyInstance } from 'fastify';

/** The largest file that may be uploaded. */
export const maxUploadBytes = 64 * 1024 * 1024;

/**
 * Forms, JSON and anything else: broken JSON stays a string, so that the route answers as Slack does; other types stay
 * bytes.
 */
export function registerContentTypes(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => {
    done(null, Object.fromEntries(new URLSearchParams(body as string)));
  });
  app.addContentTypeParser(['application/json', 'text/plain'], { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, JSON.parse(body as string));
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      done(null, body);
    }
  });
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: maxUploadBytes }, (_request, body, done) => {
    done(null, body);
  });
}
