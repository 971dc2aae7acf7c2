import { METRIC_KNOWLEDGE } from '../../../schemas/generated/metric-knowledge.ts';
import { ENGINE_PORTS } from '../knowledge/ports.ts';
import { engineNamedIn } from '../log-reading/database-name.ts';
import type { KnownNames } from './known.ts';

const COLLECTORS = new RegExp(METRIC_KNOWLEDGE.entity.collectors, 'i');
/** How exporters' manuals call the job of a database: by its engine and nothing else. */
const ENGINE_ALONE =
  /^(?:postgres(?:ql)?|pgsql|pg|mysqld?|mariadb|redis|valkey|mongo(?:d|db)?|rabbitmq|elasticsearch|opensearch|clickhouse|cassandra|oracle(?:db)?)(?:[-_]?(?:server|exporter))?$/i;
/**
 * Endpoints that a cloud gives to a managed store, whose first part is the store's own name: RDS and Aurora
 * (`orders.c1x2.eu-west-3.rds.amazonaws.com`), ElastiCache, DocumentDB, Azure's databases and caches.
 */
const MANAGED =
  /^([\w-]+)\.[\w.-]*(?:\.(?:rds|cache|docdb|redshift)\.amazonaws\.com|\b(?:database\.azure\.com|database\.windows\.net|cache\.windows\.net))$/;

/** The part that a copy of a database plays, as it is called in the names of services and jobs. */
export const COPY_PART = '(?:(?:read-?)?replica|standby|secondary|follower|reader|slave)';

/**
 * What exporters of one program call all that they measure, and how such programs are called: mysqld_exporter,
 * postgres_exporter, redis_exporter, memcached_exporter, mongodb_exporter, php-fpm_exporter, rabbitmq's own plugin,
 * oracledb_exporter, nginx's, nginxlog_exporter, apache_exporter, prometheus_varnish_exporter, elasticsearch_exporter, and
 * those of Postfix, Dovecot, OpenLDAP and Unbound, prometheus-mssql-exporter and sql_exporter's collectors for SQL Server.
 */
const MEASURED_BY: readonly (readonly [RegExp, RegExp])[] = [
  [/^pg_/, /postgres|pgsql|timescale|^pg(?:[-_]|$)/i],
  [/^mysql_/, /mysql|maria|percona/i],
  [/^redis_/, /redis|valkey|keydb/i],
  [/^memcached_/, /memcache/i],
  [/^mongodb_/, /mongo/i],
  [/^rabbitmq_/, /rabbit/i],
  [/^phpfpm_/, /php-?fpm/i],
  [/^mssql_/, /mssql|sql-?server/i],
  [/^elasticsearch_/, /elastic|opensearch/i],
  [/^oracledb_/, /oracle|(?:^|[-_.])ora(?:db)?(?:[-_.]|\d|$)/i],
  [/^nginx(?:log|_vts|_http|_connections)?_(?!ingress)/, /^nginx/i],
  [/^apache_/, /apache|httpd/i],
  [/^varnish_/, /varnish/i],
  [/^postfix_/, /postfix/i],
  [/^dovecot_/, /dovecot/i],
  [/^openldap_/, /openldap|slapd/i],
  [/^unbound_/, /unbound/i],
  // A backend of HAProxy is whom it calls; a frontend is HAProxy itself, by where it listens.
  [/^haproxy_(?:frontend|process)_/, /haproxy/i],
];

/**
 * The service that was scraped under a job of which nobody has heard: a job has whatever name its configuration gives it,
 * an instance is a target. That is the pod at the instance; else the service of the host's name; else the server or the copy,
 * where the host tells which of the two it is; else, for a job that only names an engine, the one known service of that engine that is no copy of another, or the one that is probed at the same
 * host where such an engine takes its clients; else the managed store whose endpoint it is; else the one known service of
 * the program that the metric's exporter measures, whatever machine it runs on; else that whose module it is.
 */
