import { isPublicIPv4 } from '../../domain/addresses.ts';
import type { EvidenceSet } from '../../domain/signals.ts';
import type { Component } from '../../domain/target.ts';
import { readCluster } from '../cluster/cluster.ts';
import { LETTERS } from '../cluster/parameters.ts';
import { HTTP_PORTS } from '../knowledge/ports.ts';
import { nameOf } from '../metric-reading/entity.ts';
import { readMetrics } from '../metric-reading/read-metrics.ts';
import type { Complaint, Complaints } from './complaints.ts';
import type { FailureKind } from './peers.ts';

/** Ways of failing that lie at the other end; a name that is not found may be written wrong here. */
const THEIRS: ReadonlySet<FailureKind> = new Set(['server-error', 'refused', 'timeout', 'reset', 'no-instance']);
/** Hosts that end so are one's own, whatever the cluster knows of them. */
const OWN =
  /\.(?:internal|local|lan|corp|intranet|home|svc|invalid)$|^(?:ip-|ec2-)|\.(?:rds|cache|redshift)\.amazonaws\.com$|\.database\.windows\.net$/;
/** What a program writes as it sends a request: method and URL. */
const REQUEST = /\b(?:GET|POST|PUT|PATCH|DELETE|HEAD) https?:\/\/([a-z0-9-]+(?:\.[a-z0-9-]+)+)/gi;

/**
 * Whom the exception of a provider's client library names, where the call graph has that provider and nothing else is read of
 * it: `Stripe::APIError: (Status 503)` of stripe-ruby, `twilio.base.exceptions.TwilioRestException`. Undefined otherwise.
 */
export function providerNamed({ party, failure, text }: Complaint, evidence: EvidenceSet): string | undefined {
  if (party === undefined || failure.relayed || failure.kind !== 'server-error') return undefined;
  const { name } = nameOf(party.component);
  const classes = text.match(/\b[A-Za-z]\w*(?:(?:::|\.)\w+)*(?:::|\.)\w*(?:Error|Exception)\b/g) ?? [];
  const isNamed = classes.some((one) => one.toLowerCase().split(/::|\./)[0] === name.toLowerCase());
  return isNamed && !isRead(party.component, evidence) ? name : undefined;
}

/** Whether any source holds something of a component's own. */
function isRead(component: Component, evidence: EvidenceSet): boolean {
  const { name } = nameOf(component);
  const writes = evidence.logs.status === 'observed' && evidence.logs.value.some(({ service }) => service === name);
  const cluster = readCluster(evidence);
  const runs = cluster.workloadsByService(name).length > 0 || cluster.services.some((one) => one.name === name);
  return writes || runs || readMetrics(evidence).all.some((read) => read.component === component);
}

/**
 * The host outside of the system whose failing a complaint tells of, by name; undefined where it is of another kind. Node.js
 * and Go report a connection that is not made by its address alone: the caller's log may hold the name elsewhere. An
 * address without a name may as well be the cloud's own, or the way out.
 */
export function outsideHost(complaint: Complaint, { parties }: Complaints): string | undefined {
  const { party, failure, logs, text } = complaint;
  const { peer, kind, relayed } = failure;
  if (peer === undefined || party !== undefined || relayed || !THEIRS.has(kind)) return undefined;
  const isOutside = (host: string) => host.includes('.') && !parties.isInternal(host) && !OWN.test(host);
  if (peer.host !== undefined) return isOutside(peer.host) ? peer.host : undefined;
  if (peer.ip === undefined || !HTTP_PORTS.has(peer.port ?? 0) || !isPublicIPv4(peer.ip)) return undefined;
  const requested = logs.patterns.flatMap(({ samples }) =>
    samples.flatMap((sample) => [...sample.text.matchAll(REQUEST)].map(([, host]) => host!.toLowerCase())),
  );
  const hosts = [...new Set(requested)].filter(isOutside);
  const words = new Set(text.toLowerCase().split(/[^a-z0-9-]+/));
  const called = hosts.filter((host) =>
    host.split('.').some((label) => label.length >= LETTERS.telling && words.has(label)),
  );
  const [only, another] = called.length > 0 ? called : hosts;
  return another === undefined ? only : undefined;
}
