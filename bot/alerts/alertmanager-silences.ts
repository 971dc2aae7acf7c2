import { SreError } from '../domain/errors.ts';
import type { Secret } from '../domain/secret.ts';
import type { Silence } from '../domain/silence.ts';
import type { MirroredSilence, SilenceMirror } from '../ports/silence-mirror.ts';

/** What Alertmanager takes for a matcher: of its API, version 2. */
interface Matcher {
  readonly name: string;
  readonly value: string;
  readonly isRegex: boolean;
  readonly isEqual: boolean;
}

const CREATED_BY = 'on-call-bot';
const MOST_OTHERS = 100;

/**
 * Silences in Alertmanager, by its API, version 2: `POST /api/v2/silences`, `DELETE /api/v2/silence/ID`. A service is
 * silenced by its label `service`, a node by `node`, a namespace by `namespace`, another name by `alertname`.
 */
export function createAlertmanagerSilences(options: {
  /** Where Alertmanager answers, with its path prefix where it has one. */
  readonly url: string;
  /** The `Authorization` header; absent where none is asked for. */
  readonly authorization?: Secret;
}): SilenceMirror {
  const base = options.url.replace(/\/?$/, '/');
  async function call(path: string, init: RequestInit): Promise<Response> {
    const headers = {
      accept: 'application/json',
      ...(init.body !== undefined && { 'content-type': 'application/json' }),
      ...(options.authorization && { authorization: options.authorization.reveal() }),
    };
    return fetch(new URL(`api/v2/${path}`, base), { ...init, headers, redirect: 'error' }).catch((error: Error) => {
      const kind = error.name === 'TimeoutError' ? 'timeout' : 'unavailable';
      throw new SreError(kind, 'Alertmanager does not answer', { cause: error });
    });
  }

  return {
    name: 'Alertmanager',
    async keep({ subject, from, until, by }, id, signal) {
      const silence = {
        matchers: [matcherOf(subject)],
        startsAt: from,
        endsAt: until,
        createdBy: CREATED_BY,
        comment: `Silenced in Slack by ${by}`,
      };
      const post = (body: object) => call('silences', { method: 'POST', body: JSON.stringify(body), signal });
      let answer = await post({ ...(id !== undefined && { id }), ...silence });
      // One that Alertmanager has forgotten is made anew.
      if (answer.status === 404 && id !== undefined) answer = await post(silence);
      const { silenceID } = (await bodyOf(answer)) as { silenceID?: unknown };
      if (typeof silenceID !== 'string') throw new SreError('bad-upstream', 'Alertmanager named no silence');
      return silenceID;
    },
    async expire(id, signal) {
      const answer = await call(`silence/${encodeURIComponent(id)}`, { method: 'DELETE', signal });
      // Of one that has ended it says 500 with a sentence, of an unknown one 404 or 500, by its version.
      if (answer.status === 404 || answer.status === 500) {
        const known = await call(`silence/${encodeURIComponent(id)}`, { method: 'GET', signal });
        if (known.status === 404) return void (await known.body?.cancel());
        const { status } = (await bodyOf(known)) as { status?: { state?: unknown } };
        if (status?.state === 'expired') return;
      }
      await emptied(answer);
    },
    async others(signal) {
      const rows = await bodyOf(await call('silences', { method: 'GET', signal }));
      if (!Array.isArray(rows)) throw new SreError('bad-upstream', 'Alertmanager gave no list of silences');
      return rows.flatMap(otherOf).slice(0, MOST_OTHERS);
    },
  };
}

function matcherOf(subject: Silence['subject']): Matcher {
  const [, kind, name] = /^(service|node|namespace)\/(.+)$/.exec(subject) ?? [];
  return { name: kind ?? 'alertname', value: name ?? subject, isRegex: false, isEqual: true };
}

function otherOf(row: unknown): MirroredSilence[] {
  const { id, status, endsAt, createdBy, comment, matchers } = (row ?? {}) as Readonly<Record<string, unknown>>;
  const { state } = (status ?? {}) as { state?: unknown };
  if (state !== 'active' || createdBy === CREATED_BY || typeof id !== 'string' || typeof endsAt !== 'string') return [];
  const about = (Array.isArray(matchers) ? (matchers as Partial<Matcher>[]) : []).map(
    ({ name, value, isRegex, isEqual }) => `${name}${isEqual === false ? '!' : ''}${isRegex ? '=~' : '='}"${value}"`,
  );
  const why = typeof comment === 'string' && comment !== '' ? ` (${comment})` : '';
  return [
    {
      id,
      until: endsAt,
      by: typeof createdBy === 'string' ? createdBy.slice(0, 100) : '',
      about: `${about.join(', ')}${why}`.slice(0, 300),
    },
  ];
}

async function bodyOf(answer: Response): Promise<unknown> {
  if (!answer.ok) await emptied(answer);
  return answer.json().catch((error: unknown) => {
    throw new SreError('bad-upstream', 'Alertmanager gave no JSON', { cause: error });
  });
}

/** Throws SreError for a refusal; Alertmanager's own words stay out of it. */
async function emptied(answer: Response): Promise<void> {
  await answer.body?.cancel();
  if (answer.ok) return;
  const kind =
    answer.status === 401
      ? 'unauthenticated'
      : answer.status === 403
        ? 'forbidden'
        : answer.status === 400
          ? 'invalid-input'
          : answer.status >= 500
            ? 'unavailable'
            : 'bad-upstream';
  throw new SreError(kind, `Alertmanager answered ${answer.status}`);
}
