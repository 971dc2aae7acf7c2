import type { Scenario } from '../core/model.ts';
import { harborline, metropol, mosaic } from './systems.ts';

/** Programs that ran, and then did not run well. */
export const memoryAndProbes: Scenario[] = [
  {
    key: 'offers-oom',
    system: mosaic,
    report: 'search results intermittently empty / 503. seems random',
    components: ['service/offers'],
    causes: ['oom_killed'],
    what: 'The pods of offers are killed again and again for memory.',
    quote: '"reason": ?"OOMKilled"',
    elsewhere: true,
    effects: {
      offers: { errors: 0.34, code: 503, slow: 1.5, memory: 0.97 },
      search: {
        errors: 0.3,
        code: 503,
        said: [
          'offers call failed: 503 Service Unavailable from GET http://offers:8080/offers',
          'I/O error on GET request for "http://offers:8080/offers": Connection reset',
        ],
      },
      ingressgateway: { errors: 0.2, code: 503 },
    },
    cluster: (c) => {
      c.crashing(c.podsOf('offers').slice(0, 1), 137, 6, 'OOMKilled');
      c.crashing(c.podsOf('offers').slice(1), 137, 5, 'OOMKilled', undefined, true);
    },
    logs: [
      {
        in: 'mz-node-03',
        every: 240,
        say: 'kernel: Memory cgroup out of memory: Killed process {n} (java) total-vm:4812344kB, anon-rss:1042120kB, file-rss:0kB, shmem-rss:0kB, UID:1000 pgtables:2612kB oom_score_adj:968',
      },
    ],
  },
  {
    key: 'docs-liveness',
    system: harborline,
    report: 'PDF bills of lading sometimes fail, docs service flapping??',
    components: ['service/docs-svc'],
    causes: ['liveness_probe_incorrect_timing'],
    what: 'The liveness probe of docs-svc was set to one second and one try; rendering takes longer, so healthy pods are killed.',
    quote: 'Liveness probe failed: Get .*context deadline exceeded',
    effects: {
      'docs-svc': { errors: 0.24, code: 503 },
      'booking-api': {
        errors: 0.07,
        code: 502,
        said: ['System.Net.Http.HttpRequestException: Connection refused (docs-svc.booking:8080)'],
      },
    },
    changes: [
      {
        before: 2,
        kind: 'config',
        service: 'docs-svc',
        summary: 'docs-svc: quicker detection of hangs',
        files: ['k8s/docs-svc.yaml'],
        diff: '   livenessProbe:\n-    timeoutSeconds: 5\n-    failureThreshold: 3\n+    timeoutSeconds: 1\n+    failureThreshold: 1',
      },
    ],
    cluster: (c) => {
      const probe = {
        httpGet: { path: '/healthz', port: 8080, scheme: 'HTTP' },
        initialDelaySeconds: 5,
        periodSeconds: 5,
        timeoutSeconds: 1,
        failureThreshold: 1,
        successThreshold: 1,
      };
      const fresh = c.rollout(
        'docs-svc',
        (t) => {
          t.spec.containers[0].livenessProbe = probe;
        },
        { fresh: 2, replaced: 2 },
      );
      c.crashing(fresh, 137, 11, 'Error', undefined, true);
      for (const pod of fresh) {
        c.event(
          pod,
          'Unhealthy',
          `Liveness probe failed: Get "http://${pod.status.podIP}:8080/healthz": context deadline exceeded (Client.Timeout exceeded while awaiting headers)`,
          { count: 12 },
        );
        c.event(pod, 'Killing', 'Container docs-svc failed liveness probe, will be restarted', {
          type: 'Normal',
          count: 11,
        });
      }
    },
    logs: [
      { in: 'docs-svc', every: 110, level: 'info', say: 'Application is shutting down...' },
      { in: 'docs-svc', every: 60, level: 'info', say: 'Rendered bill-of-lading.pdf with 48 pages in {ms} ms' },
    ],
  },
  {
    key: 'totals-readiness',
    system: metropol,
    report: 'cart page: "could not compute total". cart team says cart was not touched',
    components: ['service/totals'],
    causes: ['readiness_probe_incorrect_path'],
    what: 'The readiness probe of totals asks for a path that answers 404, so it has no endpoints.',
    quote: 'Readiness probe failed: HTTP probe failed with statuscode: 404',
    elsewhere: true,
    effects: {
      totals: { traffic: 0.001 },
      cart: {
        errors: 0.88,
        code: 503,
        said: [
          'totals: no healthy upstream',
          'POST http://totals:8080/totals failed: connect ECONNREFUSED 172.30.11.6:8080',
        ],
      },
      gate: { errors: 0.11, code: 503 },
    },
    changes: [
      {
        before: 3,
        kind: 'deploy',
        service: 'totals',
        summary: 'totals: follow the new health convention',
        files: ['charts/totals/values.yaml'],
        diff: '-  readiness: /healthz\n+  readiness: /health/ready',
      },
    ],
    cluster: (c) => {
      const probe = {
        httpGet: { path: '/health/ready', port: 8080, scheme: 'HTTP' },
        periodSeconds: 10,
        timeoutSeconds: 2,
        failureThreshold: 3,
        successThreshold: 1,
      };
      const fresh = c.rollout(
        'totals',
        (t) => {
          t.spec.containers[0].readinessProbe = probe;
        },
        { fresh: 1, replaced: 1 },
      );
      c.notReady(fresh);
      c.event(fresh[0], 'Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 404', { count: 140 });
    },
  },
];
