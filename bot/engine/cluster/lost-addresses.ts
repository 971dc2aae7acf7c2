import { namedAddresses } from './addresses.ts';
import type { Cluster } from './cluster.ts';
import { likeness } from './likeness.ts';
import { LIKENESS } from './parameters.ts';
import { fields, records } from './read-objects.ts';
import { settingsOf } from './settings.ts';
import type { Workload } from './types.ts';

/** A variable that by its name should lead to a Service, and by its value leads nowhere. */
export interface LostAddress {
  readonly workload: Workload;
  readonly variable: string;
  readonly value: string;
  /** Why the value leads nowhere, in words. */
  readonly why: string;
  /** The Service that the workload is known to call and that no variable names. */
  readonly meant: string;
}

const ADDRESS = /^(?:[a-z][a-z0-9+.-]*:\/\/)?(localhost|[\w-]+(?:\.[\w-]+)+)(?::(\d{1,5}))?(?:[/?].*)?$/i;

/** `STOCK_LEDGER_SERVICE_ADDR` becomes `stock-ledger-service`. */
export function variableStem(variable: string): string {
  return variable
    .toLowerCase()
    .replaceAll(/[_.]/g, '-')
    .replace(/-(addr|address|url|uri|host|hostname|endpoint|server|dsn|target|upstream)s?$/, '');
}

/**
 * Variables of a workload whose value is its own host, an address that nothing has, or another namespace that has no such
 * Service, where the name is that of a Service which the call graph says it calls and which no other variable names.
 */
export function lostAddresses(
  cluster: Cluster,
  callees: Readonly<Record<string, readonly string[]>>,
): readonly LostAddress[] {
  const known = addressesInUse(cluster);
  const byWorkload = Map.groupBy(namedAddresses(cluster), (address) => address.workload);
  return cluster.workloads.flatMap((workload) => {
    const own = workload.component.slice('service/'.length);
    const called = Object.hasOwn(callees, own) ? (callees[own] ?? []) : [];
    const named = new Set(
      (byWorkload.get(workload) ?? [])
        .filter((other) => other.namespace === workload.namespace)
        .map((other) => other.host),
    );
    const unnamed = called.filter(
      (name) => !named.has(name) && cluster.service(workload.namespace, name) !== undefined,
    );
    // Without a call graph only a name that is plainly a Service's tells what is meant.
    const similarTo = (stem: string) =>
      cluster.services.find(
        ({ name, namespace }) =>
          namespace === workload.namespace &&
          name !== own &&
          !named.has(name) &&
          likeness(stem, name) >= LIKENESS.meant,
      )?.name;
    return settingsOf(workload, cluster).flatMap(({ name: variable, value, within }): readonly LostAddress[] => {
      // A file names many things; only what a variable is called says what it should lead to.
      if (within !== undefined) return [];
      const stem = variableStem(variable);
      if (stem === variable.toLowerCase().replaceAll(/[_.]/g, '-')) return [];
      const why = leadsNowhere(value, workload, known, cluster);
      if (why === undefined) return [];
      const meant =
        unnamed.find((name) => likeness(stem, name) + LIKENESS.known >= LIKENESS.meant) ??
        (called.length === 0 ? similarTo(stem) : undefined);
      return meant === undefined ? [] : [{ workload, variable, value, why, meant }];
    });
  });
}

function leadsNowhere(
  value: string,
  workload: Workload,
  known: ReadonlySet<string>,
  cluster: Cluster,
): string | undefined {
  if (value.trim() === '') return 'which is empty';
  const [, host, digits] = ADDRESS.exec(value.trim()) ?? [];
  if (host === undefined) return undefined;
  if (host.toLowerCase() === 'localhost' || /^127\./.test(host)) {
    const beside = workload.spec.containers.flatMap((container) => container.ports.map((port) => port.containerPort));
    const proxied = workload.spec.containers.length > 1 && (digits === undefined || beside.includes(Number(digits)));
    return proxied || beside.includes(Number(digits)) ? undefined : 'where no container of its own pod listens';
  }
  if (/^[\d.]+$/.test(host)) return known.has(host) ? undefined : 'an address that nothing in the cluster has';
  const [name, namespace, svc] = host.split('.');
  if (svc !== 'svc' || namespace === workload.namespace) return undefined;
  if (!cluster.sees('Service', namespace)) return undefined;
  return cluster.service(namespace!, name!) === undefined ? `and ${namespace} has no such Service` : undefined;
}

/** Addresses of Services, pods, nodes and endpoints. */
function addressesInUse(cluster: Cluster): ReadonlySet<string> {
  const text = (value: unknown) => (typeof value === 'string' ? [value] : []);
  return new Set([
    ...cluster.services.flatMap((service) => text(fields(service.object.spec).clusterIP)),
    ...cluster.pods.flatMap((pod) => text(fields(pod.object.status).podIP)),
    ...cluster.nodes.flatMap((node) =>
      records(fields(node.object.status).addresses).flatMap((item) => text(item.address)),
    ),
    ...cluster
      .ofKind('Endpoints')
      .flatMap((object) => records(object.subsets))
      .flatMap((subset) => records(subset.addresses))
      .flatMap((item) => text(item.ip)),
  ]);
}
