import type { Finding } from '../../../domain/finding.ts';
import type { EvidenceSet } from '../../../domain/signals.ts';
import { namedAddresses } from '../../cluster/addresses.ts';
import { type Cluster, readCluster } from '../../cluster/cluster.ts';
import { graded } from '../../cluster/grading.ts';
import { conclude, parametersOf, seen } from '../../cluster/observe.ts';
import { type OwnLine, ownLines } from '../../cluster/own-logs.ts';
import { fields, text } from '../../cluster/read-objects.ts';
import type { Workload } from '../../cluster/types.ts';
import { defineAnalyzer } from '../../define-analyzer.ts';
import type { Parameters } from '../../parameters.ts';
import { SHOWN } from './parameters.ts';

/** Labels of the Service of cluster DNS. */
const DNS_LABELS: readonly (readonly [string, string])[] = [
  ['k8s-app', 'kube-dns'],
  ['k8s-app', 'coredns'],
  ['app.kubernetes.io/name', 'coredns'],
];
/** NodeLocal DNSCache and its like listen on a link-local address. */
const LINK_LOCAL = /^169\.254\./;
const FAILED_LOOKUP =
  /\blookup \S+|getaddrinfo|EAI_AGAIN|ENOTFOUND|name resolution|no such host|UnknownHostException|could not resolve host|server misbehaving|NXDOMAIN|gaierror|Name or service not known/i;

/** The server itself is not heard. */
const UNANSWERED =
  /i\/o timeout|timed out|deadline exceeded|EAI_AGAIN|Temporary failure|connection refused|no route to host|no servers could be reached|SERVFAIL|server misbehaving/i;

/** Workloads whose own DNS settings lead past the cluster's name server. */
export const podDns = defineAnalyzer({
  id: 'pod-dns',
  title: "A pod's own DNS settings lead past cluster DNS",
  causes: ['pod_dns_config_incorrect', 'dns_resolution_failure'],
  needs: ['objects'],
  prefers: ['logs'],
  kinds: ['Pod'],
  example: 'A pod has dnsPolicy None with a name server that is not the cluster’s, and its lookups time out.',
  analyze: (evidence, parameters) => {
    const cluster = readCluster(evidence);
    return conclude(
      cluster.workloads.flatMap((workload) => examine(workload, cluster, evidence, parameters)),
      `the DNS settings of ${cluster.workloads.length} workloads`,
    );
  },
});

interface DnsSettings {
  readonly policy: string;
  readonly servers: readonly string[];
  readonly searches: readonly string[];
}

function settingsOf({ object, pods }: Workload): DnsSettings | undefined {
  const holder = fields(object.spec);
  const template = fields(fields(fields(holder.jobTemplate).spec).template ?? holder.template);
  const spec = template.spec === undefined ? fields((pods[0]?.object ?? object).spec) : fields(template.spec);
  const config = fields(spec.dnsConfig);
  const list = (value: unknown) => (Array.isArray(value) ? value.map(String) : []);
  const policy = text(spec.dnsPolicy) ?? 'ClusterFirst';
  // A pod on the host's network means the node's resolver when it says Default.
  if (spec.hostNetwork === true) return undefined;
  return { policy, servers: list(config.nameservers), searches: list(config.searches) };
}

function examine(
  workload: Workload,
  cluster: Cluster,
  evidence: EvidenceSet,
  parameters: Parameters,
): readonly Finding[] {
  const settings = settingsOf(workload);
  if (settings === undefined || settings.policy === 'ClusterFirstWithHostNet') return [];
  const own = clusterServers(cluster);
  const foreign = settings.servers.filter((server) => !own.includes(server) && !LINK_LOCAL.test(server));
  const searchless = settings.policy === 'None' && !settings.searches.some((one) => /\bsvc\b/.test(one));
  if (settings.policy !== 'Default' && !searchless && foreign.length === 0) return [];
  if (settings.policy === 'ClusterFirst') return [];
  const inside = namedAddresses(cluster).filter((one) => one.workload === workload && one.inCluster);
  const failing = failedLookups(
    workload,
    settings,
    foreign,
    inside.map(({ host }) => host),
    evidence,
  );
  if (failing.length === 0 && inside.length === 0) return [];
  const known = own.length === 0 ? '' : `; cluster DNS is ${own.join(', ')}`;
  const what = `dnsPolicy ${settings.policy}${settings.servers.length === 0 ? '' : ` with nameservers ${settings.servers.join(', ')}`}${known}`;
  const unanswered = own.length === 0 && foreign.length > 0 && failing.some(({ text: line }) => UNANSWERED.test(line));
  const names = inside.slice(0, SHOWN.names).map(({ host }) => host);
  return [
    {
      analyzer: 'pod-dns',
      component: workload.component,
      // Where the cluster's own server was not read, one that does not answer may be the right one and away.
      cause: unanswered ? 'dns_resolution_failure' : 'pod_dns_config_incorrect',
      statement: `${workload.name} does not ask the cluster's name server as others do: ${what}${unanswered ? '. That one does not answer' : ''}.`,
      ...(failing.length > 0 ? graded('said', parameters) : graded('coincides', parameters)),
      evidence: [
        ...failing.slice(0, 2).map(({ quote }) => quote),
        seen(workload.object, names.length === 0 ? what : `${what}; it is to call ${names.join(', ')}`),
      ],
      parameters: {
        ...parametersOf(workload),
        fix: `Set dnsPolicy of ${workload.name} to ClusterFirst, or name a server that answers.`,
      },
    },
  ];
}

/** Addresses of the cluster's name server, where its Service was read. */
function clusterServers(cluster: Cluster): readonly string[] {
  return cluster.services
    .filter(({ object }) => DNS_LABELS.some(([key, value]) => object.metadata.labels?.[key] === value))
    .flatMap(({ object }) => {
      const spec = fields(object.spec);
      const more = Array.isArray(spec.clusterIPs) ? spec.clusterIPs.map(text) : [];
      return [text(spec.clusterIP), ...more].flatMap((one) => one ?? []);
    });
}

/** The workload's own words that a lookup fails; those that name one of the foreign servers first. */
function failedLookups(
  workload: Workload,
  { policy }: DnsSettings,
  foreign: readonly string[],
  inside: readonly string[],
  evidence: EvidenceSet,
): readonly OwnLine[] {
  const naming = (line: string) => (foreign.some((server) => line.includes(server)) ? 1 : 0);
  const within = (line: string) => /\.svc\b|cluster\.local/.test(line) || inside.some((host) => line.includes(host));
  return ownLines(workload, FAILED_LOOKUP, evidence)
    .filter(({ text }) => (policy === 'None' && foreign.length > 0) || within(text))
    .toSorted((a, b) => naming(b.text) - naming(a.text));
}
