import { describe, expect, test } from '@jest/globals';
import { behindProxy, entityOf } from '../../../../bot/engine/metric-reading/entity.ts';
import type { KnownNames } from '../../../../bot/engine/metric-reading/known.ts';
import { withoutPodSuffix } from '../../../../bot/engine/metric-reading/pod-name.ts';

const known = { services: new Set(['web', 'orders-db', 'api::gateway stage']), nodes: new Set(['worker-1']) };
const entity = (labels: Record<string, string>, name = 'latency_seconds') => entityOf(labels, name, known);

describe('the component a series is about', () => {
  test.each<[Record<string, string>, string]>([
    [{ service: 'api::gateway stage' }, 'service/api::gateway stage'],
    [{ 'service.name': 'web' }, 'service/web'],
    [{ pod: 'web-7f9c5d8b6d-x2x9z', namespace: 'shop' }, 'service/web'],
    [{ pod: 'orders-db-0' }, 'service/orders-db'],
    [{ app: 'web', pod: 'web-7f9c5d8b6d-x2x9z' }, 'service/web'],
    [{ DBInstanceIdentifier: 'orders-db' }, 'service/orders-db'],
    [{ dbinstance_identifier: 'orders-db' }, 'service/orders-db'],
    [{ dimension_DBInstanceIdentifier: 'orders-db-1', tag_Name: 'x' }, 'service/orders-db'],
    [{ load_balancer: 'app/edge-alb/50dc6c495c0c9188' }, 'service/edge-alb'],
    [
      {
        dimension_LoadBalancer: 'app/edge-alb/50dc6c495c0c9188',
        dimension_TargetGroup: 'targetgroup/web/6d0ecf831eec9f09',
      },
      'service/web',
    ],
    [
      { load_balancer: 'app/edge-alb/50dc6c495c0c9188', target_group: 'targetgroup/k8s-1f2e/6d0ecf831eec9f09' },
      'service/edge-alb',
    ],
    // Whoever relabels keeps the name alone.
    [{ load_balancer: 'edge-alb', TargetGroup: 'web-tg' }, 'service/web'],
    [{ instance: 'ledger-db-replica:9187', job: 'ledger-db' }, 'service/ledger-db-replica'],
    [{ instance: 'ledger-db-exporter:9187', job: 'ledger-db' }, 'service/ledger-db'],
    [{ instance: 'orders-db.shop.svc:9187', job: 'postgres-exporter' }, 'service/orders-db'],
    [{ container_id: '/k8s/shop/web-7f9c5d8b6d-x2x9z/web', node: 'worker-1', job: 'agent' }, 'service/web'],
    [{ container_id: '/docker/web', machine: 'worker-1', job: 'agent' }, 'service/web'],
    [{ container_id: '/docker/shop-web-1', machine: 'worker-1' }, 'service/web'],
    [{ container_id: '/swarm/shop/web/2', node: 'worker-1' }, 'service/web'],
    [{ container_id: '/nomad/default/shop/front/7d1a-22/web', node: 'worker-1' }, 'service/web'],
    [{ container_id: '/system.slice/web.service', node: 'worker-1' }, 'service/web'],
    // A runtime's own id names nobody.
    [{ container_id: '3f4e5a', node: 'worker-1' }, 'node/worker-1'],
    [{ job: 'telegraf', instance: '10.0.3.8:9273', host: 'worker-1', path: '/var' }, 'node/worker-1'],
    [{ job: 'telegraf', instance: '10.0.3.8:9273', host: 'worker-1', pod_name: 'web-7f9c5d8b6d-x2x9z' }, 'service/web'],
    [{ job: 'web', instance: '10.0.3.8:9273', host: 'worker-1' }, 'service/web'],
    // OpenTelemetry's `faas.name`, and the label by which Nuclio and Kubeless tell functions; elsewhere it is one of a code's.
    [{ faas_name: 'resize', job: 'otel-collector' }, 'service/resize'],
    [{ function: 'resize', method: 'GET' }, 'service/resize'],
    [{ function: 'create_user', job: 'web' }, 'service/web'],
    [{ ecs_service: 'web', instance: 'web/2798c462d3262b1e' }, 'service/web'],
    [{ 'aws.ecs.task.family': 'web', job: 'otel-collector' }, 'service/web'],
    [{ service: 'worker-1' }, 'node/worker-1'],
    [{ node: 'worker-9' }, 'node/worker-9'],
  ])('%j is %s', (labels, component) => {
    expect(entity(labels)).toBe(component);
  });

  test('an exporter that speaks for many servers says for which', () => {
    expect(entity({ server: 'orders-db:5432', datname: 'x' }, 'pg_stat_database_deadlocks')).toBe('service/orders-db');
    expect(entity({ addr: 'redis://web.shop.svc:6379' }, 'redis_connected_clients')).toBe('service/web');
    expect(entity({ instance: 'web:9182', job: 'windows' }, 'windows_mssql_locks_deadlocks')).toBe('service/web');
    expect(entity({ instance: 'web:9182', job: 'windows' }, 'windows_cpu_time_total')).toBe('node/web');
    expect(entity({ server: 's1', proxy: 'x' }, 'haproxy_server_up')).toBeUndefined();
    expect(entity({ server: 'localhost:5432', instance: 'orders-db:9187' }, 'pg_up')).toBe('service/orders-db');
  });

  test('a resource within another is of the one that is known', () => {
    expect(entity({ resourceName: 'orders-db/orders' })).toBe('service/orders-db');
    expect(entity({ resourceName: 'stock-db/stock' })).toBe('service/stock-db/stock');
  });

  test('the job of an engine is its server where all else of that engine is a copy', () => {
    const of = (...services: string[]) =>
      entityOf({ job: 'postgres', instance: 'db1:9187' }, 'pg_up', { services: new Set(services), nodes: new Set() });
    expect(of('postgresql', 'postgresql-replica')).toBe('service/postgresql');
    expect(of('orders-postgresql', 'stock-postgresql')).toBe('service/postgres');
  });

  test('the job of an engine is the service that is probed where such an engine takes its clients', () => {
    const listening = new Map([
      ['mq1:5672', 'mail-hub'],
      ['mq1:8080', 'mail-desk'],
    ]);
    const services = new Set(['mail-hub', 'mail-desk']);
    const of = (instance: string) =>
      entityOf({ job: 'rabbitmq', instance, queue_type: 'x' }, 'rabbitmq_queue_messages_ready', {
        services,
        nodes: new Set(['mq1', 'mq2']),
        listening,
      });
    expect(of('mq1:15692')).toBe('service/mail-hub');
    expect(of('mq2:15692')).toBe('service/rabbitmq');
  });

  test("Contour's name of a cluster of Envoy holds the Service", () => {
    expect(behindProxy('shop_web_8080', 'envoy_cluster_upstream_rq_xx', known)).toBe('web');
    expect(behindProxy('shop_web', 'envoy_cluster_upstream_rq_xx', known)).toBe('shop_web');
    expect(behindProxy('shop_web_8080', 'haproxy_backend_http_responses_total', known)).toBe('shop_web_8080');
  });

  test('a worker of Celery is the host that it is called after, where that is known', () => {
    const of = (hostname: string) => entity({ hostname, queue_name: 'mail' }, 'celery_task_failed_total');
    expect([of('celery@web'), of('celery@web-7f9c5d8b6d-x2x9z')]).toEqual(['service/web', 'service/web']);
    expect(of('celery@4ac1d0')).toBe('service/mail');
  });

  test('a static pod of the control plane is called after its node', () => {
    const pod = 'etcd-worker-1';
    expect(entity({ pod, namespace: 'kube-system' }, 'etcd_server_has_leader')).toBe('service/etcd');
    expect(entity({ pod, namespace: 'shop' }, 'etcd_server_has_leader')).not.toBe('service/etcd');
  });

  test('what node exporters report is about the node, not about the exporter', () => {
    expect(entity({ service: 'node-exporter', instance: 'worker-1:9100' }, 'node_cpu_utilization_ratio')).toBe(
      'node/worker-1',
    );
  });

  test.each(['node-api', 'nodejs-web', 'opentelemetry-demo-cart', 'oteller', 'kubist'])(
    'an application whose name begins like a collector is itself: %s',
    (name) => expect(entity({ service: name, job: 'kubernetes-pods' })).toBe(`service/${name}`),
  );

  test.each(['node-exporter', 'otel-collector', 'opentelemetry-collector-agent', 'kubernetes-pods', 'kubelet', 'node'])(
    'a collector is not what its series are about: %s',
    (name) => expect(entity({ service: name, job: name, container: 'web' })).toBe('service/web'),
  );

  test('a word that is a collector’s name is an application’s where its service is known, but not where it was scraped', () => {
    const words = { services: new Set(['node', 'pod', 'prometheus', 'web']), nodes: new Set<string>() };
    for (const name of ['node', 'pod', 'prometheus']) {
      expect(entityOf({ service: name, container: 'web' }, 'latency_seconds', words)).toBe(`service/${name}`);
      expect(entityOf({ job: name }, 'latency_seconds', words)).toBeUndefined();
    }
  });

  test.each<[Record<string, string>, string, string]>([
    [{ job: 'quay/hoist' }, 'latency_seconds', 'service/hoist'],
    [{ job: 'integrations/hoist' }, 'latency_seconds', 'service/hoist'],
    [{ job: 'aws_sqs', instance: '', queue_name: 'crates' }, 'aws_sqs_sent', 'service/crates'],
    [{ job: 'aws_rds', instance: '', db_cluster_identifier: 'ledger' }, 'aws_rds_cpu', 'service/ledger'],
    [{ job: 'aws_ecs', cluster_name: 'quay', service_name: 'hoist' }, 'aws_ecs_cpu', 'service/hoist'],
    [{ service: 'hoist@docker' }, 'traefik_service_open_connections', 'service/hoist'],
    [{ exported_service: 'quay-web-8080@kubernetes' }, 'traefik_service_open_connections', 'service/web'],
    [{ service: 'hoist@night' }, 'latency_seconds', 'service/hoist@night'],
    [{ service: 'quay/hoist' }, 'latency_seconds', 'service/quay/hoist'],
  ])('where the namespace, the provider or the exporter stands beside the name: %j', (labels, name, component) => {
    expect(entity(labels, name)).toBe(component);
  });

  test('what read CloudWatch is not what its series are about', () => {
    expect(entity({ job: 'aws_sqs', instance: '' }, 'aws_sqs_sent')).toBeUndefined();
    expect(entity({ job: 'integrations/node_exporter' })).toBeUndefined();
  });

  test('a job named like nobody gives way to the pod that was scraped', () => {
    const pods = { ...known, pods: new Map([['lane-0', 'lane']]) };
    const of = (labels: Record<string, string>) => entityOf(labels, 'rabbitmq_connections', pods);
    expect(of({ job: 'rabbitmq', instance: 'lane-0:15692' })).toBe('service/lane');
    expect(of({ job: 'rabbitmq', instance: 'elsewhere-0:15692' })).toBe('service/rabbitmq');
    expect(of({ job: 'web', instance: 'lane-0:15692' })).toBe('service/web');
  });

  test('no label, no component', () => {
    expect(entity({})).toBeUndefined();
    expect(entity({ le: '0.5' })).toBeUndefined();
  });
});

