import type { EvidenceSet } from '../../domain/signals.ts';
import { nameOf } from '../metric-reading/entity.ts';
import { type Machines, readMachines } from '../metric-reading/machines.ts';
import { type Calls, readCalls } from '../propagation/calls.ts';

/**
 * The service that a machine's name means. By its full name, as blackbox_exporter and clients write it where they connect to
 * (`ldap-3.example.org`), it is what others call that is scraped at the machine of its first part (`ldap-3`). By its own
 * name, as whoever collects logs by machine calls them, it is the job that is scraped there: instances of one purpose are one
 * job (Prometheus, "Jobs and instances"). One only may run there.
 */
export function servicesOfMachines(evidence: EvidenceSet): (host: string) => string | undefined {
  const calls = readCalls(evidence);
  const called = new Set([...calls.known.values()].flatMap((names) => [...names]));
  const machines = readMachines(evidence);
  return (host) => {
    const [machine = '', ...domain] = host.split('.');
    if (called.has(host) || calls.known.has(host)) return undefined;
    const runs = machines
      .on(machine)
      .map((component) => nameOf(component).name)
      .filter((name) => name !== host);
    const isMeant = (name: string) => (domain.length > 0 ? called.has(name) : isOfOnePurpose(name, calls, machines));
    if (domain.length > 0 && !calls.recorded) return undefined;
    const [one, other] = runs.filter(isMeant);
    return other === undefined ? one : undefined;
  };
}

/** Whether a name is more than that of an exporter: somebody calls it or it calls somebody, else several machines are one of it. */
function isOfOnePurpose(name: string, { recorded, known, callers }: Calls, machines: Machines): boolean {
  if (recorded) return known.has(name) || callers.has(name);
  return machines.of(`service/${name}`).length > 1;
}
