import { ORDINAL } from './pod-service-names.ts';
import type { RecordedSeries } from './series-builder.ts';

/** A host by a name, and no address. */
const HOST = /^([a-z\d][\w-]*[a-z][\w-]*)(?::\d+)?$/i;
/** The end of a name that Compose gives: the service between its project and its number. */
const NUMBERED = /^(.+)[-_]\d+$/;
/** What exporters measure of stores, whose copies are none of each other: one leads, or each holds a part. */
const OF_STORES =
  /^(?:pg|mysql|redis|valkey|mongodb|rabbitmq|elasticsearch|opensearch|kafka|cassandra|etcd|clickhouse|zookeeper|minio|nats)_/i;
/** A pod by its StatefulSet and number, in what measures pods. */
const OF_PODS = /^(?:kube_pod|container)_/;
/** How Nomad writes an allocation's id where it is short (`nomad alloc status`): its first eight digits. */
const SHORT_ID = 8;

/**
 * Containers by the names that their runtime gave them, with the service of each, as series tell:
 * - Compose calls a container `<project>-<service>-<number>`, with underscores until its second version (Docker's docs,
 *   "docker compose up", "Migrate to Compose V2"). A job that is scraped at `clinic-web-1` and is called `web` is that
 *   service.
 * - Nomad labels its allocations' series with `task` and `alloc_id` (its metrics reference), and a log of one is kept as the
 *   task's with the id, whole or short.
 * - A StatefulSet names its pods `<set>-<ordinal>` (kubernetes.io, "StatefulSets"), and what kube-state-metrics and cAdvisor
 *   label with `pod` is one, also where no objects were recorded.
 * Names in `others`, of machines or of services that are called so, are none. Copies of a store stay apart.
 */
export function measuredCopies(
  series: readonly RecordedSeries[],
  others: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  const composed = composedIn(series, others);
  return new Map(
    [...composed, ...allocationsIn(series), ...ordinalPodsIn(series)].filter(([name]) => !others.has(name)),
  );
}

function composedIn(series: readonly RecordedSeries[], others: ReadonlySet<string>): ReadonlyMap<string, string> {
  const found = new Map<string, { service: string; isStore: boolean }>();
  for (const { name, labels } of series) {
    const host = HOST.exec(labels.instance ?? '')?.[1];
    const service = labels.job;
    if (host === undefined || service === undefined || others.has(host) || !isComposed(host, service)) continue;
    const isStore = OF_STORES.test(name) || found.get(host)?.isStore === true;
    found.set(host, { service, isStore });
  }
  const hostsOf = (service: string) => [...found.values()].filter((one) => one.service === service).length;
  return new Map(
    [...found].flatMap(([host, { service, isStore }]) => (isStore && hostsOf(service) > 1 ? [] : [[host, service]])),
  );
}

/** Whether a host is called after a project, this service and a number, with one kind of stroke between. */
function isComposed(host: string, service: string): boolean {
  const unnumbered = NUMBERED.exec(host)?.[1];
  return unnumbered !== undefined && ['-', '_'].some((stroke) => unnumbered.endsWith(`${stroke}${service}`));
}

function allocationsIn(series: readonly RecordedSeries[]): (readonly [string, string])[] {
  return series.flatMap(({ labels: { task, alloc_id: id } }) => {
    if (task === undefined || id === undefined || id.length < SHORT_ID) return [];
    return [...new Set([id, id.slice(0, SHORT_ID)])].map((one) => [`${task}-${one}`, task] as const);
  });
}

function ordinalPodsIn(series: readonly RecordedSeries[]): (readonly [string, string])[] {
  return series.flatMap(({ name, labels: { pod } }) => {
    const set = pod === undefined || !OF_PODS.test(name) ? undefined : ORDINAL.exec(pod)?.[1];
    return set === undefined ? [] : [[pod!, set] as const];
  });
}