test('a pod gives its workload', () => {
  expect(withoutPodSuffix('checkout-6b8f7d9c4-abcde')).toBe('checkout');
  expect(withoutPodSuffix('checkout-ltvbcgs25-m98bp')).toBe('checkout');
  expect(withoutPodSuffix('checkout-batch-printer')).toBe('checkout-batch-printer');
  expect(withoutPodSuffix('queue-12')).toBe('queue');
  expect(withoutPodSuffix('agent-x2x9z')).toBe('agent');
  expect(withoutPodSuffix('plain')).toBe('plain');
});

describe('what was scraped under a job of which nobody has heard', () => {
  const hosts = {
    services: new Set(['till', 'till-store-a', 'mariadb-main', 'depot-1']),
    nodes: new Set(['till-store-a', 'depot-1']),
    called: new Set(['till', 'till-store-a']),
  };
  test.each<[Record<string, string>, string]>([
    // The host is what others call.
    [{ job: 'databases', instance: 'till-store-a:9187' }, 'service/till-store-a'],
    // A journal that lies under a machine's name makes no service of it.
    [{ job: 'tomcats', instance: 'depot-1:9404' }, 'service/tomcats'],
    // A job that names an engine alone is the one store of that engine.
    [{ job: 'mysqld', instance: '10.0.0.7:9104' }, 'service/mariadb-main'],
    [{ job: 'redis', instance: '10.0.0.7:9121' }, 'service/redis'],
    [{ job: 'stores', instance: 'ledger.c1x2.eu-west-3.rds.amazonaws.com:3306' }, 'service/ledger'],
    [{ job: 'stores', instance: 'ledger.example.org:3306' }, 'service/stores'],
    // A pool is part of a program, unless a service is called so.
    [{ pool: 'www', instance: 'till-web-2' }, 'service/till'],
    [{ pool: 'HikariPool-1', job: 'till' }, 'service/till'],
    [{ pool: 'www', instance: 'till-cache-2' }, 'service/till-cache'],
    [{ pool: 'www' }, 'service/www'],
  ])('%j is %s', (labels, component) => {
    expect(entityOf(labels, 'busy_workers', hosts)).toBe(component);
  });

  test('a job that names an engine of which two stores are known is itself', () => {
    const two = { services: new Set(['mysql-a', 'mysql-b']), nodes: new Set<string>() };
    expect(entityOf({ job: 'mysql', instance: '10.0.0.7:9104' }, 'busy_workers', two)).toBe('service/mysql');
  });
});

