import type { CauseCode } from '../../domain/cause.ts';
import type { Component } from '../../domain/target.ts';
import { nameOf } from '../metric-reading/entity.ts';
import type { Parameters } from '../parameters.ts';
import type { Candidate } from './candidates.ts';
import { gradeRank } from './grades.ts';
import type { Reach } from './reach.ts';

/** What a caller sees of packets that are lost: time, for they are sent again after a fifth of a second or more (RFC 6298). */
const ON_THE_WAY: ReadonlySet<CauseCode> = new Set<CauseCode>(['pod_network_delay', 'pod_network_packet_loss']);

/**
 * Whether a machine, or a program at one end, is measured to lose packets, and calls to the other take their time on the way,
 * which drops none. A way has two ends: what is lost under all who wait for a callee makes each of its answers late.
 */
export function isLostUnder(upper: Candidate, lower: Candidate, reach: Reach, { deeperShare }: Parameters): boolean {
  if (!ON_THE_WAY.has(lower.cause) || !losesPackets(upper) || upper.belief < deeperShare * lower.belief) return false;
  if (upper.cause === 'node_network_packet_loss' && reach.places(lower.component).has(upper.component)) return true;
  // What is measured of its own network is no caller's.
  if (losesPackets(lower)) return false;
  const waiting = callersOf(lower, reach);
  return (
    waiting.length > 0 && waiting.every((one) => one === upper.component || reach.places(one).has(upper.component))
  );
}

function losesPackets({ cause, grade }: Candidate): boolean {
  return gradeRank(grade) > 0 && (cause === 'node_network_packet_loss' || cause === 'pod_network_packet_loss');
}

/** Those who are seen to wait for it and call it themselves. */
function callersOf({ component, explains }: Candidate, reach: Reach): readonly Component[] {
  const { name } = nameOf(component);
  return explains.filter((one) => reach.callees(nameOf(one).name).includes(name));
}
