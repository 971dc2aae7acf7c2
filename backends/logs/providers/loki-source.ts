import { z } from 'zod';
import { credentialHeaders } from '../../common/live/credentials.ts';
import { createHttpSource } from '../../common/live/http-source.ts';
import { count, defineLiveSource, httpUrl, type LiveSource } from '../../common/live/live-source.ts';
import type { LogsProvider } from '../provider.ts';
import { createLokiProvider } from './loki.ts';

const settings = z.object({
  LOKI_URL: httpUrl,
  LOKI_BEARER_TOKEN: z.string().optional(),
  LOKI_BEARER_TOKEN_FILE: z.string().optional(),
  LOKI_USER: z.string().optional(),
  LOKI_PASSWORD: z.string().optional(),
  LOKI_TENANT: z.string().optional(),
  LOKI_SERVICE_LABEL: z
    .string()
    .regex(/^[a-zA-Z_]\w*$/, 'must be the name of a label')
    .optional(),
  LOGS_MATCHERS: z.string().default(''),
  LOGS_SPAN_SECONDS: count.default(3_600),
  LOGS_MAX_LINES: count.default(100_000),
  LOGS_PAGE_LINES: count.max(50_000).default(5_000),
  CLUSTER_NAME: z.string().default('default'),
});

/** A Loki, by LOKI_URL. */
export const lokiSource: LiveSource<LogsProvider> = defineLiveSource({
  provider: 'loki',
  chosenBy: ['LOKI_URL'],
  settings,
  open: (value) =>
    createLokiProvider({
      loki: createHttpSource({
        name: 'Loki',
        baseUrl: value.LOKI_URL,
        headers: credentialHeaders({
          bearerToken: value.LOKI_BEARER_TOKEN,
          bearerTokenFile: value.LOKI_BEARER_TOKEN_FILE,
          user: value.LOKI_USER,
          password: value.LOKI_PASSWORD,
          tenant: value.LOKI_TENANT,
        }),
      }),
      cluster: value.CLUSTER_NAME,
      serviceLabel: value.LOKI_SERVICE_LABEL,
      matchers: value.LOGS_MATCHERS,
      spanSeconds: value.LOGS_SPAN_SECONDS,
      maxLines: value.LOGS_MAX_LINES,
      pageLines: value.LOGS_PAGE_LINES,
    }),
});
