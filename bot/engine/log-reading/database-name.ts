import { METRIC_KNOWLEDGE } from '../../../schemas/generated/metric-knowledge.ts';
import type { Cluster } from '../cluster/cluster.ts';

/** Engines by the words that names and images have for them, as the tables of error texts call them. */
const ENGINES: readonly (readonly [string, RegExp])[] = [
  ['postgresql', /postgres|pgsql|pgbouncer|timescale|(?:^|[-_/])pg(?:[-_0-9]|$)/i],
  ['mysql', /mysql|maria|percona|galera/i],
  ['redis', /redis|valkey|keydb|dragonfly/i],
  ['mongodb', /mongo/i],
  ['kafka', /kafka|redpanda/i],
  ['rabbitmq', /rabbit/i],
  ['elasticsearch', /elastic|opensearch/i],
  ['etcd', /etcd/i],
  ['clickhouse', /clickhouse/i],
  ['cassandra', /cassandra|scylla/i],
  ['cockroachdb', /cockroach/i],
  ['pulsar', /pulsar/i],
  ['bookkeeper', /bookkeeper|bookie/i],
  ['nats', /\bnats\b/i],
  ['minio', /minio/i],
  // Oracle's own short name for itself (`ORA-00001`, `oradim`, `oratab`) is how its databases are called: `ora-erp`, `oradb1`.
  ['oracle', /oracle|(?:^|[-_/.])ora(?:db)?(?:[-_.]|\d|$)/i],
  // Hosts of Windows are called after what runs on them: `sqlprd02`, `sql01`.
  ['sqlserver', /mssql|sqlserver|(?:^|[-_/])sql(?:prd|prod|stg|test?|tst|dev|uat|srv|node|vm)?-?\d/i],
];
/** Names of databases, as the metrics know them, and what the names of images hold beside. */
const DATABASE = new RegExp(METRIC_KNOWLEDGE.databaseNames, 'i');
const KEEPS_DATA =
  /postgres|pgsql|pgbouncer|mysql|maria|percona|galera|mongo|redis|valkey|keydb|dragonfly|memcache|cassandra|scylla|cockroach|clickhouse|elastic|opensearch|etcd|mssql|sqlite|database|aurora|dynamo|kafka|redpanda|rabbit|activemq|artemis|pulsar|\bnats\b|zookeeper|bookkeeper|bookie|minio/i;

/** True for a name or image of something that keeps data or messages. */
function looksLikeDatabase(name: string): boolean {
  return DATABASE.test(name) || KEEPS_DATA.test(name);
}

/** The engine that a text speaks of: a driver's package, a setting's name, an image; undefined for none. */
export function engineNamedIn(text: string): string | undefined {
  return ENGINES.find(([, words]) => words.test(text))?.[0];
}

/** The engine of a database or broker by its name or its containers' images; undefined where they do not tell. */
export function engineOf(name: string, cluster: Cluster): string | undefined {
  const images = cluster.workloadsByService(name).flatMap(({ spec }) => spec.containers.map(({ image }) => image));
  return ENGINES.find(([, words]) => [name, ...images].some((one) => words.test(one)))?.[0];
}

/** True for a service that keeps data or messages, by its name or its containers' images. */
export function isDatabase(name: string, cluster: Cluster): boolean {
  if (looksLikeDatabase(name)) return true;
  return cluster
    .workloadsByService(name)
    .some(({ spec }) => spec.containers.some(({ image }) => looksLikeDatabase(image)));
}
