import { METRIC_KNOWLEDGE } from '../../../schemas/generated/metric-knowledge.ts';
import { plainServiceName, staticPodName, watchedContainer } from '../../../schemas/service-name.ts';
import { type Component, componentOf, type Target } from '../../domain/target.ts';
import { serviceLabelsOf } from './agent-host.ts';
import { containerOf, programOf, serviceLike } from './container-service.ts';
import type { KnownNames } from './known.ts';
import { plainLabels } from './plain-labels.ts';
import { withoutPodSuffix } from './pod-name.ts';
import { COPY_PART, scrapedService } from './scraped-service.ts';

export { serviceLike } from './container-service.ts';
export type { KnownNames } from './known.ts';

const { node: NODE_LABELS } = METRIC_KNOWLEDGE.entity;
const COLLECTORS = new RegExp(METRIC_KNOWLEDGE.entity.collectors, 'i');
/** Names of collectors which are also words: an application's where the source knows a service of that name. */
const COLLECTORS_OR_WORDS = new RegExp(METRIC_KNOWLEDGE.entity.collectorsOrWords, 'i');
const SCRAPED = new Set(METRIC_KNOWLEDGE.entity.scraped);
/** Parts of a program, which have names of their own: PHP-FPM's pool `www`, HikariCP's `HikariPool-1`. */
const PARTS: ReadonlySet<string> = new Set(['pool']);
/** The queues that every Postfix has (postfix's QSHAPE_README, "Queue names"): parts of it, and no names of anybody. */
const MAIL_QUEUE = /^(?:incoming|active|deferred|hold|maildrop|corrupt)$/;
/** Labels that name, on what an exporter measures, a part of it: oracledb_exporter's rows of V$RESOURCE_LIMIT. */
const PARTS_OF: readonly (readonly [RegExp, string])[] = [[/^oracledb_/, 'resource_name']];
const NODE_METRIC = new RegExp(METRIC_KNOWLEDGE.entity.nodeMetrics);

/** The machine that an exporter of machines runs on, where nothing but its address names it. */
export function hostMeasured(name: string, labels: Readonly<Record<string, string>>): string | undefined {
  if (!NODE_METRIC.test(name) || labels.instance === undefined) return undefined;
  const named = NODE_LABELS.some((label) => label !== 'instance' && (labels[label] ?? '') !== '');
  return named ? undefined : stripPort(labels.instance);
}

/** How CloudWatch names a load balancer and a group of its targets; of the group also its name alone, as some relabel it. */
const LOAD_BALANCER = /^(?:app|net|gwy)\/([^/]+)\/[0-9a-f]+$/;
const TARGET_GROUP = /^(?:targetgroup\/)?([^/]+)(?:\/[0-9a-f]+)?$/;
const BALANCER_LABELS = ['load_balancer', 'loadbalancer'];
const GROUP_LABELS = ['target_group', 'targetgroup'];

/** A load balancer's own name out of what CloudWatch calls it; any other name as it is. */
export function balancerName(name: string): string {
  return LOAD_BALANCER.exec(name)?.[1] ?? name;
}

/** The name of the load balancer that a series of CloudWatch is about, or whose targets it is about. */
export function balancerIn(labels: Readonly<Record<string, string>>): string | undefined {
  return LOAD_BALANCER.exec(labelled(labels, BALANCER_LABELS) ?? '')?.[1];
}

function labelled(labels: Readonly<Record<string, string>>, names: readonly string[]): string | undefined {
  return Object.entries(labels).find(([key]) => names.includes(plainLabels(key).split))?.[1];
}

/**
 * The known service behind a load balancer that a series of CloudWatch is about: what is counted by target group are the
 * answers, times and states of its targets, not the balancer's own.
 */
export function targetGroupOf(
  labels: Readonly<Record<string, string>>,
  { services }: KnownNames,
): { readonly service: string; readonly balancer?: string } | undefined {
  const group = targetGroupIn(labels);
  const service = group === undefined ? undefined : serviceLike(group, services);
  if (service === undefined) return undefined;
  const balancer = balancerIn(labels);
  return { service, ...(balancer === undefined ? {} : { balancer }) };
}

/** The name of the target group that a series of CloudWatch is about. */
export function targetGroupIn(labels: Readonly<Record<string, string>>): string | undefined {
  return TARGET_GROUP.exec(labelled(labels, GROUP_LABELS) ?? '')?.[1];
}

