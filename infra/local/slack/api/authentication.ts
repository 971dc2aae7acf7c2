import { timingSafeEqual } from 'node:crypto';
import { SlackApiError } from '../core/errors.ts';

/** Throws `not_authed` without a token and `invalid_auth` with any but the bot's. */
export function judgeToken(authorization: string | undefined, inBody: unknown, expected: string): void {
  const token = authorization?.replace(/^Bearer\s+/i, '') ?? (typeof inBody === 'string' ? inBody : undefined);
  if (token === undefined || token === '') throw new SlackApiError('not_authed');
  const given = Buffer.from(token);
  const wanted = Buffer.from(expected);
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) throw new SlackApiError('invalid_auth');
}
