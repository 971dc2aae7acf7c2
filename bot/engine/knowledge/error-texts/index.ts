import { BROKERS } from './brokers.ts';
import { CLOUD } from './cloud.ts';
import { CLOUD_BALANCERS } from './cloud-balancers.ts';
import { CLOUD_EVENTS } from './cloud-events.ts';
import { CONTAINER_RUNTIMES } from './container-runtimes.ts';
import { CONTROL_PLANE } from './control-plane.ts';
import { DB2 } from './db2.ts';
import { DNS } from './dns.ts';
import { DOTNET } from './dotnet.ts';
import { ECS } from './ecs.ts';
import { ELASTICSEARCH } from './elasticsearch.ts';
import { ENVOY } from './envoy.ts';
import { ERLANG } from './erlang.ts';
import type { ErrorText } from './error-text.ts';
import { ETCD } from './etcd.ts';
import { GO } from './go.ts';
import { JVM } from './jvm.ts';
import { KAFKA } from './kafka.ts';
import { KERNEL } from './kernel.ts';
import { LAMBDA } from './lambda.ts';
import { LDAP } from './ldap.ts';
import { MAIL } from './mail.ts';
import { MONGODB } from './mongodb.ts';
import { MQTT } from './mqtt.ts';
import { MYSQL } from './mysql.ts';
import { NATS } from './nats.ts';
import { NGINX } from './nginx.ts';
import { NODE_DAEMONS } from './node-daemons.ts';
import { NODE_JS } from './node-js.ts';
import { OBJECT_STORES } from './object-stores.ts';
import { COMMERCIAL_LOCKS, ORACLE } from './oracle.ts';
import { OTHER_DATABASES } from './other-databases.ts';
import { OWN_CODE } from './own-code.ts';
import { POSTGRESQL } from './postgresql.ts';
import { POSTGRESQL_SERVER } from './postgresql-server.ts';
import { PROXIES } from './proxies.ts';
import { PYTHON } from './python.ts';
import { RABBITMQ } from './rabbitmq.ts';
import { REDIS } from './redis.ts';
import { RPC } from './rpc.ts';
import { RUBY_PHP } from './ruby-php.ts';
import { SIZE_LIMITS } from './size-limits.ts';
import { SQLSERVER } from './sqlserver.ts';
import { SSH } from './ssh.ts';
import { STARTUP } from './startup.ts';
import { SYSTEMD } from './systemd.ts';
import { TLS } from './tls.ts';

/** The rows of one program or family of programs, with the engine that checks and remedies are for. */
const TABLES: readonly (readonly [readonly ErrorText[], string?])[] = [
  [ORACLE, 'oracle'],
  [DB2, 'db2'],
  [POSTGRESQL, 'postgresql'],
  [POSTGRESQL_SERVER, 'postgresql'],
  [MYSQL, 'mysql'],
  [REDIS, 'redis'],
  [MONGODB, 'mongodb'],
  [KAFKA, 'kafka'],
  [RABBITMQ, 'rabbitmq'],
  [NATS, 'nats'],
  [MQTT, 'mqtt'],
  [BROKERS],
  [ERLANG],
  [ELASTICSEARCH, 'elasticsearch'],
  [ETCD, 'etcd'],
  [LDAP, 'ldap'],
  [COMMERCIAL_LOCKS],
  [OTHER_DATABASES],
  [OBJECT_STORES],
  [SQLSERVER, 'sqlserver'],
  [SIZE_LIMITS],
  [NGINX, 'nginx'],
  [ENVOY, 'envoy'],
  [PROXIES],
  [LAMBDA],
  [JVM, 'jvm'],
  [GO, 'go'],
  [NODE_JS, 'node'],
  [PYTHON, 'python'],
  [DOTNET, 'dotnet'],
  [RUBY_PHP],
  [OWN_CODE],
  [KERNEL],
  [CONTAINER_RUNTIMES],
  [SYSTEMD],
  [NODE_DAEMONS],
  [CONTROL_PLANE],
  [CLOUD],
  [CLOUD_BALANCERS],
  [CLOUD_EVENTS],
  [ECS],
  [TLS],
  [DNS],
  [RPC],
  [MAIL],
  [SSH],
  [STARTUP],
];

/**
 * Every error text known, particular programs before texts that many print. Where one entry matches several rows, the
 * reader chooses; the order here settles what is left.
 */
export const ERROR_TEXTS: readonly ErrorText[] = TABLES.flatMap(([rows, engine]) =>
  engine === undefined ? rows : rows.map((row) => ({ engine, ...row })),
);
