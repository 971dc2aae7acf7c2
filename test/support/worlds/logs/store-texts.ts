import type { RandomSource } from '../../random-source.ts';
import type { Engine, Runtime } from '../part.ts';
import type { Peer, Problem, Text } from './client-texts.ts';

type Teller = (peer: Peer, runtime: Runtime, random: RandomSource) => string;

/** What clients of databases, caches and brokers say, by engine; the words come from the server or from the driver. */
const STORES: Partial<Record<Engine, Partial<Record<Problem, Teller>>>> = {
  postgresql: {
    refused: (p, r) =>
      byDriver(r, {
        jvm: `org.postgresql.util.PSQLException: Connection to ${p.host}:5432 refused. Check that the hostname and port are correct and that the postmaster is accepting TCP/IP connections.`,
        go: `failed to connect to \`user=app database=app\`: ${p.ip}:5432 (${p.host}): dial error: dial tcp ${p.ip}:5432: connect: connection refused`,
        node: `connect ECONNREFUSED ${p.ip}:5432`,
        python: `(psycopg2.OperationalError) connection to server at "${p.host}" (${p.ip}), port 5432 failed: Connection refused`,
      }),
    timeout: (p, r) =>
      byDriver(r, {
        jvm: 'org.postgresql.util.PSQLException: ERROR: canceling statement due to user request',
        go: `timeout: context deadline exceeded (${p.host})`,
        node: 'Query read timeout',
        python: '(psycopg2.errors.QueryCanceled) canceling statement due to statement timeout',
      }),
    failed: (_p, r) =>
      byDriver(r, {
        jvm: 'org.postgresql.util.PSQLException: An I/O error occurred while sending to the backend.',
        go: 'FATAL: terminating connection due to administrator command (SQLSTATE 57P01)',
        node: 'Connection terminated unexpectedly',
        python: '(psycopg2.OperationalError) server closed the connection unexpectedly',
      }),
    credentials: () => 'FATAL: password authentication failed for user "app"',
    connections: () => 'FATAL: remaining connection slots are reserved for roles with the SUPERUSER attribute',
    'read-only': () => 'ERROR: cannot execute INSERT in a read-only transaction',
    full: () => 'ERROR: could not extend file "base/16401/24786": No space left on device',
    lock: () => 'ERROR: canceling statement due to lock timeout',
    certificate: () => 'connection to server failed: SSL error: certificate verify failed (certificate has expired)',
    name: (p) => `could not translate host name "${p.host}" to address: Temporary failure in name resolution`,
  },
  mysql: {
    refused: (p, r) =>
      byDriver(r, {
        jvm: 'com.mysql.cj.jdbc.exceptions.CommunicationsException: Communications link failure',
        go: `dial tcp ${p.ip}:3306: connect: connection refused`,
        node: `connect ECONNREFUSED ${p.ip}:3306`,
        python: `(pymysql.err.OperationalError) (2003, "Can't connect to MySQL server on '${p.host}' ([Errno 111] Connection refused)")`,
      }),
    timeout: (p, r) =>
      r === 'go'
        ? `context deadline exceeded: query on ${p.host}`
        : `Lost connection to MySQL server during query (${p.host})`,
    failed: (_p, r) => (r === 'go' ? 'invalid connection' : 'MySQL server has gone away'),
    credentials: (p) => `Error 1045 (28000): Access denied for user 'app'@'${p.ip}' (using password: YES)`,
    connections: () => 'Error 1040 (08004): Too many connections',
    'read-only': () =>
      'Error 1290 (HY000): The MySQL server is running with the --read-only option so it cannot execute this statement',
    full: () => "Error 1114 (HY000): The table 'line_items' is full",
    lock: () => 'Error 1205 (HY000): Lock wait timeout exceeded; try restarting transaction',
    name: (p) => `dial tcp: lookup ${p.host}: Temporary failure in name resolution`,
  },
  mongodb: {
    refused: (p) => `MongoServerSelectionError: connect ECONNREFUSED ${p.ip}:27017`,
    timeout: (p) => `MongoNetworkTimeoutError: connection 14 to ${p.ip}:27017 timed out`,
    failed: (p) => `MongoNetworkError: connection 9 to ${p.ip}:27017 closed`,
    credentials: () => 'MongoServerError: Authentication failed.',
    connections: (p) =>
      `MongoNetworkError: connection refused because there are too many open connections (${p.host}:27017)`,
    'read-only': () => 'MongoServerError: not primary',
    full: () => 'MongoServerError: WriteError: No space left on device',
    pool: () => 'MongoWaitQueueTimeoutError: Timed out while checking out a connection from connection pool',
    name: (p) => `MongoServerSelectionError: getaddrinfo EAI_AGAIN ${p.host}`,
  },
  redis: {
    refused: (p, r) =>
      byDriver(r, {
        jvm: `io.lettuce.core.RedisConnectionException: Unable to connect to ${p.host}/<unresolved>:6379`,
        go: `dial tcp ${p.ip}:6379: connect: connection refused`,
        node: `connect ECONNREFUSED ${p.ip}:6379`,
        python: `Error 111 connecting to ${p.host}:6379. Connection refused.`,
      }),
    timeout: (p, r) =>
      byDriver(r, {
        jvm: 'io.lettuce.core.RedisCommandTimeoutException: Command timed out after 2 second(s)',
        go: `read tcp 10.12.3.8:50122->${p.ip}:6379: i/o timeout`,
        node: 'Command timed out',
        python: `Timeout reading from ${p.host}:6379`,
      }),
    failed: () => 'LOADING Redis is loading the dataset in memory',
    credentials: () => 'WRONGPASS invalid username-password pair or user is disabled.',
    connections: () => 'ERR max number of clients reached',
    full: () => "OOM command not allowed when used memory > 'maxmemory'.",
    'read-only': () => "READONLY You can't write against a read only replica.",
    name: (p) => `Error -3 connecting to ${p.host}:6379. Temporary failure in name resolution.`,
  },
  kafka: {
    refused: (p) =>
      `[Producer clientId=producer-1] Connection to node 1 (${p.host}/${p.ip}:9092) could not be established. Node may not be available.`,
    timeout: () =>
      'org.apache.kafka.common.errors.TimeoutException: Expiring 12 record(s) for events-1:120004 ms has passed since batch creation',
    failed: () =>
      'org.apache.kafka.common.errors.NotLeaderOrFollowerException: For requests intended only for the leader, this error indicates that the broker is not the current leader.',
    full: () =>
      'org.apache.kafka.common.errors.KafkaStorageException: Disk error when trying to access log file on the disk.',
    credentials: () =>
      'org.apache.kafka.common.errors.SaslAuthenticationException: Authentication failed during authentication due to invalid credentials with SASL mechanism SCRAM-SHA-512',
  },
  rabbitmq: {
    refused: (p) => `connect ECONNREFUSED ${p.ip}:5672`,
    timeout: (p) => `Channel publish timed out waiting for confirm from ${p.host}`,
    failed: () => 'Channel closed by server: 541 (INTERNAL-ERROR)',
    full: (p) => `Connection blocked by ${p.host}: low on memory`,
    credentials: () =>
      'Handshake terminated by server: 403 (ACCESS-REFUSED) with message "ACCESS_REFUSED - Login was refused using authentication mechanism PLAIN"',
  },
};