export function scrapedService(
  job: string,
  instance: string | undefined,
  known: KnownNames,
  metric = '',
): string | undefined {
  const address = instance?.replace(/^\w+:\/\//, '').replace(/[:/].*$/, '') ?? '';
  const host = address.split('.')[0]!;
  const ofPod = known.pods?.get(host);
  if (ofPod !== undefined) return ofPod;
  // A machine's journal lies under its name too; whoever is called by it is more than the machine.
  const isOwn = known.services.has(host) && (!known.nodes.has(host) || known.called?.has(host) === true);
  if (isOwn && !COLLECTORS.test(host)) return host;
  return (
    ofItsPart(address, metric, known) ??
    onlyOfEngine(job, known) ??
    listeningThere(job, address, known) ??
    MANAGED.exec(address)?.[1] ??
    servedUnder(job, metric, known)
  );
}

/**
 * The known service that requests counted under a name which nobody knows are of: by the program that counts them so, else by
 * the program whose module the name is; undefined where the name is known.
 */
export function servedUnder(name: string, metric: string, known: KnownNames): string | undefined {
  if (known.services.has(name)) return undefined;
  return onlyMeasured(metric, known) ?? programOf(name, metric, known.services);
}

/**
 * The known service that a job is called after where the job is one part of its program, which measures under that name:
 * `nginx` of the job `nginx-vts`, whose metrics begin with `nginx_vts_` (nginx-module-vts).
 */
function programOf(job: string, metric: string, services: ReadonlySet<string>): string | undefined {
  if (!metric.startsWith(`${job.replaceAll('-', '_')}_`)) return undefined;
  const program = /^([a-z\d]+)[-_]/i.exec(job)?.[1];
  return program !== undefined && services.has(program) ? program : undefined;
}

function onlyMeasured(metric: string, known: KnownNames): string | undefined {
  const [one, other] = measuredAs(metric, known);
  return other === undefined ? one : undefined;
}

/** The known services of the program whose exporter makes a metric. */
function measuredAs(metric: string, { services, nodes }: KnownNames): readonly string[] {
  const called = MEASURED_BY.find(([names]) => names.test(metric))?.[1];
  if (called === undefined) return [];
  return [...services].filter((name) => !COLLECTORS.test(name) && !nodes.has(name) && called.test(name));
}

/**
 * Of a server and its copy that are known by name, the one whose part the program at a host plays: a copy tells of its
 * replication, and where one does, whoever does not is the server.
 */
function ofItsPart(host: string, metric: string, known: KnownNames): string | undefined {
  const hosts = [...(known.copies ?? [])].filter(([, program]) => metric.startsWith(program));
  if (hosts.length === 0) return undefined;
  const isCopy = hosts.some(([copy]) => copy === host);
  const [one, other] = measuredAs(metric, known).filter((name) => COPY.test(name) === isCopy);
  return other === undefined ? one : undefined;
}

/**
 * What exporters write of copies alone: mysqld_exporter the rows of `SHOW REPLICA STATUS`, postgres_exporter those of
 * `pg_stat_wal_receiver`, which a primary has none of; redis_exporter the link to the master, which a master does not report.
 */
const OF_COPIES =
  /^(?:(mysql_)(?:slave|replica)_status_|(pg_)stat_wal_receiver_|(redis_)master_(?:link_up|last_io|sync))/;

/** What a program's metrics begin with, for one that only a copy of a server has; undefined for any other. */
export function programOfCopy(metric: string): string | undefined {
  return OF_COPIES.exec(metric)
    ?.slice(1)
    .find((program) => program !== undefined);
}

function onlyOfEngine(job: string, { services }: KnownNames): string | undefined {
  if (!ENGINE_ALONE.test(job)) return undefined;
  const engine = engineNamedIn(job);
  const all = [...services].filter((name) => !COLLECTORS.test(name) && engineNamedIn(name) === engine);
  // A server and its copies: the one that is not called after the part of a copy is meant.
  const servers = all.length > 1 ? all.filter((name) => !COPY.test(name)) : all;
  return servers.length === 1 ? servers[0] : undefined;
}

/** The known service that is scraped as well where an engine at that host takes its clients: the engine is what it is called here. */
function listeningThere(job: string, address: string, { listening, services }: KnownNames): string | undefined {
  const engine = ENGINE_ALONE.test(job) ? engineNamedIn(job) : undefined;
  const ports = (engine === undefined ? undefined : ENGINE_PORTS.get(engine)) ?? [];
  return ports
    .map((port) => listening?.get(`${address}:${port}`))
    .find((name) => name !== undefined && services.has(name));
}

const COPY = new RegExp(`[-_.](?:${COPY_PART}|ro)s?(?:-?\\d+)?$`, 'i');
