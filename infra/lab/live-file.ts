import { stringify } from 'yaml';
import { CLUSTER, NAMESPACE, TOPOLOGY } from './system.ts';

/** The lab's own live.yaml. Rights for restarts are given, with a duty.yaml that allows them. */
export function liveYaml(lab: {
  readonly api: {
    readonly url: string;
    readonly caFile: string;
    readonly readTokenFile: string;
    readonly restartTokenFile: string;
  };
  readonly prometheus: string;
  readonly alertmanager: string;
  readonly logFolder: string;
  readonly runbooks: string;
  readonly changesFile: string;
  readonly dutyFile: string;
}): string {
  const { api } = lab;
  return stringify({
    cluster: CLUSTER,
    namespaces: [NAMESPACE],
    kubernetes: { server: api.url, ca: api.caFile, token: { file: api.readTokenFile } },
    prometheus: { url: lab.prometheus },
    alertmanager: { url: lab.alertmanager },
    logs: { folder: lab.logFolder },
    runbooks: lab.runbooks,
    topology: TOPOLOGY,
    changes: { file: lab.changesFile },
    actions: { server: api.url, ca: api.caFile, token: { file: api.restartTokenFile } },
    duty: lab.dutyFile,
  });
}

/** Who is on duty in the lab: restarts are allowed in its namespace, to two people together. */
export const DUTY_YAML = stringify({
  alerts: { windowMinutes: 30, investigateFrom: 'warning' },
  oncall: {
    mentionFrom: 'critical',
    escalateAfterMinutes: 5,
    services: { default: [{ source: 'slack-group', group: 'S0ONCALL01' }] },
  },
  actions: {
    allowed: [{ kind: 'rollout-restart', namespaces: [NAMESPACE] }],
    role: 'responder',
    twoPeople: true,
    expiresMinutes: 30,
  },
});
