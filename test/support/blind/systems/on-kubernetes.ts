import type { System } from '../core/model.ts';
import { app, store } from './service.ts';

/** A flower shop: Spring, Go, Node, PostgreSQL, Redis. */
export const tulip: System = {
  name: 'tulip',
  cluster: 'tulip-eu-1',
  platform: 'kubernetes',
  namespace: 'tulip-prod',
  nodes: ['tl-worker-a', 'tl-worker-b', 'tl-worker-c'],
  vocabulary: 'micrometer',
  registry: 'registry.tulip.example/shop',
  logs: 'pod',
  authors: ['m.devries', 'annika', 'ci-bot'],
  alertName: ['ServiceErrorRateHigh', 'ServiceLatencyHigh'],
  services: [
    app('storefront', 'nginx', 60, 90, ['web-bff'], {
      vocabulary: 'nginx',
      paths: ['/', '/bouquets', '/basket', '/checkout'],
    }),
    app('web-bff', 'node', 55, 80, ['basket', 'catalog', 'checkout'], {
      vocabulary: 'client',
      paths: ['/bff/home', '/bff/basket', '/bff/checkout'],
    }),
    app('basket', 'go', 25, 9, ['session-cache', 'pricing'], { vocabulary: 'client', paths: ['/v1/basket'] }),
    app('catalog', 'java', 40, 24, ['orders-db'], { paths: ['/catalog/items'] }),
    app('checkout', 'java', 8, 140, ['pricing', 'stock', 'orders-db', 'mailer'], { paths: ['/checkout/orders'] }),
    app('pricing', 'go', 30, 6, ['session-cache'], { vocabulary: 'client', paths: ['/price'] }),
    app('stock', 'java', 12, 18, ['orders-db'], { paths: ['/stock/reserve'] }),
    app('mailer', 'python', 3, 60, [], { vocabulary: 'client', pods: 1 }),
    store('orders-db', 'postgres'),
    store('session-cache', 'redis', { stateful: false, memory: 4800 }),
  ],
};

/** Clicks through Kafka into ClickHouse. */
export const vireo: System = {
  name: 'vireo',
  cluster: 'stream-prod-use1',
  platform: 'kubernetes',
  namespace: 'clickpath',
  nodes: ['ip-10-3-1-17', 'ip-10-3-1-88', 'ip-10-3-2-40', 'ip-10-3-2-91'],
  vocabulary: 'client',
  registry: '447788990011.dkr.ecr.us-east-1.amazonaws.com/clickpath',
  logs: 'service',
  authors: ['rahul', 'deploy-svc', 'lchen'],
  alertName: ['HttpErrorBudgetBurn', 'HttpLatencyBudgetBurn'],
  services: [
    app('collector', 'zap', 300, 4, ['kafka', 'schema-registry'], { paths: ['/c', '/pixel'], pods: 3 }),
    app('dash-api', 'go', 14, 120, ['clickhouse'], { paths: ['/api/panels'] }),
    app('schema-registry', 'java', 5, 8, ['kafka'], { vocabulary: 'micrometer', pods: 1, paths: ['/subjects'] }),
    store('sessionizer', 'java', { stateful: false, pods: 2, calls: ['kafka'], memory: 1536 }),
    store('ad-joiner', 'java', { stateful: false, pods: 2, calls: ['kafka'], memory: 1536 }),
    store('rollup-writer', 'python', { stateful: false, pods: 2, calls: ['kafka', 'clickhouse'], memory: 768 }),
    store('kafka', 'kafka', { pods: 3 }),
    store('clickhouse', 'none', { memory: 8192, port: 9000 }),
  ],
};

/** Bookings for containers on ships: .NET, SQL Server outside, RabbitMQ. */
export const harborline: System = {
  name: 'harborline',
  cluster: 'aks-harbor-weu',
  platform: 'kubernetes',
  namespace: 'booking',
  nodes: ['aks-np1-vmss000000', 'aks-np1-vmss000001', 'aks-np1-vmss000002'],
  vocabulary: 'aspnet',
  registry: 'harborline.azurecr.io',
  logs: 'stamped',
  authors: ['kjell', 'p.santos', 'azure-pipelines'],
  alertName: ['Http5xxRatio', 'HttpP95Slow'],
  services: [
    app('portal', 'serilog', 20, 110, ['booking-api', 'rates-api'], { paths: ['/portal/voyages'] }),
    app('booking-api', 'dotnet', 16, 70, ['sql01', 'broker', 'docs-svc'], { paths: ['/api/bookings'] }),
    app('rates-api', 'serilog', 12, 45, ['sql01'], { paths: ['/api/rates'] }),
    app('docs-svc', 'dotnet', 5, 200, [], { paths: ['/api/documents'] }),
    store('notify-worker', 'dotnet', { stateful: false, calls: ['broker'], memory: 384 }),
    store('broker', 'rabbitmq'),
    store('sql01', 'mssql', { outside: true, host: 'sql01' }),
  ],
};

