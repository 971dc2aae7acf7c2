import type { Scenario } from '../../core/model.ts';
import { pollen } from '../systems/all.ts';

/** What only OpenTelemetry tells about. */
export const ofPollen: Scenario[] = [
  {
    key: 'pollen-news',
    system: pollen,
    report: 'app was slow after the evening news, is there a limit we hit?',
    components: ['service/app-bff'],
    causes: ['traffic_spike'],
    what: 'After the news six times as many people asked as usual.',
    quote: 'http_server_request_duration_seconds_count\\{.*app-bff',
    effects: {
      'app-bff': { traffic: 6, slow: 6, errors: 0.14, code: 503 },
      forecast: { traffic: 6, slow: 2.4, silent: true },
      stations: { traffic: 5, slow: 1.5 },
    },
  },
  {
    key: 'blocked-loop',
    system: pollen,
    report: 'app-bff p99 is terrible, backends are all fast',
    components: ['service/app-bff'],
    causes: ['event_loop_blocked', 'bad_deploy', 'latency_regression'],
    what: 'A release of app-bff compresses answers synchronously; its event loop stands still for a second and more.',
    quote: 'nodejs_eventloop_delay_p99_seconds',
    effects: { 'app-bff': { slow: 8 } },
    metrics: (m, s) => {
      m.set('nodejs_eventloop_delay_p99_seconds', {}, s.stage(0.021, 1.42, 0.1));
      m.set('nodejs_eventloop_utilization_ratio', {}, s.stage(0.31, 0.992, 0.004));
    },
    changes: [
      {
        before: 2,
        kind: 'deploy',
        service: 'app-bff',
        summary: 'app-bff 5.8: smaller answers',
        files: ['src/server.ts'],
        diff: "-import { gzip } from 'node:zlib';\n+import { gzipSync } from 'node:zlib';\n+  res.end(gzipSync(JSON.stringify(body), { level: 9 }));",
      },
    ],
  },
  {
    key: 'eight-tries',
    system: pollen,
    report: 'stations overloaded, 503s. somebody scraping us?',
    components: ['service/forecast', 'service/stations'],
    causes: ['retry_storm', 'bad_config_change'],
    what: 'forecast tries eight times without a pause since a change; a short hiccup of stations became a storm.',
    quote: 'attempt 8 of 8',
    elsewhere: true,
    effects: {
      stations: { traffic: 5.4, errors: 0.41, slow: 9, code: 503 },
      forecast: {
        errors: 0.2,
        slow: 8,
        code: 502,
        said: [
          'attempt 8 of 8: GET http://stations:8080/stations: 503 Service Unavailable',
          'attempt 3 of 8: GET http://stations:8080/stations: 503 Service Unavailable',
        ],
      },
      'app-bff': { errors: 0.17, slow: 4, code: 502 },
    },
    changes: [
      {
        before: 12,
        kind: 'config',
        service: 'forecast',
        summary: 'forecast: more patience with stations',
        files: ['forecast/config.yaml'],
        diff: '-  retries: 1\n-  backoff: 200ms\n+  retries: 8\n+  backoff: 0ms',
      },
    ],
  },
];
