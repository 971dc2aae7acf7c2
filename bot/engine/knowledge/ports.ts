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

/** First and last port that Istio's proxy listens on, and Linkerd's, by their documentation. */
export const ISTIO_PORTS = Object.freeze({ first: 15_000, last: 15_090 });
export const LINKERD_PORTS: readonly number[] = [4140, 4143, 4190, 4191];

/** The ports of HTTP: what is called at another one by its address is a store or the like. */
export const HTTP_PORTS: ReadonlySet<number> = new Set([PORTS.http, PORTS.https]);
