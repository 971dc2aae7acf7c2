import type { EvidenceSet } from '../../../domain/signals.ts';
import type { Cluster } from '../../cluster/cluster.ts';
import type { Service } from '../../cluster/types.ts';
import { PORTS } from '../../knowledge/ports.ts';
import { readComplaints } from '../../log-reading/complaints.ts';
import type { FailureKind } from '../../log-reading/peers.ts';

/** How a call ends whose packets reach no listener; a server's own failure is an answer. */
const UNANSWERED: ReadonlySet<FailureKind> = new Set(['refused', 'timeout', 'unreachable', 'reset', 'no-instance']);

/** Whether anybody was seen to call a Service in vain: a log that names it, a lookup without an answer, or a warning on it. */
export function isCalledInVain(service: Service, cluster: Cluster, evidence: EvidenceSet): boolean {
  const isNameServer = service.ports.some(({ port }) => port === PORTS.dns);
  const { present, ended } = readComplaints(evidence);
  const isOfService = ({ namespace, name }: Service) => namespace === service.namespace && name === service.name;
  return (
    [...present, ...ended].some(({ failure, party }) =>
      failure.kind === 'no-name-service'
        ? isNameServer
        : UNANSWERED.has(failure.kind) && party?.service !== undefined && isOfService(party.service),
    ) || cluster.eventsOf('Service', service.namespace, service.name).some(({ type }) => type === 'Warning')
  );
}
