import { eventAbout } from '../kubernetes.ts';
import type { Random } from '../random.ts';
import type { Scenario } from '../scenario.ts';
import { FAULT_AGE, specOf } from '../system.ts';
import { logSince, replace, shift } from '../telemetry.ts';
import { alert } from './slow-query-deploy.ts';

/**
 * `suggestions` grows past its memory limit and is killed again and again. Cause: oom_killed at service/suggestions.
 */
export function memoryLimit(scenario: Scenario, random: Random): void {
  const now = scenario.now;
  const fromMs = now - FAULT_AGE * 1000;
  const iso = (ms: number) => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
  const limit = specOf('suggestions').limitMiB * 1_048_576;
  scenario.report = 'suggestions are missing from the concert pages';
  replace(scenario, 'container_memory_working_set_bytes', 'suggestions', fromMs / 1000 - 3600, (at) => {
    const cycle = ((at * 1000 - (fromMs - 3_600_000)) % 420_000) / 420_000;
    return at * 1000 < fromMs
      ? limit * (0.42 + 0.5 * (1 - (fromMs - at * 1000) / 3_600_000))
      : limit * (0.5 + 0.48 * cycle);
  });
  replace(scenario, 'http_request_error_ratio', 'suggestions', fromMs / 1000, () => 0.35 + 0.1 * random.next());
  shift(scenario, { name: 'http_requests_per_second', labels: { service: 'suggestions' } }, fromMs / 1000, 0.6, random);

  const pods = scenario.objects.filter((one) => one.kind === 'Pod' && one.metadata.labels?.app === 'suggestions');
  pods.forEach((pod, index) => {
    const status = pod.status.containerStatuses[0];
    const restarts = 4 - index;
    status.restartCount = restarts;
    status.ready = index === 0;
    status.lastState = {
      terminated: { exitCode: 137, reason: 'OOMKilled', startedAt: iso(now - 600_000), finishedAt: iso(now - 90_000) },
    };
    status.state =
      index === 0
        ? { running: { startedAt: iso(now - 80_000) } }
        : { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 1m20s restarting failed container' } };
    if (index > 0) {
      for (const condition of pod.status.conditions)
        if (/Ready/.test(condition.type))
          Object.assign(condition, {
            status: 'False',
            reason: 'ContainersNotReady',
            lastTransitionTime: iso(now - 90_000),
          });
    }
    scenario.events.push(
      eventAbout(pod, {
        type: 'Warning',
        reason: 'BackOff',
        message: `Back-off restarting failed container suggestions in pod ${pod.metadata.name}`,
        count: restarts * 3,
        first: fromMs,
        last: now - 60_000,
      }),
      eventAbout(pod, {
        type: 'Normal',
        reason: 'Pulled',
        message: 'Container image already present on machine',
        count: restarts,
        first: fromMs,
        last: now - 90_000,
      }),
    );
  });
  logSince(scenario, 'suggestions', fromMs - 1_500_000, 40, random, () =>
    JSON.stringify({
      level: 'warn',
      msg: `similarity index holds ${Math.floor(60 + 40 * random.next())}0000 vectors in memory`,
      trace_id: random.hex(32),
    }),
  );
  logSince(scenario, 'storefront', fromMs, 110, random, () =>
    JSON.stringify({
      level: 'warn',
      msg: 'suggestions left out of the page: connect ECONNREFUSED suggestions:8080',
      trace_id: random.hex(32),
    }),
  );
  scenario.changes.push({
    timestamp: new Date(now - 5 * 3_600_000).toISOString(),
    kind: 'deploy',
    service: 'basket',
    id: 'e10b7fa',
    summary: 'basket 1.6.1',
    author: 'ci',
  });
  scenario.alerts.push(
    alert('PodCrashLooping', 'suggestions', 'warning', 'A container restarts again and again', fromMs + 240_000),
  );
}
