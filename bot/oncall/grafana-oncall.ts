import type { Secret } from '../domain/secret.ts';
import type { OnCallSource } from '../ports/on-call-source.ts';
import { getJson, listIn, textOf } from './rest.ts';

const MOST_PEOPLE = 10;

/** Grafana OnCall's HTTP API: `on_call_now` of one schedule, and each user with their Slack account. Knows only now. */
export function createGrafanaOnCall(options: {
  readonly url: string;
  readonly token: Secret;
  readonly teamId: () => Promise<string>;
}): OnCallSource {
  const base = options.url.replace(/\/?$/, '/');
  const headers = () => ({ authorization: options.token.reveal() });
  return {
    async onCall(schedule, _at, signal) {
      const path = `api/v1/schedules/${encodeURIComponent(schedule)}/`;
      const found = await getJson('Grafana OnCall', new URL(path, base), headers(), signal);
      const ids = listIn('Grafana OnCall', found, 'on_call_now').map(String).slice(0, MOST_PEOPLE);
      const teamId = await options.teamId();
      return Promise.all(
        ids.map(async (id) => {
          const url = new URL(`api/v1/users/${encodeURIComponent(id)}/`, base);
          const user = await getJson('Grafana OnCall', url, headers(), signal);
          const accounts = Array.isArray(user.slack) ? (user.slack as Readonly<Record<string, unknown>>[]) : [];
          const account = accounts.find((one) => one?.team_id === teamId);
          const slackUserId = account && textOf(account, 'user_id');
          const email = textOf(user, 'email');
          const name = textOf(user, 'username') ?? email ?? id;
          return { name, ...(email && { email }), ...(slackUserId && { slackUserId }) };
        }),
      );
    },
  };
}
