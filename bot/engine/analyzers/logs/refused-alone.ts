import type { Finding } from '../../../domain/finding.ts';
import type { EvidenceSet } from '../../../domain/signals.ts';
import type { Component } from '../../../domain/target.ts';
import { deletionsOf } from '../../cluster/deleted-pods.ts';
import { REPEATED } from '../../cluster/parameters.ts';
import type { Workload } from '../../cluster/types.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import { clientsOf } from '../../log-reading/clients.ts';
import type { Complaint, Complaints } from '../../log-reading/complaints.ts';
import { readComplaints } from '../../log-reading/complaints.ts';
import { engineNamedIn, engineOf } from '../../log-reading/database-name.ts';
import { endingWorkload } from '../../log-reading/last-words.ts';
import { ENDED_SLACK_MS } from '../../log-reading/parameters.ts';
import { REFUSED } from '../../log-reading/peers.ts';
import { earliest, quotePattern } from '../../log-reading/quoting.ts';
import type { Parameters } from '../../parameters.ts';
import { STRENGTH } from '../strength-parameters.ts';
import { QUOTED } from './parameters.ts';

/** What a refused call was meant for, as far as the message or the driver's words tell. */
interface Meant {
  readonly targets: readonly Workload[];
  readonly engine: string | undefined;
  /** True where the message gives a port that the Service does not offer. */
  readonly wrongPort: boolean;
}

/** One service is refused by what is up and serves others: it calls the wrong place. */
export const refusedAlone = defineAnalyzer({
  id: 'refused-alone',
  title: 'Refused where others are served',
  causes: ['service_env_var_address_mismatch'],
  needs: ['logs', 'objects'],
  example: 'One of ten services is refused by a database whose pods are ready, and the nine others use it.',
  analyze: (evidence, parameters) => {
    const complaints = readComplaints(evidence);
    // Whoever cannot look up names is refused for that.
    const lost = new Set(complaints.present.filter(isLookup).map(({ writer }) => writer));
    const refused = complaints.present.filter(
      ({ failure, text, writer }) =>
        REFUSED.test(text) && !failure.relayed && !isLookup({ failure }) && !lost.has(writer),
    );
    const findings = [...Map.groupBy(refused, ({ writer }) => writer)].flatMap(([writer, own]): Finding[] => {
      const judged = own.flatMap((complaint) => {
        const meant = meantBy(complaint, complaints);
        return meant !== undefined && isAlone(complaint, meant, complaints, evidence, parameters)
          ? [{ complaint, meant }]
          : [];
      });
      const lines = judged.reduce((sum, { complaint }) => sum + complaint.pattern.count, 0);
      const ends = judged.some(({ complaint: { logs } }) => endingWorkload(logs, complaints.parties.cluster));
      return judged.length === 0 || (lines < REPEATED && !ends) ? [] : [findingOf(writer, judged, complaints)];
    });
    if (findings.length > 0) return { status: 'found', findings };
    return { status: 'clear', checked: 'no service alone is refused by something that is up' };
  },
});

function isLookup({ failure }: Pick<Complaint, 'failure'>): boolean {
  return failure.kind === 'no-name-service' || failure.kind === 'unknown-name';
}

function meantBy({ text, party, failure }: Complaint, { parties: { cluster } }: Complaints): Meant | undefined {
  if (party !== undefined) {
    const { service, workloads } = party;
    if (service === undefined || workloads.length === 0) return undefined;
    const port = failure.peer?.port;
    const wrongPort = port !== undefined && service.ports.every((offered) => offered.port !== port);
    const name = party.component.slice(party.component.indexOf('/') + 1);
    return { targets: workloads, engine: engineOf(name, cluster), wrongPort };
  }
  if (failure.peer !== undefined) return undefined;
  const engine = engineNamedIn(text);
  if (engine === undefined) return undefined;
  const targets = cluster.workloads.filter(({ name }) => engineOf(name, cluster) === engine);
  return targets.length === 0 ? undefined : { targets, engine, wrongPort: false };
}

/** True where the target was up since before the first refusal, serves somebody else, and nobody else complains of it. */
function isAlone(
  { writer, pattern }: Complaint,
  { targets, engine, wrongPort }: Meant,
  complaints: Complaints,
  evidence: EvidenceSet,
  parameters: Parameters,
): boolean {
  const pods = targets.flatMap((target) => target.pods);
  const last = pattern.lastSeen === undefined ? Number.POSITIVE_INFINITY : Date.parse(pattern.lastSeen);
  if (pods.length === 0 || !pods.every(({ healthy, startedAt }) => healthy && (startedAt ?? 0) < last)) return false;
  if (pods.some(({ statuses }) => statuses.some(({ running }) => isUpSince(running?.startedAt, last)))) return false;
  // A pod that another one was before was not up all the time, and is refused while it starts.
  if (targets.some((target) => deletionsOf(target, complaints.parties.cluster, parameters.overAfterMs).length > 0))
    return false;
  if (wrongPort) return true;
  const shared = complaints.present.some(
    (other) =>
      other.writer !== writer &&
      (other.party === undefined
        ? other.failure.peer === undefined && engine !== undefined && engineNamedIn(other.text) === engine
        : other.party.workloads.some((workload) => targets.includes(workload))),
  );
  if (shared) return false;
  return clientsOf(targets, engine, complaints.parties, evidence).some(({ component }) => component !== writer);
}

/** Whether a container came up when the refusals ended: until then nothing listened there, for whomever. */
function isUpSince(startedAt: string | undefined, last: number): boolean {
  return startedAt !== undefined && Date.parse(startedAt) >= last - ENDED_SLACK_MS;
}

function findingOf(
  writer: Component,
  judged: readonly { readonly complaint: Complaint; readonly meant: Meant }[],
  { tool }: Complaints,
): Finding {
  const name = writer.slice(writer.indexOf('/') + 1);
  const port = judged.find(({ meant }) => meant.wrongPort)?.complaint;
  const onset = earliest(judged.map(({ complaint }) => complaint.pattern.firstSeen));
  return {
    analyzer: 'refused-alone',
    component: writer,
    cause: 'service_env_var_address_mismatch',
    grade: 'shown',
    statement:
      port === undefined
        ? `${name} alone is refused by ${targetsOf(judged)}, which is up and serves others: it calls the wrong host or port.`
        : `${name} calls ${targetsOf(judged)} at port ${port.failure.peer?.port}, which its Service does not offer.`,
    strength: port === undefined ? STRENGTH.supported : STRENGTH.likely,
    evidence: judged
      .slice(0, QUOTED.lines)
      .map(({ complaint: { logs, pattern, text } }) => quotePattern(logs, pattern, tool, text)),
    ...(onset === undefined ? {} : { onset }),
  };
}

function targetsOf(judged: readonly { readonly meant: Meant }[]): string {
  const names = judged.flatMap(({ meant }) => meant.targets.map(({ name }) => name));
  return [...new Set(names)].slice(0, 2).join(' or ');
}
