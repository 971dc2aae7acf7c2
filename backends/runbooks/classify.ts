import type { Playbook } from '../../schemas/generated/runbooks.ts';

type IncidentType = NonNullable<Playbook['incidentType']>;
export type Category = 'kubernetes' | 'performance' | 'networking' | 'database';

const INCIDENT_WORDS: Readonly<Record<IncidentType, RegExp>> = {
  performance:
    /\b(slow\w*|latency|throughput|p9\d|cpu|saturat\w*|performance|response times?|timeouts?|throttl\w*)\b/gi,
  availability:
    /\b(outages?|down|unavailable|availability|crash\w*|oom\w*|restart\w*|not ?ready|unreachable|failover|errors?|5\d\d|evict\w*)\b/gi,
  security:
    /\b(security|breach\w*|intrusion|vulnerab\w*|cve|credential\w*|leak(?:ed)? (?:key|secret|token)s?|malware|unauthori[sz]ed|phishing|compromised?)\b/gi,
  deployment:
    /\b(deploy\w*|rollouts?|rollback\w*|roll(?:ed|ing)? back|releases?|canary|image ?pull\w*|migrations?|version)\b/gi,
};

const CATEGORY_WORDS: Readonly<Record<Category, RegExp>> = {
  kubernetes: /\b(kubectl|kubernetes|k8s|pods?|nodes?|deployments?|namespaces?|kubelet|containers?|replicas?|helm)\b/gi,
  performance: INCIDENT_WORDS.performance,
  networking:
    /\b(network\w*|dns|tcp|udp|packet\w*|ingress|load ?balancers?|tls|certificates?|connection refused|firewall\w*|routing|proxy)\b/gi,
  database:
    /\b(database\w*|postgres\w*|mysql|sql|quer(?:y|ies)|replication|replica lag|deadlocks?|vacuum|redis|mongo\w*|connection pool\w*)\b/gi,
};

/** Judges a runbook by its words: the type and category whose words occur most, where any do. */
export function classify(text: string): { incidentType?: IncidentType; category?: Category } {
  const incidentType = most(text, INCIDENT_WORDS);
  const category = most(text, CATEGORY_WORDS);
  return { ...(incidentType === undefined ? {} : { incidentType }), ...(category === undefined ? {} : { category }) };
}

/** How many words of a category a text has. */
export function categoryWords(text: string, category: Category): number {
  return text.match(CATEGORY_WORDS[category])?.length ?? 0;
}

function most<T extends string>(text: string, words: Readonly<Record<T, RegExp>>): T | undefined {
  let best: T | undefined;
  let count = 0;
  for (const name of Object.keys(words) as T[]) {
    const found = text.match(words[name])?.length ?? 0;
    if (found > count) {
      best = name;
      count = found;
    }
  }
  return best;
}
