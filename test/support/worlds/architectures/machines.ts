import type { Architecture } from '../architecture.ts';
import { call, engine, external, service } from '../build-parts.ts';
import { hostOf } from '../metrics/targets.ts';
import type { NodePlan, Part } from '../part.ts';

/** Plain machines: HAProxy in front of units of systemd, MySQL and Redis on machines of their own, the journal as log. */
export const plainMachines: Architecture = {
  id: 'machines',
  title: 'Plain machines, systemd, HAProxy',
  linesPerMinute: 1,
  build(names, random) {
    const named = (role: string, name: string) => ({ role, name, namespace: 'production' });
    const parts: Part[] = [
      engine(named('lb', 'haproxy'), 'gateway', 'haproxy', {
        entryRps: 50,
        ownMs: 1,
        calls: [call('web', 1, true, 30_000)],
      }),
      service(named('web', names.service(0)), 'node', {
        ownMs: 10,
        calls: [call('app', 0.7), call('members', 0.5)],
        cpuPerRequest: 0.005,
      }),
      service(named('app', names.service(1)), 'jvm', {
        ownMs: 17,
        calls: [call('db', 2), call('cache', 1.2, true, 400), call('tax', 0.2, false, 4_000)],
        cpuPerRequest: 0.008,
      }),
      service(named('members', names.service(7)), 'go', { ownMs: 6, calls: [call('db', 1)] }),
      engine(named('db', 'mysql'), 'database', 'mysql', { cpuLimit: 4 }),
      engine(named('cache', 'redis'), 'cache', 'redis', {}),
      external('tax', 'api.tax.example.com', { ownMs: 130 }),
    ];
    return {
      platform: 'vm',
      cluster: 'dc-1',
      labels: 'static',
      logs: 'journal',
      metrics: random.chance(0.3) ? 'openmetrics' : 'matrix',
      mesh: false,
      topology: random.chance(0.4),
      step: 60,
      points: 100,
      nodes: hostsOf(parts),
      parts,
    };
  },
};

/** A machine for each instance. */
function hostsOf(parts: readonly Part[]): NodePlan[] {
  const names = parts.flatMap((part) => Array.from({ length: part.replicas }, (_, n) => hostOf(part, n)));
  return names.map((name, n) => ({ name, ip: `10.20.0.${11 + n}`, cores: 4, memory: 16 * 2 ** 30, zone: 'dc-1' }));
}
