import type { EvidenceSet } from '../../domain/signals.ts';
import { readCluster } from '../cluster/cluster.ts';
import { LETTERS } from '../cluster/parameters.ts';
import { nameOf } from '../metric-reading/entity.ts';
import { readMetrics } from '../metric-reading/read-metrics.ts';
import { readCalls } from '../propagation/calls.ts';
import { isOfStore, stemOf, wordsOf } from '../propagation/name-words.ts';

/** Second parts of names under which registries of countries register: `co.uk`, `com.br`. */
const REGISTRY = /^(?:ac|co|com|gov|net|or|org)$/;
/** What the call graph adds to the name of a provider to say what is called there. */
const ADDED = /[-_.](?:api|gateway|gw|service|svc|rest|http|https|sandbox|external|ext|provider)$/;

/** The name under which somebody registered a host: `stripe` of `api.stripe.com`; undefined for a name of a single part. */
function registeredName(host: string): string | undefined {
  const parts = host.toLowerCase().split('.');
  if (/^[\d.]+$|:/.test(host)) return undefined;
  const [country = '', second = '', third] = parts.toReversed();
  return /^[a-z]{2}$/.test(country) && REGISTRY.test(second) ? (third ?? second) : second;
}

function plain(name: string): string {
  return name.toLowerCase().replace(ADDED, '').replaceAll(/[-_]/g, '');
}

/** The host of the URL that a probe calls. */
const PROBED = /^[a-z][a-z\d+.-]*:\/\/([a-z\d-]+(?:\.[a-z\d-]+)+)(?:[:/?#]|$)/i;

/**
 * What probes call the hosts that they watch, by host. An exporter that probes others is scraped with the target's URL as
 * `instance`, and whoever lists the targets labels each with what it is (Prometheus, "Understanding and using the multi-target
 * exporter pattern"; blackbox_exporter): `probe_success{instance="https://api.paylane.com/health", service="paylane"}`. A
 * host that is probed under two names is neither, and a name of several hosts is the job's that probes them, as is the
 * operator's `probe/NAMESPACE/NAME`.
 */
function probedHosts(evidence: EvidenceSet): ReadonlyMap<string, string> {
  const probed = readMetrics(evidence).all.flatMap(({ component, meaning, series }) => {
    const host = meaning.signal === 'up' ? PROBED.exec(series.labels.instance ?? '')?.[1]?.toLowerCase() : undefined;
    const { kind, name } = nameOf(component);
    return host === undefined || kind !== 'service' || name === host ? [] : [{ host, name }];
  });
  const hostsOf = Map.groupBy(probed, ({ name }) => name);
  return new Map(
    [...Map.groupBy(probed, ({ host }) => host)].flatMap(([host, found]) => {
      const [only, ...others] = new Set(found.map(({ name }) => name));
      if (only === undefined || others.length > 0 || only.includes('/')) return [];
      return hostsOf.get(only)!.every((one) => one.host === host) ? [[host, only] as const] : [];
    }),
  );
}

/**
 * Of some names those that a label of a host before the registered one gives, whole or as their first word: clouds and large
 * providers have a host for each thing that they serve (AWS General Reference, "AWS service endpoints":
 * `sqs.eu-west-3.amazonaws.com`; Google's discovery documents: `maps.googleapis.com`). A store named after it is one's own.
 * A label is a common word: only names that all who speak of the host call, and of which nothing else is read, are asked.
 */
function namedByLabel(host: string, names: readonly string[]): readonly string[] {
  const registered = registeredName(host);
  const labels = host.toLowerCase().split('.');
  const before = labels.slice(0, labels.indexOf(registered ?? '')).filter((label) => label.length >= LETTERS.telling);
  const whole = names.filter((name) => before.some((label) => plain(label) === plain(name)));
  if (whole.length > 0) return whole;
  return names.filter((name) => {
    const [first, ...rest] = wordsOf(name);
    if (first === undefined || rest.some(isOfStore)) return false;
    return before.some((label) => stemOf(label) === stemOf(first));
  });
}

/**
 * What the call graph or a probe calls a host outside, by the host: a provider is called there by its own name (`stripe`,
 * `stripe-api`), and in a client's errors by the host that it sends its requests to (`api.stripe.com`). It calls nobody there
 * and writes no log here, for it is outside; one only may be meant.
 */
export function providersOf(evidence: EvidenceSet): (host: string) => string | undefined {
  const probed = probedHosts(evidence);
  const { recorded, known } = readCalls(evidence);
  if (!recorded) return (host) => probed.get(host.toLowerCase());
  const { logs } = evidence;
  const writers = new Set(logs.status === 'observed' ? logs.value.map(({ service }) => service) : []);
  const called = [...known.values()].flatMap((names) => [...names]);
  const outside = new Set(called.filter((name) => (known.get(name)?.size ?? 0) === 0 && !writers.has(name)));
  const unread = (host: string) => {
    const speakers = speakersOf(host.toLowerCase(), evidence);
    return [...outside].filter(
      (name) =>
        speakers.length > 0 &&
        speakers.every((service) => known.get(service)?.has(name) === true) &&
        !isMeasured(name, evidence),
    );
  };
  const providerAt = (host: string): string | undefined => {
    const watched = probed.get(host.toLowerCase());
    if (watched !== undefined) return watched;
    if (!host.includes('.') || outside.has(host)) return undefined;
    const registered = registeredName(host);
    if (registered === undefined) return undefined;
    const exact = [...outside].filter((name) => plain(name) === plain(registered));
    // A company registers what it is called and more: `stripe` and `stripepayments`.
    const begun = [...outside].filter(
      (name) => plain(name).length >= LETTERS.telling && plain(registered).startsWith(plain(name)),
    );
    const [only, ...others] = exact.length > 0 ? exact : begun.length > 0 ? begun : namedByLabel(host, unread(host));
    return others.length > 0 ? undefined : only;
  };
  // Each finding and observation asks, and who speaks of a host stands in all that was written.
  const asked = new Map<string, string | undefined>();
  return (host) => {
    if (!asked.has(host)) asked.set(host, providerAt(host));
    return asked.get(host);
  };
}

/** Services whose logs speak of a host. */
function speakersOf(host: string, { logs }: EvidenceSet): readonly string[] {
  if (logs.status !== 'observed') return [];
  const speaks = ({ text }: { readonly text: string }) => text.toLowerCase().includes(host);
  return logs.value.flatMap(({ service, patterns }) =>
    patterns.some(({ samples }) => samples.some(speaks)) ? [service] : [],
  );
}

/** Whether anything of one's own goes by a name: figures, a workload, a Service. */
function isMeasured(name: string, evidence: EvidenceSet): boolean {
  const cluster = readCluster(evidence);
  const runs = cluster.workloadsByService(name).length > 0 || cluster.services.some((one) => one.name === name);
  return runs || readMetrics(evidence).components.includes(`service/${name}`);
}
