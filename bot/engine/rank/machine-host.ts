import type { EvidenceSet } from '../../domain/signals.ts';
import { nameOf } from '../metric-reading/entity.ts';
import { readMachines } from '../metric-reading/machines.ts';
import { readCalls } from '../propagation/calls.ts';

/**
 * The service that a machine's full name means, by that name: blackbox_exporter and clients write where they connect to
 * (`ldap-3.example.org`), and what others call is scraped at the machine of its first part (`ldap-3`). One only may run there,
 * of those that somebody is known to call.
 */
export function servicesOfMachines(evidence: EvidenceSet): (host: string) => string | undefined {
  const { recorded, known } = readCalls(evidence);
  if (!recorded) return () => undefined;
  const called = new Set([...known.values()].flatMap((names) => [...names]));
  const machines = readMachines(evidence);
  return (host) => {
    const [machine = '', ...domain] = host.split('.');
    if (domain.length === 0 || called.has(host)) return undefined;
    const [one, other] = machines
      .on(machine)
      .map((component) => nameOf(component).name)
      .filter((name) => called.has(name));
    return other === undefined ? one : undefined;
  };
}