/** What a client of a store says; undefined where this engine has no word for it. */
export function storeText(
  engine: Engine,
  runtime: Runtime,
  problem: Problem,
  peer: Peer,
  random: RandomSource,
): Text | undefined {
  if (problem === 'pool' && engine !== 'mongodb') return { text: poolText(runtime, random) };
  const texts = STORES[engine];
  const tell = texts?.[problem] ?? texts?.failed;
  return tell === undefined ? undefined : { text: tell(peer, runtime, random) };
}

/** A pool that had no connection left for a caller. */
function poolText(runtime: Runtime, random: RandomSource): string {
  return byDriver(runtime, {
    jvm: `java.sql.SQLTransientConnectionException: HikariPool-1 - Connection is not available, request timed out after ${random.whole(30_000, 30_012)}ms (total=10, active=10, idle=0, waiting=${random.whole(4, 60)})`,
    go: 'acquire db connection: context deadline exceeded',
    node: 'timeout exceeded when trying to connect',
    python:
      'QueuePool limit of size 5 overflow 10 reached, connection timed out, timeout 30.00 (Background on this error at: https://sqlalche.me/e/20/3o7r)',
  });
}

function byDriver(runtime: Runtime, texts: Readonly<Record<'jvm' | 'go' | 'node' | 'python', string>>): string {
  return texts[runtime === 'celery' ? 'python' : runtime];
}