describe('what only its exporter names, on a machine that is called otherwise', () => {
  const one = { services: new Set(['till', 'mariadb', 'php-fpm']), nodes: new Set(['box7']) };
  const of = (name: string, known = one) => entityOf({ instance: 'box7:9104', pool: 'www' }, name, known);

  test('is the one program of that kind that is known', () => {
    expect(of('mysql_global_status_threads_running')).toBe('service/mariadb');
    expect(of('phpfpm_active_processes')).toBe('service/php-fpm');
  });

  test('is the machine where there are two, none, or no exporter of one program', () => {
    const two = { ...one, services: new Set(['mariadb', 'mysql-2']) };
    expect(of('mysql_global_status_threads_running', two)).toBe('node/box7');
    expect(of('redis_evicted_keys_total')).toBe('node/box7');
    expect(of('latency_seconds')).toBe('node/box7');
  });
});

describe('a server and its copy that are known, on machines that are called otherwise', () => {
  const named = {
    services: new Set(['ledger-mysql', 'ledger-mysql-replica', 'till']),
    nodes: new Set(['box1', 'box2']),
  };
  const copies = new Map([['box2', 'mysql_']]);
  const of = (labels: Record<string, string>, known: KnownNames = { ...named, copies }) =>
    entityOf(labels, 'mysql_global_status_threads_running', known);

  test('are told apart by which host tells of its replication', () => {
    expect(of({ instance: 'box1:9104' })).toBe('service/ledger-mysql');
    expect(of({ instance: 'box2:9104' })).toBe('service/ledger-mysql-replica');
    expect(of({ instance: 'box2:9104', job: 'mysql' })).toBe('service/ledger-mysql-replica');
  });

  test('are not where none does, the copy is another program’s, or two copies are known', () => {
    expect(of({ instance: 'box2:9104' }, named)).toBe('node/box2');
    expect(of({ instance: 'box2:9104' }, { ...named, copies: new Map([['box2', 'pg_']]) })).toBe('node/box2');
    const more = { ...named, services: new Set([...named.services, 'ledger-mysql-standby']), copies };
    expect(of({ instance: 'box2:9104' }, more)).toBe('node/box2');
  });
});

