import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { AlertSource } from '../domain/alert.ts';
import { SreError } from '../domain/errors.ts';
import type { Secret } from '../domain/secret.ts';

/** What a webhook brought. Header names are in lower case. */
export interface Delivery {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Buffer;
}

/** How old a time stamp that is part of a signature may be. */
const OLDEST_SECONDS = 300;

/**
 * Throws SreError `unauthenticated` unless the delivery proves that its sender knows the source's secret: by the
 * source's own signature where it has one, else by `Authorization: Bearer SECRET` or by
 * `X-Signature: sha256=HEX`, the HMAC-SHA256 of the body.
 */
export function proveDelivery(source: AlertSource, secret: Secret, delivery: Delivery, now: Date): void {
  const { right, header } = judge(source, secret, delivery, now);
  if (!right) throw new SreError('unauthenticated', `${header} is missing or wrong`);
}

function judge(source: AlertSource, secret: Secret, delivery: Delivery, now: Date): { right: boolean; header: string } {
  const header = (name: string) => [delivery.headers[name] ?? ''].flat().join(',').trim();
  const mac = (...parts: readonly (string | Buffer)[]) =>
    parts.reduce((sum, part) => sum.update(part), createHmac('sha256', secret.reveal())).digest('hex');
  if (source === 'pagerduty') {
    // Several while a secret is being changed: `v1=HEX,v1=HEX`.
    const given = header('x-pagerduty-signature').split(',');
    const expected = `v1=${mac(delivery.body)}`;
    return { right: given.some((one) => isSame(one.trim(), expected)), header: 'X-PagerDuty-Signature' };
  }
  const ofGrafana = header('x-grafana-alerting-signature').toLowerCase();
  if (source === 'grafana' && ofGrafana !== '') {
    const stamp = header('x-grafana-alerting-timestamp');
    const fresh = stamp === '' || Math.abs(now.getTime() / 1_000 - Number(stamp)) <= OLDEST_SECONDS;
    const expected = stamp === '' ? mac(delivery.body) : mac(`${stamp}:`, delivery.body);
    return { right: fresh && isSame(ofGrafana, expected), header: 'X-Grafana-Alerting-Signature' };
  }
  const signature = header('x-signature').toLowerCase();
  if (signature !== '') return { right: isSame(signature, `sha256=${mac(delivery.body)}`), header: 'X-Signature' };
  const bearer = /^Bearer\s+(\S+)$/i.exec(header('authorization'))?.[1];
  return { right: bearer !== undefined && isSame(bearer, secret.reveal()), header: 'Authorization' };
}

/** In the same time wherever they differ, and whatever their lengths. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
