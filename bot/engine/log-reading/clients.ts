import type { EvidenceSet } from '../../domain/signals.ts';
import { namedAddresses } from '../cluster/addresses.ts';
import type { Workload } from '../cluster/types.ts';
import { engineNamedIn } from './database-name.ts';
import type { Parties } from './parties.ts';

interface Reference {
  readonly name?: string;
}
interface RawContainer {
  readonly env?: readonly {
    readonly name?: string;
    readonly valueFrom?: { readonly secretKeyRef?: Reference; readonly configMapKeyRef?: Reference };
  }[];
  readonly envFrom?: readonly { readonly secretRef?: Reference; readonly configMapRef?: Reference }[];
}

/**
 * Workloads with ready pods that use one of the targets: by the topology, by an address in their settings, or, for a
 * database, by the name of a setting, Secret or ConfigMap that speaks of its engine. Values of Secrets are not read.
 */
export function clientsOf(
  targets: readonly Workload[],
  engine: string | undefined,
  parties: Parties,
  evidence: EvidenceSet,
): readonly Workload[] {
  const names = new Set(targets.flatMap(({ name, component }) => [name, component.slice(component.indexOf('/') + 1)]));
  const addressing = new Set(
    namedAddresses(parties.cluster)
      .filter(({ host }) => names.has(host))
      .map(({ workload }) => workload),
  );
  const calls = evidence.topology.status === 'observed' ? evidence.topology.value : {};
  return parties.cluster.workloads.filter((workload) => {
    if (targets.includes(workload) || !workload.pods.some(({ healthy }) => healthy)) return false;
    if (addressing.has(workload)) return true;
    const own = workload.component.slice(workload.component.indexOf('/') + 1);
    if ((calls[own] ?? []).some((callee) => names.has(callee))) return true;
    return engine !== undefined && settingNames(workload).some((name) => engineNamedIn(name) === engine);
  });
}

/** The names of a workload's variables and of what they are taken from. */
function settingNames({ object }: Workload): readonly string[] {
  const spec = object.spec as
    | { template?: { spec?: { containers?: readonly RawContainer[] } }; containers?: readonly RawContainer[] }
    | undefined;
  return (spec?.template?.spec?.containers ?? spec?.containers ?? [])
    .flatMap(({ env = [], envFrom = [] }) => [
      ...env.flatMap(({ name, valueFrom }) => [name, valueFrom?.secretKeyRef?.name, valueFrom?.configMapKeyRef?.name]),
      ...envFrom.flatMap(({ secretRef, configMapRef }) => [secretRef?.name, configMapRef?.name]),
    ])
    .filter((name) => name !== undefined);
}
