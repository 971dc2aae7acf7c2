import { stringify } from 'yaml';
import type { Workload } from '../cluster/workloads.ts';
import { CLUSTER, DATABASE, NAMESPACE, NODE, TLS_SERVICE } from '../system.ts';

/** Where the exporters of the lab listen, `address:port` each. */
export interface ExporterTargets {
  readonly kubeStateMetrics: string;
  readonly cadvisor: string;
  readonly kubelet: string;
  readonly node: string;
  readonly postgres: string;
  readonly blackbox: string;
}

export interface PrometheusConfig {
  readonly scrapeSeconds: number;
  readonly rulesFile: string;
  readonly podTargetsFile: string;
  readonly alertmanager: string;
  readonly exporters: ExporterTargets;
}

/** The text of prometheus.yml; job names and labels as the operator's monitors give them. */
export function prometheusYaml(config: PrometheusConfig): string {
  const { exporters, scrapeSeconds } = config;
  const fixed = (job: string, target: string, labels: Record<string, string> = {}) => ({
    job_name: job,
    honor_labels: true,
    static_configs: [{ targets: [target], labels }],
  });
  return stringify({
    global: {
      scrape_interval: `${scrapeSeconds}s`,
      scrape_timeout: `${Math.min(scrapeSeconds, 5)}s`,
      evaluation_interval: `${scrapeSeconds}s`,
      external_labels: { cluster: CLUSTER },
    },
    rule_files: [config.rulesFile],
    alerting: { alertmanagers: [{ static_configs: [{ targets: [config.alertmanager] }] }] },
    scrape_configs: [
      { job_name: 'pods', file_sd_configs: [{ files: [config.podTargetsFile], refresh_interval: '5s' }] },
      fixed('kube-state-metrics', exporters.kubeStateMetrics),
      fixed('kubelet-cadvisor', exporters.cadvisor),
      fixed('kubelet', exporters.kubelet),
      fixed('node-exporter', exporters.node, { instance: NODE }),
      fixed('postgres-exporter', exporters.postgres, { namespace: NAMESPACE, service: DATABASE, pod: `${DATABASE}-0` }),
      fixed('blackbox', exporters.blackbox, {
        namespace: NAMESPACE,
        service: TLS_SERVICE,
        instance: `${TLS_SERVICE}:8443`,
      }),
    ],
  });
}

/** The pods to scrape, as file_sd reads them. */
export function podTargets(workloads: readonly Workload[]): string {
  const targets = workloads
    .filter(({ spec }) => spec.kind === 'program')
    .flatMap(({ spec, pods }) =>
      pods
        .filter(({ deleting }) => !deleting)
        .map((pod) => ({
          targets: [`${pod.ip}:9090`],
          labels: { job: spec.name, namespace: NAMESPACE, service: spec.name, pod: pod.name, container: spec.name },
        })),
    );
  return JSON.stringify(targets);
}

/** How alerts reach the bot. */
export interface BotAddress {
  readonly url: string;
  readonly secretFile: string;
  readonly caFile: string;
}

/** The text of an alertmanager.yml whose webhook proves itself to the bot with a secret in a file; without a bot nobody is told. */
export function alertmanagerYaml(bot: BotAddress | undefined): string {
  const webhook = bot && {
    url: `${bot.url}/alerts/alertmanager`,
    send_resolved: true,
    http_config: {
      authorization: { type: 'Bearer', credentials_file: bot.secretFile },
      tls_config: { ca_file: bot.caFile },
    },
  };
  return stringify({
    route: {
      receiver: 'on-call',
      group_by: ['alertname', 'namespace', 'service'],
      group_wait: '5s',
      group_interval: '10s',
      repeat_interval: '1h',
    },
    receivers: [{ name: 'on-call', ...(webhook && { webhook_configs: [webhook] }) }],
  });
}
