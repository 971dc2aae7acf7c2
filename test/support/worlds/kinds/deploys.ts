import type { FaultKind } from '../fault-kind.ts';
import { say } from '../logs/say.ts';
import { drive } from '../scene.ts';
import { recordChange, release, rollBack } from './changes.ts';
import { ownError } from './own-error.ts';
import { all, aService } from './places.ts';

const SOURCES = {
  jvm: 'src/main/java/com/example/app/pricing/TaxTable.java',
  go: 'internal/pricing/tax_table.go',
  node: 'src/pricing/tax-table.ts',
  python: 'pricing/tax_table.py',
  celery: 'app/tasks.py',
};

export const deploys: readonly FaultKind[] = [
  {
    id: 'deploy-with-errors',
    axes: ['earlier', 'severity'],
    causes: ['bad_deploy'],
    where: aService,
    passes: true,
    pairs: true,
    strike(scene, part, fault) {
      const version = release(scene, part, fault.from);
      const file = SOURCES[part.runtime!];
      recordChange(scene, part, fault.from - 5, {
        kind: 'deploy',
        summary: `Release ${version}: tax by region`,
        files: [file],
        diff: '-    return amount * rate\n+    return amount * rates[region].rate',
      });
      const share = fault.scale(0.08, 0.7);
      drive(scene, part, 'errors', fault, share);
      say(scene, part, { from: fault.from, until: fault.until, perMinute: 2 + 6 * share }, () => ownError(part, scene));
      if (fault.until !== undefined) rollBack(scene, part, fault.until - 20);
      return { causes: ['bad_deploy'], complaint: `${part.name} fails since the release` };
    },
  },
  {
    id: 'deploy-slower',
    axes: ['earlier', 'severity'],
    causes: ['bad_deploy', 'latency_regression'],
    where: all(aService),
    pairs: true,
    passes: true,
    strike(scene, part, fault) {
      const version = release(scene, part, fault.from);
      recordChange(scene, part, fault.from - 5, {
        kind: 'deploy',
        summary: `Release ${version}: validate against the whole table`,
        files: [SOURCES[part.runtime!]],
      });
      drive(scene, part, 'latencyFactor', fault, fault.scale(1.8, 8));
      drive(scene, part, 'cpuFactor', fault, 1.8);
      if (fault.until !== undefined) rollBack(scene, part, fault.until - 20);
      return { complaint: `${part.name} is slow since today's release` };
    },
  },
  {
    id: 'flag-on',
    axes: ['earlier', 'severity'],
    causes: ['feature_flag_change'],
    where: aService,
    passes: true,
    pairs: true,
    strike(scene, part, fault) {
      const flag = 'regional-tax';
      recordChange(scene, part, fault.from - 8, { kind: 'flag', summary: `${flag}: 0% -> 100%`, files: [] });
      const share = fault.scale(0.1, 0.6);
      drive(scene, part, 'errors', fault, share);
      const error = ownError(part, scene);
      say(scene, part, { from: fault.from, until: fault.until, perMinute: 2 + 5 * share }, () => ({
        ...error,
        text: `[flag ${flag}=on] ${error.text}`,
      }));
      if (fault.until !== undefined)
        recordChange(scene, part, fault.until - 10, { kind: 'flag', summary: `${flag}: 100% -> 0%`, files: [] });
      return { causes: ['feature_flag_change'], complaint: `${part.name} fails since this morning's switch` };
    },
  },
  {
    id: 'timeout-lowered',
    causes: ['bad_config_change'],
    where: all(aService, (part, { parts }) =>
      part.calls.some(({ role, critical }) => critical && parts.find((one) => one.role === role)?.kind === 'service'),
    ),
    strike(scene, part, fault) {
      const call = part.calls.find(
        ({ role, critical }) => critical && scene.system.parts.find((one) => one.role === role)?.kind === 'service',
      )!;
      const callee = scene.system.parts.find(({ role }) => role === call.role)!;
      recordChange(scene, part, fault.from - 12, {
        kind: 'config',
        summary: `Time-out for ${callee.name} 3 s -> 20 ms`,
        files: [`config/${part.name}.yaml`],
        diff: `-  ${callee.name}-timeout: 3000ms\n+  ${callee.name}-timeout: 20ms`,
      });
      const share = fault.scale(0.15, 0.6);
      drive(scene, part, 'errors', fault, share);
      const text = {
        jvm: `java.net.http.HttpTimeoutException: request timed out after 20ms: GET http://${callee.name}:${callee.port}`,
        go: `Get "http://${callee.name}:${callee.port}": context deadline exceeded (timeout 20ms)`,
        node: `timeout of 20ms exceeded (GET http://${callee.name}:${callee.port})`,
        python: `HTTPConnectionPool(host='${callee.name}', port=${callee.port}): Read timed out. (read timeout=0.02)`,
        celery: '',
      }[part.runtime!];
      say(scene, part, { from: fault.from, perMinute: 2 + 6 * share }, () => text);
      return { complaint: `${part.name} fails` };
    },
  },
];
