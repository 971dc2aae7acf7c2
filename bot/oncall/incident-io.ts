import type { Secret } from '../domain/secret.ts';
import type { OnCallSource } from '../ports/on-call-source.ts';
import { getJson, listIn, rowIn, textOf } from './rest.ts';

/** incident.io's API, version 2: the final entries (overrides applied) of one schedule around a moment. */
export function createIncidentIoOnCall(options: { readonly url: string; readonly token: Secret }): OnCallSource {
  return {
    async onCall(schedule, at, signal) {
      const url = new URL('/v2/schedule_entries', options.url);
      url.searchParams.set('schedule_id', schedule);
      url.searchParams.set('entry_window_start', at.toISOString());
      url.searchParams.set('entry_window_end', new Date(at.getTime() + 60_000).toISOString());
      const body = await getJson('incident.io', url, { authorization: `Bearer ${options.token.reveal()}` }, signal);
      return listIn('incident.io', rowIn(body, 'schedule_entries'), 'final').flatMap((entry) => {
        const row = entry as Readonly<Record<string, unknown>>;
        const from = Date.parse(String(row?.start_at));
        const until = Date.parse(String(row?.end_at));
        // The window also returns who comes next.
        if (!(from <= at.getTime() && at.getTime() < until)) return [];
        const user = rowIn(row, 'user');
        const name = textOf(user, 'name');
        const [email, slackUserId] = [textOf(user, 'email'), textOf(user, 'slack_user_id')];
        return name === undefined ? [] : [{ name, ...(email && { email }), ...(slackUserId && { slackUserId }) }];
      });
    },
  };
}
