import type { Scenario } from '../../core/model.ts';
import { iso } from '../../core/span.ts';
import { shelf } from '../systems/all.ts';

/** Django with Celery, Redis and Elasticsearch. */
export const ofShelf: Scenario[] = [
  {
    key: 'evicted-keys',
    system: shelf,
    report: 'pages slow for half an hour, no errors. elasticsearch?',
    components: ['service/redis'],
    causes: ['cache_eviction'],
    what: 'Redis is full and throws keys out as fast as they come; the cache misses, and pages ask PostgreSQL.',
    quote: 'redis_evicted_keys_total',
    elsewhere: true,
    effects: { web: { slow: 2.8 }, api: { slow: 2.3 } },
    metrics: (m, s) => {
      m.set('redis_memory_used_bytes', {}, s.stage(3.2e9, 3.999e9, 0.0002));
      const [l] = m.labelsOf('redis_up', {});
      for (const name of ['redis_evicted_keys_total', 'redis_keyspace_hits_total', 'redis_keyspace_misses_total'])
        m.drop(name);
      m.counter('redis_evicted_keys_total', l!, s.stage(0, 690, 0.1), 0);
      m.counter('redis_keyspace_hits_total', l!, s.stage(820, 240));
      m.counter('redis_keyspace_misses_total', l!, s.stage(34, 610));
      m.set('pg_stat_activity_count', { state: 'active' }, s.whole(s.stage(9, 38, 0.1)));
    },
  },
  {
    key: 'flood-stage',
    system: shelf,
    report: 'new books cannot be found, tasks fail in worker',
    components: ['service/elasticsearch'],
    causes: ['database_storage_full', 'database_read_only'],
    what: 'The disk of Elasticsearch passed the flood stage; its indices take no writes.',
    quote: 'flood stage disk watermark \\[95%\\] exceeded',
    elsewhere: true,
    effects: {},
    metrics: (m, s) => {
      m.set('elasticsearch_filesystem_data_available_bytes', {}, (at) =>
        s.on(at) ? 9.4e9 : 9.4e9 + ((s.onset - at) / (s.onset - s.start)) * 1.6e10,
      );
      const [l] = m.labelsOf('celery_active_worker_count', {});
      m.counter(
        'celery_task_failed_total',
        { ...l!, name: 'shelf.tasks.index_item', queue_name: 'celery', exception: 'RequestError' },
        s.stage(0, 2.4),
        3,
      );
    },
    logs: [
      {
        in: 'elasticsearch',
        every: 30,
        level: 'warn',
        say: '[o.e.c.r.a.DiskThresholdMonitor] [es-0] flood stage disk watermark [95%] exceeded on [{hex}][es-0][/usr/share/elasticsearch/data] free: 8.7gb[4.7%], all indices on this node will be marked read-only',
      },
      {
        in: 'worker',
        every: 7,
        say: "Task shelf.tasks.index_item[{uuid}] raised unexpected: RequestError(429, 'cluster_block_exception', 'index [items] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark, index has read-only-allow-delete block];')\nTraceback (most recent call last):\n  File \"/app/.venv/lib/python3.12/site-packages/celery/app/trace.py\", line 453, in trace_task",
      },
    ],
    alerts: [
      {
        name: 'CeleryTaskFailures',
        labels: { severity: 'warning', name: 'shelf.tasks.index_item' },
        summary: 'Tasks of shelf.tasks.index_item fail',
      },
    ],
  },
  {
    key: 'paused-index',
    system: shelf,
    report: 'prices in the search are those of two days ago, pages themselves are right. nothing red anywhere',
    components: ['service/reindex-nightly'],
    causes: ['cron_job_suspended'],
    what: 'The nightly job that writes the search index is suspended since two days.',
    quote: '"suspend": true',
    effects: {},
    cluster: (c) => {
      const { end } = c.span;
      const midnight = end - (end % 86_400) - 2 * 86_400;
      c.add({
        apiVersion: 'batch/v1',
        kind: 'CronJob',
        metadata: { name: 'reindex-nightly', namespace: 'shelf', creationTimestamp: iso(end - 300 * 86_400) },
        spec: {
          schedule: '30 0 * * *',
          suspend: true,
          jobTemplate: {
            spec: {
              template: {
                spec: {
                  containers: [
                    {
                      name: 'reindex',
                      image: 'registry.shelf.example/web:1.21.3',
                      args: ['manage.py', 'search_index', '--rebuild'],
                    },
                  ],
                },
              },
            },
          },
        },
        status: { lastScheduleTime: iso(midnight + 1800), lastSuccessfulTime: iso(midnight + 4100) },
      });
    },
    changes: [
      {
        before: 2350,
        kind: 'config',
        service: 'reindex-nightly',
        summary: 'Pause the reindex while Elasticsearch is upgraded',
        files: ['deploy/reindex-nightly.yaml'],
        diff: '-  suspend: false\n+  suspend: true',
      },
    ],
  },
  {
    key: 'stampede',
    system: shelf,
    report: 'web was almost down for a quarter of an hour, came back on its own',
    components: ['service/redis', 'service/web', 'service/shelf-pg'],
    causes: ['cache_stampede', 'bad_config_change'],
    onset: 50,
    until: 30,
    what: 'The cache was flushed at noon; all pages asked PostgreSQL for the same rows at once, until it was warm again.',
    quote: 'redis_db_keys',
    elsewhere: true,
    effects: {
      web: {
        slow: 11,
        errors: 0.16,
        code: 503,
        said: [
          'Internal Server Error: /web\ndjango.db.utils.OperationalError: canceling statement due to statement timeout',
        ],
      },
      api: { slow: 6, errors: 0.04 },
    },
    metrics: (m, s) => {
      const grown = (at: number): number =>
        at < s.onset ? 912_000 : Math.min(905_000, ((at - s.onset) / (s.until - s.onset)) * 880_000);
      m.set('redis_db_keys', {}, s.whole(grown));
      const [l] = m.labelsOf('redis_up', {});
      for (const name of ['redis_keyspace_hits_total', 'redis_keyspace_misses_total']) m.drop(name);
      m.counter('redis_keyspace_hits_total', l!, s.stage(820, 190));
      m.counter('redis_keyspace_misses_total', l!, s.stage(34, 1460));
      m.set('pg_stat_activity_count', { state: 'active' }, s.whole(s.stage(9, 141, 0.05)));
    },
    logs: [
      {
        in: 'shelf-pg',
        every: 4,
        level: 'info',
        say: 'app@app||duration: {ms}.410 ms  execute <unnamed>: SELECT "books_genre".* FROM "books_genre" ORDER BY "books_genre"."rank"',
      },
    ],
    changes: [
      {
        before: 0.5,
        kind: 'config',
        service: 'redis',
        summary: 'Runbook: redis-cli FLUSHALL after the import of prices',
        files: ['runbooks/import.md'],
      },
    ],
  },
  {
    key: 'worker-killed',
    system: shelf,
    report: '',
    components: ['service/worker'],
    causes: ['oom_killed', 'memory_leak'],
    what: 'The workers take more memory than they may while they resize pictures, and are killed.',
    quote: 'OOMKilled',
    effects: { worker: { memory: 0.985, ramp: true } },
    cluster: (c) => c.crashing(c.podsOf('worker'), 137, 6, 'OOMKilled', undefined, true),
    logs: [
      {
        in: 'worker',
        every: 160,
        level: 'fatal',
        say: "Process 'ForkPoolWorker-3' pid:{id} exited with 'signal 9 (SIGKILL)'",
      },
      {
        in: 'worker',
        every: 160,
        say: "Task handler raised error: WorkerLostError('Worker exited prematurely: signal 9 (SIGKILL) Job: {id}.')",
      },
    ],
  },
  {
    key: 'quotes-pull',
    system: shelf,
    report: '',
    components: ['service/quotes'],
    causes: ['image_pull_rate_limited'],
    what: 'After a drain the pods of quotes start anew, and the registry gives out no more images to this address.',
    quote: 'toomanyrequests: You have reached your unauthenticated pull rate limit',
    effects: { quotes: { down: true } },
    cluster: (c) => {
      const pods = c.podsOf('quotes');
      for (const pod of pods) pod.spec.containers[0].image = 'docker.io/shelfbooks/quotes:2.2.0';
      c.deployment('quotes').spec.template.spec.containers[0].image = 'docker.io/shelfbooks/quotes:2.2.0';
      const text =
        'failed to pull and unpack image "docker.io/shelfbooks/quotes:2.2.0": failed to copy: httpReadSeeker: failed open: unexpected status code https://registry-1.docker.io/v2/shelfbooks/quotes/manifests/sha256:0c41: 429 Too Many Requests - Server message: toomanyrequests: You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit';
      c.waiting(
        pods,
        'ImagePullBackOff',
        `Back-off pulling image "docker.io/shelfbooks/quotes:2.2.0": ErrImagePull: ${text}`,
      );
      for (const pod of pods)
        c.event(pod, 'Failed', `Failed to pull image "docker.io/shelfbooks/quotes:2.2.0": ${text}`, { count: 5 });
    },
  },
];
