import type { AlertSeverity } from '../domain/alert.ts';
import type { Secret } from '../domain/secret.ts';
import type { PhoneService } from '../ports/phone-service.ts';
import { postJson } from './rest.ts';

/** What Opsgenie takes, in characters. */
const LONGEST = { message: 130, description: 15_000, user: 100 };
const PRIORITIES: Readonly<Record<AlertSeverity, string>> = { critical: 'P1', warning: 'P3', info: 'P5' };
const SOURCE = 'On-call bot in Slack';

/** Opsgenie's alert API, version 2, with the key of an API integration; an alert is known by its alias. */
export function createOpsgenieRing(options: { readonly url: string; readonly key: Secret }): PhoneService {
  const headers = () => ({ authorization: `GenieKey ${options.key.reveal()}` });
  const send = (path: string, body: object, signal: AbortSignal) =>
    postJson('Opsgenie', new URL(path, options.url), headers(), { source: SOURCE, ...body }, signal);
  const about = (key: string, deed: string) => `/v2/alerts/${encodeURIComponent(key)}/${deed}?identifierType=alias`;
  return {
    name: 'Opsgenie',
    ring: ({ key, reason, severity, service }, signal) =>
      send(
        '/v2/alerts',
        {
          alias: key,
          message: reason.slice(0, LONGEST.message),
          description: reason.slice(0, LONGEST.description),
          priority: PRIORITIES[severity],
          ...(service && { entity: service.slice(0, 512) }),
        },
        signal,
      ),
    acknowledge: (key, by, signal) => send(about(key, 'acknowledge'), { user: by.slice(0, LONGEST.user) }, signal),
    resolve: (key, signal) => send(about(key, 'close'), {}, signal),
  };
}