test('a mail server’s exporter measures the one that is known, not its machine', () => {
  const mail = { services: new Set(['postfix', 'till']), nodes: new Set(['box1']) };
  expect(entityOf({ instance: 'box1:9154', queue: 'deferred' }, 'postfix_showq_queue_depth', mail)).toBe(
    'service/postfix',
  );
});

test('SQL Server and Elasticsearch are what their exporters measure', () => {
  const known = { services: new Set(['sqlserver', 'search-elastic', 'till']), nodes: new Set(['WIN-DB7']) };
  expect(entityOf({ instance: 'WIN-DB7:4000' }, 'mssql_deadlocks', known)).toBe('service/sqlserver');
  expect(entityOf({ instance: 'WIN-DB7:9114' }, 'elasticsearch_jvm_memory_used_bytes', known)).toBe(
    'service/search-elastic',
  );
  expect(entityOf({ instance: 'WIN-DB7:9182' }, 'windows_cpu_time_total', known)).toBe('node/WIN-DB7');
});

test('a figure of Azure is of the resource that it names, one of Kubernetes is not', () => {
  const azure = { services: new Set(['sql-till', 'till']), nodes: new Set<string>() };
  expect(entityOf({ resource: 'sql-till', job: 'azure' }, 'azure_sql_cpu_percent_average', azure)).toBe(
    'service/sql-till',
  );
  const limit = { resource: 'cpu', pod: 'till-0', namespace: 'shop' };
  expect(entityOf(limit, 'kube_pod_container_resource_limits', azure)).toBe('service/till');
});

