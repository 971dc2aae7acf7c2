import type { ChangeRecord, EvidenceSet } from '../../../domain/signals.ts';
import type { Component } from '../../../domain/target.ts';
import { KEEP_ALIVE_SETTINGS } from '../../knowledge/error-texts/keep-alive-settings.ts';
import { readMetrics } from '../../metric-reading/read-metrics.ts';
import { relevantChange } from './relevant-change.ts';

/**
 * Failures that a balancer makes itself, as where a target closes a connection over a request (Elastic Load Balancing, "HTTP
 * 502"; HAProxy's `hrsp`/`eresp`; Envoy's `upstream_cx_destroy_remote_with_active_rq`), by the names that exporters give them.
 */
const OWN_FAILURES =
  /httpcode_elb_5(?:_?xx|02)|httpcode_elb_502|haproxy_(?:backend|server)_response_errors|upstream_cx_destroy_remote_with_active_rq/i;
/** Failures that its targets answer with. */
const TARGET_FAILURES = /httpcode_target_5_?xx|haproxy_(?:backend|server)_http_responses/i;

/**
 * Balancers that fail by themselves more often than before, while their targets answer as ever: these close connections that
 * the balancer still uses, or refuse them.
 */
export function closedByTargets(evidence: EvidenceSet): readonly Component[] {
  const errors = readMetrics(evidence).all.filter(({ meaning }) => meaning.signal === 'errors');
  const rising = errors.filter((read) => relevantChange(evidence, read, 'up') !== undefined);
  const of = (names: RegExp) =>
    new Set(rising.filter(({ series }) => names.test(series.name)).map(({ component }) => component));
  const answered = of(TARGET_FAILURES);
  return [...of(OWN_FAILURES)].filter((component) => !answered.has(component));
}

const KEEP_ALIVE = new Set(KEEP_ALIVE_SETTINGS.map((name) => name.toLowerCase()));
/** What a balancer calls its own: it keeps connections longer than a target does by the higher figure. */
const OF_BALANCER = /^idle[-_]timeout/;
/** `-server.keepAliveTimeout = 65_000;`, `+  idle_timeout: "300"`. */
const LINE = /^([+-])(?![+-]{2})\s*(?:- )?["']?-{0,2}([A-Za-z][\w.-]*)["']?\s*[:=]\s*["']?(\d[\d_]*(?:\.\d+)?)/gm;

/** Whether a diff lets a target keep connections for less time than before, or a balancer for more, or sets such a time. */
export function partsKeepAlive({ diff = '' }: ChangeRecord): boolean {
  const lines = [...diff.matchAll(LINE)].flatMap(([, sign, written, figure]) => {
    const whole = written!.toLowerCase();
    const name = KEEP_ALIVE.has(whole) ? whole : whole.slice(whole.lastIndexOf('.') + 1);
    return KEEP_ALIVE.has(name) ? [{ sign, name, figure: Number(figure!.replaceAll('_', '')) }] : [];
  });
  return lines.some((one) => {
    const other = lines.find(({ sign, name }) => name === one.name && sign !== one.sign);
    if (other === undefined) return true;
    const [before, after] = one.sign === '-' ? [one, other] : [other, one];
    return OF_BALANCER.test(one.name) ? after.figure > before.figure : after.figure < before.figure;
  });
}
