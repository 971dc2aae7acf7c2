import { readFileSync } from 'node:fs';
import type { Credential } from './live-schema.ts';
import type { LiveSystem } from './read-live.ts';

export const BACKENDS = ['kubernetes', 'logs', 'metrics', 'runbooks'] as const;
export type BackendName = (typeof BACKENDS)[number];

type Variables = Readonly<Record<string, string>>;

/**
 * The variables by which a backend reads its source of a live system; `PROVIDER` is `none` where the file names none.
 * `topologyFile` is where a topology written in live.yaml itself was put.
 */
export function backendEnvironment(
  backend: BackendName,
  live: LiveSystem,
  topologyFile: string | undefined,
  env: NodeJS.ProcessEnv = process.env,
): Variables {
  const given = (variables: Readonly<Record<string, string | number | undefined>>): Variables =>
    Object.fromEntries(
      Object.entries(variables).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
    );
  const signIn = (
    prefix: string,
    { token, user, password, tenant }: { token?: Credential; user?: string; password?: Credential; tenant?: string },
  ): Variables =>
    given({
      [`${prefix}_BEARER_TOKEN`]: token && 'env' in token ? env[token.env] : undefined,
      [`${prefix}_BEARER_TOKEN_FILE`]: token && 'file' in token ? token.file : undefined,
      [`${prefix}_USER`]: user,
      [`${prefix}_PASSWORD`]:
        password && ('env' in password ? env[password.env] : readFileSync(password.file, 'utf8').trim()),
      [`${prefix}_TENANT`]: tenant,
    });
  const { kubernetes, prometheus, alertmanager, logs, runbooks, changes, namespaces } = live;
  const topology = typeof live.topology === 'string' ? live.topology : topologyFile;
  const common = { CLUSTER_NAME: live.cluster };
  switch (backend) {
    case 'kubernetes':
      return given({
        ...common,
        PROVIDER: kubernetes === undefined ? 'none' : 'kubernetes',
        CHANGES_FILE: changes?.file,
        CHANGES_URL: changes?.url,
        ...(kubernetes && {
          KUBERNETES_API: kubernetes.kubeconfig ?? kubernetes.server,
          KUBERNETES_CONTEXT: kubernetes.context,
          KUBERNETES_CA_FILE: kubernetes.ca,
          KUBERNETES_NAMESPACES: namespaces.join(',') || undefined,
          KUBERNETES_MAX_PER_KIND: kubernetes.maxPerKind,
          ...signIn('KUBERNETES', kubernetes),
        }),
      });
    case 'metrics':
      return given({
        ...common,
        PROVIDER: prometheus === undefined ? 'none' : 'prometheus',
        TOPOLOGY_FILE: topology,
        ...(prometheus && {
          PROMETHEUS_URL: prometheus.url,
          METRICS_MATCHERS: prometheus.matchers,
          METRICS_NAMES: prometheus.names?.join(','),
          METRICS_SPAN_SECONDS: prometheus.spanSeconds,
          METRICS_STEP_SECONDS: prometheus.stepSeconds,
          ...signIn('PROMETHEUS', prometheus),
        }),
        ...(alertmanager && { ALERTMANAGER_URL: alertmanager.url, ...signIn('ALERTMANAGER', alertmanager) }),
      });
    case 'logs':
      return given({
        ...common,
        PROVIDER: logs === undefined ? 'none' : logs.loki === undefined ? 'folder' : 'loki',
        LOGS_DIR: logs?.folder,
        ...(logs?.folder && { LOGS_NAMESPACES: namespaces.join(',') || undefined }),
        ...(logs?.loki && {
          LOKI_URL: logs.loki.url,
          LOKI_SERVICE_LABEL: logs.loki.serviceLabel,
          LOGS_MATCHERS: logs.loki.matchers,
          ...signIn('LOKI', logs.loki),
        }),
      });
    case 'runbooks':
      return given({ ...common, PROVIDER: runbooks === undefined ? 'none' : 'folder', RUNBOOKS_DIR: runbooks });
  }
}
