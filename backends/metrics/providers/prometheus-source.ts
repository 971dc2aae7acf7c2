import { z } from 'zod';
import { credentialHeaders } from '../../common/live/credentials.ts';
import { createHttpSource } from '../../common/live/http-source.ts';
import { count, defineLiveSource, httpUrl, type LiveSource, nameList } from '../../common/live/live-source.ts';
import type { MetricsProvider } from '../provider.ts';
import { createPrometheusProvider } from './prometheus.ts';
import { topologyFile } from './topology-file.ts';

const settings = z.object({
  PROMETHEUS_URL: httpUrl,
  PROMETHEUS_BEARER_TOKEN: z.string().optional(),
  PROMETHEUS_BEARER_TOKEN_FILE: z.string().optional(),
  PROMETHEUS_USER: z.string().optional(),
  PROMETHEUS_PASSWORD: z.string().optional(),
  PROMETHEUS_TENANT: z.string().optional(),
  ALERTMANAGER_URL: httpUrl.optional(),
  ALERTMANAGER_BEARER_TOKEN: z.string().optional(),
  ALERTMANAGER_BEARER_TOKEN_FILE: z.string().optional(),
  ALERTMANAGER_USER: z.string().optional(),
  ALERTMANAGER_PASSWORD: z.string().optional(),
  ALERTMANAGER_TENANT: z.string().optional(),
  CLUSTER_NAME: z.string().default('default'),
  TOPOLOGY_FILE: z.string().optional(),
  METRICS_NAMES: nameList.default([]),
  METRICS_MATCHERS: z.string().default(''),
  METRICS_MAX_NAMES: count.default(1_000),
  METRICS_MAX_SERIES: count.default(5_000),
  METRICS_MAX_SERIES_PER_NAME: count.default(1_000),
  METRICS_SPAN_SECONDS: count.default(6 * 3_600),
  METRICS_STEP_SECONDS: count.default(60),
  METRICS_MAX_POINTS: count.max(10_000).default(1_000),
});

/** Prometheus, or what answers like it, by PROMETHEUS_URL, with an Alertmanager by ALERTMANAGER_URL. */
export const prometheusSource: LiveSource<MetricsProvider> = defineLiveSource({
  provider: 'prometheus',
  chosenBy: ['PROMETHEUS_URL', 'ALERTMANAGER_URL'],
  settings,
  open: (value) =>
    createPrometheusProvider({
      prometheus: createHttpSource({
        name: 'Prometheus',
        baseUrl: value.PROMETHEUS_URL,
        headers: credentialHeaders({
          bearerToken: value.PROMETHEUS_BEARER_TOKEN,
          bearerTokenFile: value.PROMETHEUS_BEARER_TOKEN_FILE,
          user: value.PROMETHEUS_USER,
          password: value.PROMETHEUS_PASSWORD,
          tenant: value.PROMETHEUS_TENANT,
        }),
      }),
      alertmanager:
        value.ALERTMANAGER_URL === undefined
          ? undefined
          : createHttpSource({
              name: 'Alertmanager',
              baseUrl: value.ALERTMANAGER_URL,
              headers: credentialHeaders({
                bearerToken: value.ALERTMANAGER_BEARER_TOKEN,
                bearerTokenFile: value.ALERTMANAGER_BEARER_TOKEN_FILE,
                user: value.ALERTMANAGER_USER,
                password: value.ALERTMANAGER_PASSWORD,
                tenant: value.ALERTMANAGER_TENANT,
              }),
            }),
      cluster: value.CLUSTER_NAME,
      givenTopology: value.TOPOLOGY_FILE === undefined ? undefined : topologyFile(value.TOPOLOGY_FILE),
      choice: {
        names: value.METRICS_NAMES,
        maxNames: value.METRICS_MAX_NAMES,
        maxSeries: value.METRICS_MAX_SERIES,
        maxSeriesPerName: value.METRICS_MAX_SERIES_PER_NAME,
      },
      matchers: value.METRICS_MATCHERS,
      spanSeconds: value.METRICS_SPAN_SECONDS,
      stepSeconds: value.METRICS_STEP_SECONDS,
      maxPoints: value.METRICS_MAX_POINTS,
    }),
});
