import type { Secret } from '../domain/secret.ts';
import type { PhoneService } from '../ports/phone-service.ts';
import { postJson } from './rest.ts';

/** The longest summary that PagerDuty takes, in characters. */
const LONGEST_SUMMARY = 1_024;

/** PagerDuty's Events API, version 2: `POST /v2/enqueue` with the integration key of a service. */
export function createPagerDutyRing(options: { readonly url: string; readonly routingKey: Secret }): PhoneService {
  const send = (event: object, signal: AbortSignal) =>
    postJson(
      'PagerDuty',
      new URL('/v2/enqueue', options.url),
      {},
      { routing_key: options.routingKey.reveal(), ...event },
      signal,
    );
  return {
    name: 'PagerDuty',
    async ring({ key, reason, severity, service }, signal) {
      const payload = {
        summary: reason.slice(0, LONGEST_SUMMARY),
        source: service ?? 'on-call bot',
        severity,
        ...(service && { component: service }),
      };
      await send({ event_action: 'trigger', dedup_key: key, client: 'On-call bot in Slack', payload }, signal);
    },
    acknowledge: (key, _by, signal) => send({ event_action: 'acknowledge', dedup_key: key }, signal),
    resolve: (key, signal) => send({ event_action: 'resolve', dedup_key: key }, signal),
  };
}
