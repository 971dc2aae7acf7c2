import type { Secret } from '../domain/secret.ts';
import type { OnCallSource } from '../ports/on-call-source.ts';
import { getJson, listIn, rowIn, textOf } from './rest.ts';

/** PagerDuty's REST API, version 2: `GET /oncalls` of one schedule, with the users in it. */
export function createPagerDutyOnCall(options: { readonly url: string; readonly token: Secret }): OnCallSource {
  return {
    async onCall(schedule, at, signal) {
      const url = new URL('/oncalls', options.url);
      for (const [name, value] of [
        ['schedule_ids[]', schedule],
        ['include[]', 'users'],
        ['earliest', 'true'],
        ['since', at.toISOString()],
        ['until', new Date(at.getTime() + 1_000).toISOString()],
        ['limit', '25'],
      ] as const) {
        url.searchParams.append(name, value);
      }
      const body = await getJson(
        'PagerDuty',
        url,
        {
          accept: 'application/vnd.pagerduty+json;version=2',
          authorization: `Token token=${options.token.reveal()}`,
        },
        signal,
      );
      const seen = new Set<string>();
      return listIn('PagerDuty', body, 'oncalls').flatMap((entry) => {
        const user = rowIn(entry, 'user');
        const id = textOf(user, 'id') ?? '';
        const name = textOf(user, 'name') ?? textOf(user, 'summary');
        if (name === undefined || seen.has(id)) return [];
        seen.add(id);
        const email = textOf(user, 'email');
        return [{ name, ...(email && { email }) }];
      });
    },
  };
}