test('the queues that every Postfix has are parts of it', () => {
  expect(entity({ queue: 'deferred', job: 'web' })).toBe('service/web');
  expect(entity({ queue: 'deferred', instance: 'worker-1:9154' })).toBe('node/worker-1');
  expect(entity({ queue: 'letters', job: 'web' })).toBe('service/letters');
});

test('what an exporter of Oracle tells of a resource is of the instance that it measures', () => {
  const oracle = { services: new Set(['TILLPRD', 'till']), nodes: new Set<string>() };
  const labels = { job: 'oracledb', instance: 'TILLPRD', resource_name: 'processes' };
  expect(entityOf(labels, 'oracledb_resource_current_utilization', oracle)).toBe('service/TILLPRD');
  expect(entityOf({ resource_name: 'till' }, 'azure_requests', oracle)).toBe('service/till');
});

test('a job that is called after a part of its program is that program, if one is known', () => {
  const proxied = { services: new Set(['nginx', 'hoist']), nodes: new Set<string>() };
  const labels = { job: 'nginx-vts', instance: 'edge2:9913' };
  expect(entityOf(labels, 'nginx_vts_server_requests_total', proxied)).toBe('service/nginx');
  expect(entityOf(labels, 'nginx_vts_server_requests_total', known)).toBe('service/nginx-vts');
  expect(entityOf({ job: 'hoist-api' }, 'http_requests_total', proxied)).toBe('service/hoist-api');
});

test('a gauge of Artemis is of the broker that it names', () => {
  expect(entity({ broker: 'orders-mq', job: 'amq' }, 'artemis_disk_store_usage')).toBe('service/orders-mq');
});

test('a container that no cluster runs is the service that Docker or Compose calls it after', () => {
  const cpu = (labels: Record<string, string>) =>
    entity(
      { instance: 'worker-1:8080', job: 'cadvisor', image: 'shop/web:3', ...labels },
      'container_cpu_usage_seconds_total',
    );
  expect(cpu({ name: 'web' })).toBe('service/web');
  expect(cpu({ name: 'shop-web-1' })).toBe('service/web');
  expect(cpu({ name: 'encoder_2' })).toBe('service/encoder');
  expect(cpu({ name: 'shop_w_1', container_label_com_docker_compose_service: 'web' })).toBe('service/web');
  // A pod's container is called `k8s_…` by Docker, and has better names; the machine's own control group has no image.
  expect(cpu({ name: 'k8s_main_web', pod: 'orders-db-0', namespace: 'shop' })).toBe('service/orders-db');
  expect(entity({ instance: 'worker-1:8080', name: 'web' }, 'container_cpu_usage_seconds_total')).toBe('node/worker-1');
});

test('what an exporter of Oracle measures is the one known database that is called as Oracle calls its own', () => {
  const measured = (...services: readonly string[]) =>
    entityOf({ job: 'oracledb', instance: 'host7:9161' }, 'oracledb_up', {
      services: new Set(services),
      nodes: new Set(),
    });
  expect(measured('ora-erp', 'erp-web')).toBe('service/ora-erp');
  expect(measured('erp.oradb1', 'erp-web')).toBe('service/erp.oradb1');
  expect(measured('ora-erp', 'ora-crm')).toBe('service/oracledb');
  expect(measured('aurora', 'orange', 'flora-web', 'oracular')).toBe('service/oracledb');
});

test('a figure of which only the machine is told is of the program that its name begins with, if one is known', () => {
  const names = { services: new Set(['mail-scan', 'http']), nodes: new Set(['host-1']) };
  const about = (name: string) => entityOf({ instance: 'host-1:11334' }, name, names);
  expect(about('mail_scan_time_average')).toBe('service/mail-scan');
  expect(about('http_requests_total')).toBe('node/host-1');
  expect(about('mailer_sent_total')).toBe('node/host-1');
});