/** Chat on Phoenix. */
export const chirrup: System = {
  name: 'chirrup',
  cluster: 'chirrup-gke',
  platform: 'kubernetes',
  namespace: 'chat',
  nodes: ['gke-chirrup-p1-4f2a', 'gke-chirrup-p1-9c0d', 'gke-chirrup-p1-b7e1'],
  vocabulary: 'phoenix',
  registry: 'europe-docker.pkg.dev/chirrup/main',
  logs: 'pod',
  authors: ['jose', 'tamsin', 'cloudbuild'],
  alertName: ['ErrorsHigh', 'SlowResponses'],
  services: [
    app('chat-web', 'elixir', 70, 18, ['presence', 'chat-pg', 'media-proxy'], { pods: 3, paths: ['/rooms'] }),
    app('presence', 'elixir', 40, 7, ['chat-redis'], { paths: ['/presence'] }),
    app('push-relay', 'elixir', 22, 45, ['chat-redis'], { paths: ['/push'] }),
    app('media-proxy', 'logfmt', 18, 90, [], { vocabulary: 'client', paths: ['/m'] }),
    store('chat-pg', 'postgres'),
    store('chat-redis', 'redis', { memory: 4800 }),
  ],
};

/** Game servers on metal. */
export const orcfall: System = {
  name: 'orcfall',
  cluster: 'orc-metal-fra',
  platform: 'kubernetes',
  namespace: 'live',
  nodes: ['metal-01', 'metal-02', 'metal-03', 'metal-04'],
  vocabulary: 'grpc',
  registry: 'reg.orcfall.gg/live',
  logs: 'ndjson',
  authors: ['grum', 'lili', 'buildkite'],
  alertName: ['GrpcErrorsHigh', 'GrpcSlow'],
  services: [
    app('edge-lobby', 'zap', 90, 12, ['matchmaker', 'inventory', 'player-auth'], { paths: ['/lobby'] }),
    app('matchmaker', 'zap', 30, 60, ['mm-redis', 'arena'], { paths: ['/match'] }),
    app('arena', 'logfmt', 200, 5, ['inventory'], { pods: 4, paths: ['/session'] }),
    app('inventory', 'node', 50, 14, ['player-db'], { vocabulary: 'client', paths: ['/items'] }),
    app('player-auth', 'go', 25, 10, ['player-db'], { vocabulary: 'client', paths: ['/auth/token'] }),
    store('player-db', 'postgres', { host: 'metal-02' }),
    store('mm-redis', 'redis', { memory: 4800, host: 'metal-01' }),
  ],
};

/** Answers of a language model on GPUs. */
export const lumen: System = {
  name: 'lumen',
  cluster: 'lumen-gpu-1',
  platform: 'kubernetes',
  namespace: 'inference',
  nodes: ['cpu-pool-1', 'cpu-pool-2', 'gpu-pool-1', 'gpu-pool-2'],
  vocabulary: 'client',
  registry: 'ghcr.io/lumen-ml',
  logs: 'service',
  authors: ['yuki', 'fatima', 'argocd'],
  alertName: ['InferenceErrors', 'InferenceLatency'],
  services: [
    app('infer-gateway', 'logfmt', 24, 480, ['tokenizer', 'model-server', 'feature-api'], { paths: ['/v1/generate'] }),
    app('tokenizer', 'python', 26, 6, [], { paths: ['/tokenize'] }),
    app('model-server', 'python', 22, 440, [], { pods: 2, memory: 24576, paths: ['/generate'] }),
    app('feature-api', 'java', 30, 12, ['feature-redis'], { vocabulary: 'micrometer', paths: ['/features'] }),
    app('embedder', 'python', 9, 40, ['feature-redis'], { paths: ['/embed'] }),
    store('feature-redis', 'redis', { memory: 4800 }),
  ],
};
