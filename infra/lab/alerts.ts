/** An alert as the lab's Alertmanager holds it. */
export interface FiringAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
}

/** Alerts that fire at the moment, Watchdog excepted. */
export async function firingAlerts(alertmanager: string): Promise<readonly FiringAlert[]> {
  const response = await fetch(`${alertmanager}/api/v2/alerts?active=true`);
  const alerts = (await response.json()) as readonly FiringAlert[];
  return alerts.filter(({ labels }) => labels.alertname !== 'Watchdog');
}

/** Names of the rules whose condition holds, whether they have fired yet or not, Watchdog excepted. */
export async function rulesThatHold(prometheus: string): Promise<readonly string[]> {
  const response = await fetch(`${prometheus}/api/v1/alerts`);
  const { data } = (await response.json()) as { readonly data: { readonly alerts: readonly FiringAlert[] } };
  return data.alerts.flatMap(({ labels }) => labels.alertname ?? []).filter((name) => name !== 'Watchdog');
}

/** `HighErrorRate of web`. */
export function alertText({ labels }: FiringAlert): string {
  const about = labels.service ?? labels.pod ?? labels.deployment ?? labels.statefulset ?? labels.persistentvolumeclaim;
  return `${labels.alertname}${about === undefined ? '' : ` of ${about}`}`;
}
