/** Ports as IANA's registry assigns them. */
export const PORTS = Object.freeze({ dns: 53, http: 80, https: 443 });

/** Ports that an address means which names only its scheme: what each server listens on by default. */
export const SCHEME_PORTS: ReadonlyMap<string, number> = new Map(
  Object.entries<number>({
    http: PORTS.http,
    https: PORTS.https,
    redis: 6379,
    amqp: 5672,
    postgres: 5432,
    postgresql: 5432,
    mysql: 3306,
    mariadb: 3306,
    mongodb: 27_017,
  }),
);

/** Ports on which databases and brokers take their clients by default, by their manuals, under the words of `engineNamedIn`. */
export const ENGINE_PORTS: ReadonlyMap<string, readonly number[]> = new Map(
  Object.entries<readonly number[]>({
    postgresql: [5432],
    mysql: [3306],
    redis: [6379],
    mongodb: [27_017],
    kafka: [9092],
    rabbitmq: [5672, 5671],
    elasticsearch: [9200],
    clickhouse: [9000, 8123],
    cassandra: [9042],
    oracle: [1521],
    sqlserver: [1433],
  }),
);

/** First and last port that Istio's proxy listens on, and Linkerd's, by their documentation. */
export const ISTIO_PORTS = Object.freeze({ first: 15_000, last: 15_090 });
export const LINKERD_PORTS: readonly number[] = [4140, 4143, 4190, 4191];

/** The ports of HTTP: what is called at another one by its address is a store or the like. */
export const HTTP_PORTS: ReadonlySet<number> = new Set([PORTS.http, PORTS.https]);
