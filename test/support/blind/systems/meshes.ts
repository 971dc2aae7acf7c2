import type { System } from '../core/model.ts';
import { app, store } from './service.ts';

/** Travel, in an Istio mesh. */
export const mosaic: System = {
  name: 'mosaic',
  cluster: 'mosaic-prod',
  platform: 'kubernetes',
  namespace: 'travel',
  nodes: ['mz-node-01', 'mz-node-02', 'mz-node-03', 'mz-node-04', 'mz-node-05'],
  vocabulary: 'istio',
  registry: 'harbor.mosaic.example/travel',
  logs: 'service',
  authors: ['oksana', 'bart', 'flux'],
  alertName: ['MeshErrorRate', 'MeshLatencyP99'],
  services: [
    app('ingressgateway', 'envoy', 80, 160, ['search', 'booking', 'account'], {
      namespace: 'istio-system',
      paths: ['/search', '/booking', '/account'],
    }),
    app('search', 'java', 50, 120, ['offers', 'geo'], { paths: ['/search'] }),
    app('offers', 'java', 60, 70, ['fares', 'offers-cache'], { paths: ['/offers'] }),
    app('fares', 'go', 55, 20, ['fares-db'], { paths: ['/fares'] }),
    app('geo', 'python', 20, 15, [], { paths: ['/geo'] }),
    app('booking', 'java', 10, 210, ['seatmap', 'payment-adapter', 'bookings-db'], { paths: ['/booking'] }),
    app('seatmap', 'node', 9, 35, [], { paths: ['/seats'] }),
    app('payment-adapter', 'go', 6, 180, [], { paths: ['/charge'] }),
    app('account', 'node', 15, 25, ['loyalty', 'bookings-db'], { paths: ['/account'] }),
    app('loyalty', 'python', 8, 40, [], { paths: ['/points'] }),
    store('offers-cache', 'redis', { memory: 4800 }),
    store('fares-db', 'postgres'),
    store('bookings-db', 'postgres'),
  ],
};

/** Food to the door, in a Linkerd mesh. */
export const pelican: System = {
  name: 'pelican',
  cluster: 'pelican-k3s',
  platform: 'kubernetes',
  namespace: 'delivery',
  nodes: ['plc-1', 'plc-2', 'plc-3'],
  vocabulary: 'linkerd',
  registry: 'registry.gitlab.com/pelican/delivery',
  logs: 'stamped',
  authors: ['noor', 'stefan', 'gitlab-runner'],
  alertName: ['LinkerdSuccessRateLow', 'LinkerdLatencyHigh'],
  services: [
    app('courier-app', 'node', 40, 60, ['dispatch', 'tracking'], { paths: ['/courier/next'] }),
    app('diner-app', 'node', 55, 85, ['menus', 'orders', 'tracking'], { paths: ['/diner/home', '/diner/order'] }),
    app('menus', 'go', 35, 10, ['menus-db'], { paths: ['/menus'] }),
    app('orders', 'python', 14, 70, ['kitchen', 'orders-queue', 'menus-db'], { paths: ['/orders'] }),
    app('kitchen', 'go', 12, 15, ['menus-db'], { paths: ['/kitchen/tickets'] }),
    app('dispatch', 'python', 18, 30, ['orders-queue', 'tracking'], { paths: ['/dispatch'] }),
    app('tracking', 'go', 60, 5, ['positions'], { paths: ['/track'] }),
    store('positions', 'redis', { memory: 4800 }),
    store('menus-db', 'mysql'),
    store('orders-queue', 'rabbitmq'),
  ],
};

const stage = (name: string, calls: string[], rps = 20, ms = 20): ReturnType<typeof app> =>
  app(name, name.length % 2 ? 'zap' : 'node', rps, ms, calls, { paths: [`/${name}`], pods: 1 });

/** Tickets for concerts: many small services. */
export const metropol: System = {
  name: 'metropol',
  cluster: 'metropol-1',
  platform: 'kubernetes',
  namespace: 'tickets',
  nodes: ['met-n1', 'met-n2', 'met-n3', 'met-n4', 'met-n5', 'met-n6'],
  vocabulary: 'otel',
  registry: 'images.metropol.example',
  logs: 'ndjson',
  authors: ['carla', 'dmitri', 'release-bot', 'wen'],
  alertName: ['SLOErrorBurnRate', 'SLOLatencyBurnRate'],
  services: [
    stage('gate', ['home', 'event-page', 'seat-picker', 'cart', 'profile'], 90, 70),
    stage('home', ['feed', 'banner'], 30, 40),
    stage('feed', ['events', 'recommender'], 30, 25),
    stage('banner', [], 30, 4),
    stage('event-page', ['events', 'venues', 'reviews'], 35, 35),
    stage('events', ['events-db'], 60, 8),
    stage('venues', ['events-db'], 35, 7),
    stage('reviews', ['reviews-db'], 20, 12),
    stage('recommender', ['taste-cache'], 28, 18),
    stage('seat-picker', ['seats', 'quotas'], 25, 45),
    stage('seats', ['seats-db'], 30, 11),
    stage('quotas', ['taste-cache'], 26, 4),
    stage('cart', ['seats', 'vouchers', 'totals'], 12, 50),
    stage('vouchers', ['events-db'], 6, 14),
    stage('totals', ['taxes'], 12, 9),
    stage('taxes', [], 12, 5),
    stage('purchase', ['payments', 'issuer', 'cart'], 5, 260),
    stage('payments', [], 5, 190),
    stage('issuer', ['pdf-maker', 'seats-db'], 5, 80),
    stage('pdf-maker', [], 5, 60),
    stage('profile', ['events-db'], 14, 16),
    store('events-db', 'postgres'),
    store('seats-db', 'postgres'),
    store('reviews-db', 'mysql'),
    store('taste-cache', 'redis', { memory: 4800 }),
  ],
};
