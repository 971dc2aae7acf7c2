import type { Scenario } from '../core/model.ts';
import { brickyard, chirrup, pelican } from './systems.ts';

/** Too much work, or work that takes too long. */
export const load: Scenario[] = [
  {
    key: 'media-throttled',
    system: chirrup,
    report: 'images in chat load slowly. ~ +200ms-1s. not urgent but people complain',
    onset: 40,
    components: ['service/media-proxy'],
    causes: ['pod_cpu_throttled', 'bad_config_change'],
    what: 'The processor limit of media-proxy was cut to 150m, so it is throttled.',
    quote: 'container_cpu_cfs_throttled_periods_total\\{.*media-proxy',
    effects: { 'media-proxy': { slow: 7 }, 'chat-web': { slow: 1.4 } },
    changes: [
      {
        before: 1,
        kind: 'config',
        service: 'media-proxy',
        summary: 'Right-size requests and limits',
        files: ['k8s/media-proxy.yaml'],
        diff: '-            cpu: "1"\n+            cpu: 150m',
      },
    ],
    cluster: (c) => {
      c.rollout(
        'media-proxy',
        (t) => {
          t.spec.containers[0].resources.limits.cpu = '150m';
          t.spec.containers[0].resources.requests.cpu = '100m';
        },
        { fresh: 2, replaced: 2 },
      );
    },
    metrics: (m, s, c) => {
      for (const pod of c!.podsOf('media-proxy')) {
        const l = { namespace: 'chat', pod: pod.metadata.name as string, container: 'media-proxy' };
        m.counter('container_cpu_usage_seconds_total', l, s.stage(0.21, 0.15, 0.01));
        m.counter('container_cpu_cfs_periods_total', l, () => 10);
        m.counter('container_cpu_cfs_throttled_periods_total', l, s.stage(0.02, 9.1), 30);
      }
    },
  },
  {
    key: 'tv-spot',
    system: brickyard,
    report: 'Shop extrem langsam / 502. DB Last hoch?',
    components: ['service/shop-php', 'service/www'],
    causes: ['traffic_spike'],
    what: 'Six times the usual visitors came at once; all PHP workers are busy.',
    quote: 'server reached pm.max_children setting',
    effects: { www: { traffic: 6.5, slow: 16, errors: 0.24, code: 502 }, 'shop-php': { traffic: 5, slow: 14 } },
    logs: [
      {
        in: 'by-web2',
        every: 45,
        say: 'php-fpm8.3[702]: [pool www] server reached pm.max_children setting (40), consider raising it',
      },
      {
        in: 'www',
        every: 8,
        say: 'connect() to unix:/run/php/php8.3-fpm.sock failed (11: Resource temporarily unavailable) while connecting to upstream, client: {ip}, server: brickyard.example, request: "GET /werkzeug HTTP/1.1", upstream: "fastcgi://unix:/run/php/php8.3-fpm.sock:", referrer: "https://tv.example/spot"',
      },
    ],
  },
  {
    key: 'menus-autoscaler',
    without: ['logs'],
    system: pelican,
    report: 'menus slow at dinner time, it should scale by itself???',
    components: ['service/menus'],
    causes: ['hpa_at_maximum', 'traffic_spike'],
    what: 'The autoscaler of menus stands at its maximum of two while the load asks for five.',
    quote: 'TooManyReplicas',
    effects: {
      menus: { slow: 9, errors: 0.06, code: 503, traffic: 2.4, cpu: 7 },
      'diner-app': { slow: 2.4, traffic: 1.6 },
    },
    cluster: (c) => {
      c.add({
        apiVersion: 'autoscaling/v2',
        kind: 'HorizontalPodAutoscaler',
        metadata: { name: 'menus', namespace: 'delivery' },
        spec: {
          scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'menus' },
          minReplicas: 1,
          maxReplicas: 2,
          metrics: [
            { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } },
          ],
        },
        status: {
          currentReplicas: 2,
          desiredReplicas: 2,
          currentMetrics: [
            { type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 382, averageValue: '955m' } } },
          ],
          conditions: [
            {
              type: 'AbleToScale',
              status: 'True',
              reason: 'ReadyForNewScale',
              message: 'recommended size matches current size',
            },
            {
              type: 'ScalingActive',
              status: 'True',
              reason: 'ValidMetricFound',
              message:
                'the HPA was able to successfully calculate a replica count from cpu resource utilization (percentage of request)',
            },
            {
              type: 'ScalingLimited',
              status: 'True',
              reason: 'TooManyReplicas',
              message: 'the desired replica count is more than the maximum replica count',
            },
          ],
        },
      });
    },
    metrics: (m) => {
      const l = { namespace: 'delivery', horizontalpodautoscaler: 'menus' };
      m.gauge('kube_horizontalpodautoscaler_spec_max_replicas', l, () => 2);
      m.gauge('kube_horizontalpodautoscaler_status_desired_replicas', l, () => 2);
      m.gauge('kube_horizontalpodautoscaler_status_current_replicas', l, () => 2);
    },
  },
];