/** The component a series or alert is about; undefined when no label names one. */
export function entityOf(
  labels: Readonly<Record<string, string>>,
  name: string,
  known: KnownNames,
): Component | undefined {
  const byKey = new Map(Object.entries(labels).map(([key, value]) => [plainLabels(key).plain, value]));
  if (NODE_METRIC.test(name)) {
    const node = firstValue(byKey, NODE_LABELS, () => true);
    if (node !== undefined) return componentOf({ kind: 'node', name: resolve(stripPort(node), known.nodes) });
  }
  const target = targetGroupOf(labels, known);
  if (target !== undefined) return componentOf({ kind: 'service', name: target.service });
  const watched = watchedOf(byKey.get('container_id') ?? '', known);
  if (watched !== undefined) return watched;
  const container = containerOf(byKey, name, known);
  if (container !== undefined) return componentOf({ kind: 'service', name: container });
  const server = serverOf(byKey, name);
  if (server !== undefined) return serviceOrNode(server, 'target', known);
  const worker = workerOf(byKey, known);
  if (worker !== undefined) return componentOf({ kind: 'service', name: worker });
  for (const label of serviceLabelsOf(byKey)) {
    const value = byKey.get(label);
    if (value === undefined || value === '' || isCollector(label, value) || isPart(label, name)) continue;
    const plain = label === 'pod' ? mirrored(value, byKey, known) : plainServiceName(label, value);
    if (COLLECTORS.test(plain)) continue;
    if (COLLECTORS_OR_WORDS.test(plain) && (SCRAPED.has(label) || !known.services.has(plain))) continue;
    if (isPartOnly(label, plain) && !known.services.has(plain)) continue;
    const isScraped = SCRAPED.has(label) && !known.services.has(plain);
    const scraped = isScraped ? scrapedService(plain, byKey.get('instance'), known, name) : undefined;
    if (scraped !== undefined) return componentOf({ kind: 'service', name: scraped });
    const own = label === 'job' ? roleOf(plain, byKey.get('instance') ?? '') : undefined;
    return ownOfMachine(label, name, serviceOrNode(own ?? behindProxy(plain, name, known), label, known), known);
  }
  const part = firstValue(byKey, [...PARTS], (value) => value !== '');
  if (part !== undefined) return serviceOrNode(part, 'pool', known);
  const node = firstValue(byKey, NODE_LABELS, (value) => value !== '');
  return node === undefined ? undefined : componentOf({ kind: 'node', name: resolve(stripPort(node), known.nodes) });
}

/** Whose figure it is where an agent that watches every container of a node says so in `container_id` alone. */
function watchedOf(id: string, known: KnownNames): Component | undefined {
  const watched = watchedContainer(id);
  if (watched?.kind === 'pod') return serviceOrNode(watched.name, 'pod', known);
  return watched && componentOf({ kind: 'service', name: programOf(watched.name, known) });
}

/** Whether a label names what collects figures, wherever that listens. */
function isCollector(label: string, value: string): boolean {
  return COLLECTORS.test(value) || (SCRAPED.has(label) && COLLECTORS.test(stripPort(value)));
}

/** Prefixes of figures that any program has. */
const OF_ANY = /^(?:http|grpc|process|go|jvm|system|net|network|disk|cpu|memory|requests?|api|app|web|server|client)$/;

/** The program whose figure it is by its name, where nothing but the address of a machine is told; else as told. */
function ownOfMachine(label: string, metric: string, told: Component | undefined, known: KnownNames) {
  const program = label === 'instance' && told?.startsWith('node/') ? programIn(metric, known) : undefined;
  return program === undefined ? told : componentOf({ kind: 'service', name: program });
}

/**
 * The known service whose own name a metric begins with (Prometheus, "Metric and label naming": a prefix of one word for
 * what it belongs to), where no label says whose it is: `rspamd_scanned_total` of `rspamd`.
 */
function programIn(metric: string, { services }: KnownNames): string | undefined {
  return [...services]
    .filter((one) => !OF_ANY.test(one) && metric.startsWith(`${one.toLowerCase().replaceAll(/[-.]/g, '_')}_`))
    .sort((a, b) => b.length - a.length)[0];
}

/** Whether a label names but a part of a program, where no service is called so. */
function isPartOnly(label: string, value: string): boolean {
  return PARTS.has(label) || (label === 'queue' && MAIL_QUEUE.test(value));
}

function isPart(label: string, metric: string): boolean {
  return PARTS_OF.some(([metrics, part]) => part === label && metrics.test(metric));
}

/** The program of a static pod of the control plane; any other pod as it is called. */
function mirrored(pod: string, labels: ReadonlyMap<string, string>, { nodes }: KnownNames): string {
  if (labels.get('namespace') !== 'kube-system') return pod;
  return [...nodes].map((node) => staticPodName(pod, node)).find((own) => own !== undefined) ?? pod;
}

/** Exporters that speak for many servers, and the label in which each series says for which. */
const SPEAKS_FOR: readonly (readonly [RegExp, string])[] = [
  // postgres_exporter (`serverLabelName`) and redis_exporter until 1.0.
  [/^(?:pg|postgres)_/, 'server'],
  [/^redis_/, 'addr'],
  // Artemis' metrics plugin names the broker in each of its gauges.
  [/^artemis_/, 'broker'],
  // Exporters of Azure Monitor name the resource that a figure is of, as Azure's own documentation calls it.
  [/^azure(?:rm)?_/, 'resource'],
  // One job scrapes every machine, and the server is called after its own.
  [/^windows_mssql_/, 'instance'],
];

