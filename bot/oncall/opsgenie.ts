import type { Secret } from '../domain/secret.ts';
import type { OnCallSource } from '../ports/on-call-source.ts';
import { getJson, rowIn } from './rest.ts';

/** Opsgenie's Who Is On Call API, flat: the e-mail addresses of those on one schedule. */
export function createOpsgenieOnCall(options: { readonly url: string; readonly token: Secret }): OnCallSource {
  return {
    async onCall(schedule, at, signal) {
      const url = new URL(`/v2/schedules/${encodeURIComponent(schedule)}/on-calls`, options.url);
      const isId = /^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(schedule);
      url.searchParams.set('scheduleIdentifierType', isId ? 'id' : 'name');
      url.searchParams.set('flat', 'true');
      url.searchParams.set('date', at.toISOString());
      const body = await getJson('Opsgenie', url, { authorization: `GenieKey ${options.token.reveal()}` }, signal);
      const recipients = rowIn(body, 'data').onCallRecipients;
      // Absent, and not empty, when nobody is on call.
      if (!Array.isArray(recipients)) return [];
      return recipients
        .filter((one): one is string => typeof one === 'string' && one !== '')
        .map((one) => ({ name: one.slice(0, 300), ...(one.includes('@') && { email: one }) }));
    },
  };
}
