import type { EvidenceSet } from '../../domain/signals.ts';
import { type Component, componentOf } from '../../domain/target.ts';
import { readUnits } from '../cluster/units.ts';
import { plainLabels } from '../metric-reading/plain-labels.ts';
import { readMetrics } from '../metric-reading/read-metrics.ts';

type Names = Readonly<Record<string, string>>;

/** CloudWatch's dimensions, as exporters write them in plain labels, and the parameters that commands know them by. */
const DIMENSIONS: Names = {
  function_name: 'lambdaName',
  queue_name: 'sqsQueue',
  dbinstance_identifier: 'dbInstance',
  table_name: 'dynamoTable',
  cluster_name: 'ecsCluster',
  service_name: 'ecsService',
};
/** YACE and cloudwatch_exporter begin the names of all series of AWS with this. */
const OF_AWS = /^aws_/;
/** The labels by which the kubelet's, cAdvisor's and the SDKs' series name a pod. */
const POD_LABELS = ['pod', 'pod_name', 'k8s_pod_name', 'k8s.pod.name'];

/** Whether anything of Kubernetes was seen at all: a namespace, an object, or figures about pods. */
export function seesKubernetes({ namespaces, objects, metrics }: EvidenceSet): boolean {
  return (
    namespaces.length > 0 ||
    (objects.status === 'observed' && objects.value.length > 0) ||
    (metrics.status === 'observed' &&
      metrics.value.some(({ name, labels }) => name.startsWith('kube_') || POD_LABELS.some((key) => key in labels)))
  );
}

/**
 * What names a component to systemd (`unit`, with the `host` where it is but one) or to AWS (`lambdaName`, `sqsQueue`,
 * `dbInstance`, `dynamoTable`, `ecsCluster` with `ecsService`), and its `engine`, by series that carry its name. What has
 * two values names nothing; empty where no such series was read.
 */
export function namesElsewhere(component: Component, evidence: EvidenceSet): Names {
  const metrics = readMetrics(evidence);
  const engine = metrics.engineOf(component);
  const own = metrics.all.filter((read) => read.component === component);
  const units = readUnits(evidence).filter((state) => componentOf({ kind: 'service', name: state.unit }) === component);
  const ofAws = own.filter(({ series }) => OF_AWS.test(series.name)).map(({ series }) => series.labels);
  const unit = units[0]?.unit;
  const host = onlyOne(units.map(({ node }) => node));
  const dimensions = ofAws.flatMap((labels) =>
    Object.entries(labels).flatMap(([key, value]) => {
      const known = DIMENSIONS[plainLabels(key).split];
      return known === undefined ? [] : [[known, value] as const];
    }),
  );
  const { ecsCluster, ecsService, ...others } = Object.fromEntries(
    Object.values(DIMENSIONS).flatMap((name) => {
      const value = onlyOne(dimensions.filter(([known]) => known === name).map(([, one]) => one));
      return value === undefined ? [] : [[name, value]];
    }),
  );
  return {
    ...(engine !== undefined && { engine }),
    ...others,
    ...(ecsCluster !== undefined && ecsService !== undefined && { ecsCluster, ecsService }),
    ...(unit !== undefined && { unit, ...(host !== undefined && { host }) }),
  };
}

function onlyOne(values: readonly (string | undefined)[]): string | undefined {
  const [only, ...more] = new Set(values.filter((value) => value !== undefined && value !== ''));
  return more.length > 0 ? undefined : only;
}
