/** A body that is not what Slack sends. */
export class MalformedBodyError extends Error {
  override readonly name = 'MalformedBodyError';
}

/**
 * Reads what Slack posts: JSON (events), a form (commands) or a form with JSON in `payload` (interactions).
 * Throws MalformedBodyError.
 */
export function readSlackBody(raw: string, contentType: string | undefined): Record<string, unknown> {
  if (contentType?.split(';')[0]?.trim().toLowerCase() !== 'application/x-www-form-urlencoded') return parseObject(raw);
  const form = new URLSearchParams(raw);
  const payload = form.get('payload');
  return payload === null ? Object.fromEntries(form) : parseObject(payload);
}

function parseObject(json: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    throw new MalformedBodyError('not JSON', { cause: error });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new MalformedBodyError('not an object');
  return value as Record<string, unknown>;
}