function serverOf(labels: ReadonlyMap<string, string>, name: string): string | undefined {
  const label = SPEAKS_FOR.find(([metrics]) => metrics.test(name))?.[1];
  const value = label === undefined ? undefined : labels.get(label);
  if (value === undefined || value === '' || /^(?:localhost|127\.0\.0\.1|\/)/.test(value)) return undefined;
  return stripPort(value);
}

/** Celery calls a worker `celery@HOST` (docs, "Workers Guide"), and its exporter labels each task's figures with it. */
function workerOf(labels: ReadonlyMap<string, string>, { services, pods }: KnownNames): string | undefined {
  const host = /^[\w-]+@([\w.-]+)$/.exec(labels.get('hostname') ?? '')?.[1];
  if (host === undefined) return undefined;
  const name = pods?.get(host) ?? resolve(host, services);
  return services.has(name) ? name : undefined;
}

/** The copy of a database that an instance is, where its host is called after the job and its role: `pg-replica:9187`. */
function roleOf(job: string, instance: string): string | undefined {
  const host = stripPort(instance);
  return host.startsWith(`${job}-`) && ROLE.test(host.slice(job.length + 1)) ? host : undefined;
}

const ROLE = new RegExp(`^${COPY_PART}(?:-?\\d+)?$`);

/**
 * A proxy's name of a service behind it begins with the namespace or the project: `shop-web` of `web`. Contour joins
 * namespace, Service and port for Envoy (`AltStatName`): `shop_web_8080`; names of Kubernetes hold no underscore.
 */
export function behindProxy(value: string, metric: string, { services }: KnownNames): string {
  const cluster = metric.startsWith('envoy_') ? CONTOUR_CLUSTER.exec(value)?.[1] : undefined;
  if (cluster !== undefined) return cluster;
  return metric.startsWith('traefik_') ? (serviceLike(value, services) ?? value) : value;
}

const CONTOUR_CLUSTER = /^[a-z\d-]+_([a-z\d-]+)_(?:\d+|[a-z][a-z\d-]*)$/;

function serviceOrNode(value: string, label: string, known: KnownNames): Component | undefined {
  if (known.services.has(value)) return componentOf({ kind: 'service', name: value });
  const owned = label.includes('pod') ? known.pods?.get(value) : undefined;
  if (owned !== undefined) return componentOf({ kind: 'service', name: owned });
  const bare = label === 'instance' || label === 'target' ? stripPort(value) : value;
  if (known.nodes.has(bare)) return componentOf({ kind: 'node', name: bare });
  const owner = label.includes('pod') || label === 'instance' ? withoutPodSuffix(bare) : balancerName(bare);
  const name = resolve(owner, known.services);
  const served = label === 'instance' && !known.services.has(name) ? servedBy(name, known.services) : undefined;
  return componentOf({ kind: 'service', name: served ?? name });
}

/** What a machine without a job of its own serves, where it is called after it and its kind: `shop-web` of `shop`. */
function servedBy(host: string, services: ReadonlySet<string>): string | undefined {
  const served = SERVING.exec(host)?.[1];
  return served !== undefined && services.has(served) ? served : undefined;
}

const SERVING = /^(.+)[-_](?:web|app|www|php(?:-?fpm)?|srv|server|host|vm|node|ec2|asg|prod|prd|live)$/;

function firstValue(
  labels: ReadonlyMap<string, string>,
  keys: readonly string[],
  accept: (value: string) => boolean,
): string | undefined {
  for (const key of keys) {
    const value = labels.get(key);
    if (value !== undefined && accept(value)) return value;
  }
  return undefined;
}

/** A host without the port, scheme or path of its address. */
export function stripPort(value: string): string {
  const url = /^\w+:\/\/([^/:]+)/.exec(value)?.[1];
  return url ?? value.replace(/:\d+(?:\/.*)?$/, '');
}

/** The component of a name that is a service's or a pod's, in the form in which it is known. */
export function componentNamed(name: string, known: KnownNames): Component {
  return componentOf({ kind: 'service', name: resolve(name, known.services) });
}

/** The known name that `value` is, or is a longer form of (`web-primary.shop.svc` of `web-primary`); else the value. */
function resolve(value: string, known: ReadonlySet<string>): string {
  if (known.has(value)) return value;
  const host = value.split('.')[0]!;
  if (known.has(host)) return host;
  // A resource within another, as Azure writes it: `orders-sql/orders` is a database of the server `orders-sql`.
  const parent = value.split('/')[0]!;
  if (known.has(parent)) return parent;
  const owner = withoutPodSuffix(host);
  return known.has(owner) ? owner : value;
}

/** `service/NAME` as a target; the name may hold any character. */
export function nameOf(component: Component): Pick<Target, 'kind' | 'name'> {
  const slash = component.indexOf('/');
  return { kind: component.slice(0, slash) as Target['kind'], name: component.slice(slash + 1) };
}
