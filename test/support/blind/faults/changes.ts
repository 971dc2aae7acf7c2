import type { Scenario } from '../core/model.ts';
import { brickyard, metropol, mosaic, orcfall, tulip } from './systems.ts';

/** What somebody changed. */
export const changes: Scenario[] = [
  {
    key: 'seats-deploy',
    system: metropol,
    report: 'seat picker shows seats that are taken / errors out. got worse after lunch I think',
    components: ['service/seats'],
    causes: ['bad_deploy', 'application_error'],
    what: 'seats 4.7.0 fails for blocks without a row since it was deployed.',
    quote: 'nil pointer dereference|row\\.Label',
    elsewhere: true,
    effects: {
      seats: {
        errors: 0.29,
        said: [
          'request failed: runtime error: invalid memory address or nil pointer dereference\nmain.(*Row).Label(...)\n\t/src/seats/row.go:31\nmain.(*Api).List(0xc0001, {0x1})\n\t/src/seats/api.go:118',
          "Cannot read properties of undefined (reading 'label')\n    at row.Label (/app/src/seats/row.js:31:18)",
        ],
      },
      'seat-picker': { errors: 0.28, code: 502, said: ['GET http://seats:8080/seats answered 500'] },
      cart: { errors: 0.18, code: 502 },
    },
    changes: [
      {
        before: 0.5,
        kind: 'deploy',
        service: 'seats',
        summary: 'seats 4.7.0: labels by row',
        files: ['src/seats/row.js', 'src/seats/row.go'],
        diff: '+  return row.label + seat.number;',
      },
    ],
    cluster: (c) => {
      c.rollout(
        'seats',
        (t) => {
          t.spec.containers[0].image = 'images.metropol.example/seats:4.7.0';
        },
        { fresh: 1, replaced: 1, after: -0.4 },
      );
    },
  },
  {
    key: 'fares-deploy-slow',
    system: mosaic,
    report: 'search +60% latency. no errors. fares-db busy?',
    onset: 55,
    components: ['service/fares'],
    causes: ['bad_deploy', 'latency_regression'],
    what: 'fares 2.31 asks the database once for each fare instead of once for all.',
    quote: 'for _, id := range ids',
    elsewhere: true,
    effects: {
      fares: { slow: 4.2, cpu: 2 },
      offers: { slow: 1.9 },
      search: { slow: 1.6 },
      ingressgateway: { slow: 1.4 },
    },
    changes: [
      {
        before: 1,
        kind: 'deploy',
        service: 'fares',
        summary: 'fares 2.31: simpler repository',
        files: ['fares/repository.go'],
        diff: '-\trows, err := db.Query("SELECT * FROM fares WHERE id = ANY($1)", ids)\n+\tfor _, id := range ids {\n+\t\trow := db.QueryRow("SELECT * FROM fares WHERE id = $1", id)',
      },
    ],
    cluster: (c) => {
      c.rollout(
        'fares',
        (t) => {
          t.spec.containers[0].image = 'harbor.mosaic.example/travel/fares:2.31.0';
        },
        { fresh: 2, replaced: 2, after: -0.8 },
      );
    },
    logs: [{ in: 'fares', every: 30, level: 'warn', say: 'slow request: 212 queries to fares-db for one call' }],
  },
  {
    key: 'nginx-timeout',
    system: brickyard,
    report: 'Checkout meldet 504, immer nach genau 1 Sekunde. PHP zu langsam?',
    components: ['service/www'],
    causes: ['bad_config_change'],
    what: 'fastcgi_read_timeout of nginx was set to 1 s; the check-out takes longer than that.',
    quote: 'fastcgi_read_timeout 1s',
    effects: { www: { errors: 0.13, code: 504 } },
    logs: [
      {
        in: 'www',
        every: 14,
        say: 'upstream timed out (110: Connection timed out) while reading response header from upstream, client: {ip}, server: brickyard.example, request: "POST /kasse HTTP/1.1", upstream: "fastcgi://10.8.0.3:9000", host: "brickyard.example"',
      },
      {
        in: 'by-web1',
        after: -0.2,
        say: [
          'systemd[1]: Reloading nginx.service - A high performance web server and a reverse proxy server...',
          'systemd[1]: Reloaded nginx.service - A high performance web server and a reverse proxy server.',
        ],
      },
    ],
    changes: [
      {
        before: 0.4,
        kind: 'config',
        service: 'www',
        summary: 'nginx: fail fast',
        files: ['nginx/sites/shop.conf'],
        diff: '-    fastcgi_read_timeout 60s;\n+    fastcgi_read_timeout 1s;',
      },
    ],
  },
  {
    key: 'pricing-flag',
    system: tulip,
    report: 'totals in basket are wrong/failing for some users only, EU?',
    components: ['service/pricing'],
    causes: ['feature_flag_change', 'application_error'],
    what: 'The flag seasonal-discounts was turned on; pricing fails for those who have it.',
    quote: 'seasonal-discounts',
    elsewhere: true,
    effects: {
      pricing: { errors: 0.16, said: ['seasonal-discounts: rule "easter" has no end date, cannot evaluate'] },
      basket: { errors: 0.14, code: 502, said: ['pricing: unexpected status 500'] },
      checkout: { errors: 0.12, code: 502 },
    },
    changes: [
      {
        before: 0.5,
        kind: 'flag',
        service: 'pricing',
        summary: 'seasonal-discounts: 0% -> 20%',
        id: 'flag-seasonal-discounts-18',
      },
    ],
  },
  {
    key: 'inventory-refused',
    traces: true,
    system: orcfall,
    report: 'items vanish / inventory timeouts in game, servers fine',
    components: ['service/inventory'],
    causes: ['bad_deploy', 'connection_pool_exhausted'],
    what: 'inventory 3.0 opens a pool of one connection per instance; its requests queue for it.',
    quote: 'max: 1,',
    elsewhere: true,
    effects: {
      inventory: {
        slow: 85,
        errors: 0.21,
        code: 504,
        said: ['timeout exceeded when trying to connect\n    at /app/node_modules/pg-pool/index.js:45:11'],
      },
      arena: { errors: 0.17, code: 504, slow: 20, said: ['inventory.Get: context deadline exceeded'] },
      'edge-lobby': { errors: 0.1, code: 504, slow: 4 },
    },
    changes: [
      {
        before: 1,
        kind: 'deploy',
        service: 'inventory',
        summary: 'inventory 3.0: one pool module',
        files: ['src/pool.ts'],
        diff: '-  max: 40,\n+  max: 1,',
      },
    ],
    cluster: (c) => {
      c.rollout(
        'inventory',
        (t) => {
          t.spec.containers[0].image = 'reg.orcfall.gg/live/inventory:3.0.0';
        },
        { fresh: 2, replaced: 2, after: -0.8 },
      );
    },
  },
];
