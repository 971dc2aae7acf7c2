import type { CauseCode } from '../../domain/cause.ts';

/** Whose trouble an error tells of: the writer's, the called party's, or the database's, be it writer or called. */
export type Blamed = 'writer' | 'peer' | 'database';

/** A kind of error text that names its cause. */
export interface ErrorClass {
  readonly id: string;
  /** What it means, to follow `NAME`: `ran out of memory`. */
  readonly meaning: string;
  readonly cause: CauseCode;
  readonly blamed: Blamed;
  /** Strength of a finding where the error persists and the blamed party is known. */
  readonly strength: number;
  readonly pattern: RegExp;
  /** What must be in the text as well. */
  readonly context?: RegExp;
  /** Text that looks alike and means something else. */
  readonly unless?: RegExp;
  /** True where programs report it below warning level. */
  readonly anyLevel?: true;
  /** Lines needed before it is more than what happens now and then; 1 where absent. */
  readonly recurs?: number;
  /** True where it keeps a program from running, so that one whose pods are ready cannot have it. */
  readonly prevents?: true;
}

/**
 * The classes in the order in which they are tried; the first that matches is taken. The words are those that the
 * named programs print; each was chosen to be said by hardly anything else.
 */
export const ERROR_CLASSES: readonly ErrorClass[] = [
  {
    id: 'out-of-memory',
    meaning: 'ran out of memory',
    cause: 'oom_killed',
    blamed: 'writer',
    strength: 0.6,
    pattern:
      /java\.lang\.OutOfMemoryError|JavaScript heap out of memory|runtime: out of memory|\bMemoryError\b|cannot allocate memory|OutOfMemoryException|std::bad_alloc|\boom-kill|Out of memory: Kill|NoMemoryError|memory allocation of \d+ bytes failed/i,
  },
  {
    id: 'disk-full',
    meaning: 'has no space left on its disk',
    cause: 'database_storage_full',
    blamed: 'database',
    strength: 0.75,
    pattern:
      /no space left on device|\bENOSPC\b|disk quota exceeded|could not extend file|disk is full|disk full|flood[- ]stage disk watermark|not enough (?:disk )?space|MISCONF .*unable to persist/i,
  },
  {
    id: 'certificate-expired',
    meaning: 'presents a certificate that has expired',
    cause: 'certificate_expired',
    blamed: 'peer',
    strength: 0.85,
    pattern:
      /certificate has expired|CERT_HAS_EXPIRED|certificate expired|SSL_ERROR_EXPIRED|CertificateExpiredException|CertPathValidatorException: validity check failed|certificate is not yet valid/i,
  },
  {
    id: 'protocol-mismatch',
    meaning: 'is spoken to in another protocol than it speaks',
    cause: 'service_protocol_mismatch',
    blamed: 'peer',
    recurs: 3,
    strength: 0.6,
    pattern:
      /server gave HTTP response to HTTPS client|first record does not look like a TLS handshake|wrong version number|malformed HTTP response|client sent an HTTP request to an HTTPS server|error reading server preface|http2: frame too large|plain HTTP request was sent to HTTPS port|unsupported or unrecognized SSL message|received HTTP\/0\.9|EPROTO\b|unexpected HTTP status code received from server: (?:400|415|464)|http2.{0,20}(?:invalid|unexpected) preface|Invalid (?:HTTP )?request line/i,
  },
  {
    id: 'image-architecture',
    meaning: 'runs an image built for another processor',
    cause: 'image_architecture_mismatch',
    blamed: 'writer',
    prevents: true,
    strength: 0.85,
    pattern: /exec format error/i,
  },
  {
    id: 'invalid-command',
    meaning: 'is started with a command that cannot run',
    cause: 'invalid_command',
    blamed: 'writer',
    prevents: true,
    strength: 0.75,
    pattern:
      /executable file not found in \$PATH|exec: "?[^\s"]+"?: (?:no such file|permission denied)|: (?:command )?not found$|can't open file '[^']+': \[Errno 2\]|Cannot find module '\/|Unable to access jarfile|Could not find or load main class|(?:unknown|unrecognized|undefined) (?:flag|option|argument|command)s?:? |flag provided but not defined/im,
  },
  {
    id: 'access-to-api',
    meaning: 'may not do what it asks of the Kubernetes API',
    cause: 'rbac_forbidden',
    blamed: 'writer',
    strength: 0.8,
    pattern:
      /User "?system:serviceaccount:[^"\s]+"? cannot \w+ (?:resource|\w+ in)|Configured service account doesn't have access/i,
  },
  {
    id: 'file-permission',
    meaning: 'may not read or write its files',
    cause: 'volume_mount_permission_denied',
    blamed: 'writer',
    prevents: true,
    strength: 0.7,
    pattern:
      /\b(?:permission denied|EACCES|operation not permitted|read-only file system)\b|AccessDeniedException: \//i,
    context:
      /\b(?:open(?:ing)?|creat(?:e|ing)|mkdir|chown|chmod|unlink|rename|writ(?:e|ing)|read(?:ing)?|access|director(?:y|ies)|file|lock|path)\b|(?:^|[\s'":(])\/[\w.-]+/i,
    unless: /publickey|for user|relation|table|schema|database "|rpc error|https?:\/\/|bind/i,
  },
  {
    id: 'connection-limit',
    meaning: 'takes no more connections',
    cause: 'database_connection_exhausted',
    blamed: 'database',
    recurs: 2,
    strength: 0.8,
    pattern:
      /too many clients already|too many (?:open )?connections|remaining connection slots are reserved|max(?:imum)? number of clients (?:are )?(?:reached|connected)|no more connections allowed|max_connections|ER_CON_COUNT_ERROR|connection limit exceeded/i,
    unless: /max_connections\s*=/i,
  },
  {
    id: 'pool-exhausted',
    meaning: 'has no free connection in its pool',
    cause: 'connection_pool_exhausted',
    blamed: 'writer',
    recurs: 3,
    strength: 0.75,
    pattern:
      /Connection is not available, request timed out after|QueuePool limit of size|timeout exceeded when trying to connect|pool (?:is )?exhausted|exhausted (?:the )?(?:connection )?pool|connection pool (?:is )?(?:full|exhausted|timeout|timed out)|unable to (?:obtain|acquire|get) (?:a )?(?:\w+ )?connection from (?:the )?(?:\w+ )?pool|could not (?:obtain|acquire|get) (?:a )?connection from (?:the )?pool|prior to obtaining a connection from the pool|Timeout (?:acquiring|waiting for) (?:a )?connection(?: from (?:the )?pool)?|PoolTimeoutError|ConnectionPoolTimeoutException|Cannot get a connection, pool error|pool timed out while waiting for an open connection|Timed out fetching a new connection from the connection pool/i,
  },
  {
    id: 'lock',
    meaning: 'waits for locks that others hold',
    cause: 'lock_contention',
    blamed: 'database',
    recurs: 5,
    strength: 0.65,
    pattern:
      /deadlock (?:detected|found)|lock wait timeout exceeded|due to lock timeout|could not obtain lock|database is locked|still waiting for \w+Lock|LockAcquisitionException|LockTimeoutException|was deadlocked on lock|lock request time out|ER_LOCK_DEADLOCK|\bWriteConflict\b/i,
    anyLevel: true,
  },
  {
    id: 'replication',
    meaning: 'has a replica that is behind',
    cause: 'replication_lag',
    blamed: 'database',
    recurs: 3,
    strength: 0.65,
    pattern:
      /replication (?:lag|delay)\b|replica (?:is )?(?:lagging|behind)|standby (?:is )?behind|seconds[_ ]behind[_ ](?:master|source)|requested WAL segment \S+ has already been removed|due to conflict with recovery|replica is too far behind|too stale to catch up/i,
    unless: /(?:lag|delay|behind\w*)["']?\s*[=:]?\s*(?:is )?0(?![.\d]*[1-9])/i,
    anyLevel: true,
  },
  {
    id: 'read-only',
    meaning: 'changed its role or is not ready to be written',
    cause: 'database_failover',
    blamed: 'database',
    strength: 0.65,
    pattern:
      /in a read-only transaction|READONLY You can't write against a read only|running with the --read-only option|database system is (?:shutting down|in recovery mode|not yet accepting)|terminating connection due to administrator command|NotWritablePrimary|\bnot (?:primary|master)\b|NotPrimaryNoSecondaryOk|not master and slaveOk=false|promoted to (?:primary|master)|received promote request|MASTERDOWN|failover (?:started|in progress|completed|initiated)|PrimarySteppedDown|InterruptedDueToReplStateChange/i,
    anyLevel: true,
  },
  {
    id: 'checkpoints',
    meaning: 'writes checkpoints too often',
    cause: 'checkpoint_storm',
    blamed: 'database',
    strength: 0.75,
    pattern: /checkpoints are occurring too frequently/i,
    anyLevel: true,
  },
  {
    id: 'slow-query',
    meaning: 'runs queries that take too long',
    cause: 'slow_query',
    blamed: 'database',
    recurs: 5,
    strength: 0.5,
    pattern:
      /due to statement timeout|maximum statement execution time exceeded|statement timed out|\bslow[ _-]query\b(?! log)|duration: \d{4,}(?:\.\d+)? ms +(?:statement|execute|plan)|query (?:execution )?timed out|MaxTimeMSExpired/i,
    anyLevel: true,
  },
  {
    id: 'rate-limited',
    meaning: 'limits how often it is called',
    cause: 'upstream_rate_limited',
    blamed: 'peer',
    recurs: 5,
    strength: 0.65,
    pattern:
      /too many requests|rate[- ]?limit(?:ed|ing)?\b|ThrottlingException|Throttling(?:Error)?: |rate exceeded|RateLimitError|ProvisionedThroughputExceeded|RESOURCE_EXHAUSTED.{0,60}(?:quota|rate)|RequestLimitExceeded|\b(?:status|code|HTTP\/[\d.]+"?)\W{0,3}(?:code\W{0,3})?429\b/i,
    unless: /rate[- ]?limit(?:ing|er)? (?:enabled|disabled|configured|is (?:on|off))|max(?:imum)? rate/i,
  },
  {
    id: 'missing-setting',
    meaning: 'lacks a setting that it needs',
    cause: 'application_crash_on_start',
    blamed: 'writer',
    prevents: true,
    strength: 0.65,
    pattern:
      /environment variables? \S{0,60}\s?(?:is |are |was |must be |has )?(?:not |un)?(?:set|defined|required|missing|empty|found)|(?:missing|required|undefined|unset)(?: required)? (?:environment|env|config(?:uration)?|setting|secret|key|variable)\b[^\n]{0,80}|KeyError: '[A-Z][A-Z0-9_]{2,}'|os\.environ\[|required key \S+ missing value|could not resolve placeholder|no such file or directory:? ['"]?\/?[\w./-]*(?:config|secret|conf|\.ya?ml|\.json|\.toml|\.ini|\.properties|\.env)|config(?:uration)? file (?:\S+ )?(?:not found|does not exist|is missing)|open \S+\.(?:ya?ml|json|toml|conf|ini|properties|env|pem|key|crt): no such file/i,
    unless: /env(?:ironment)? variable \S+ (?:is )?set to|using default|falling back|optional/i,
  },
  {
    id: 'credentials',
    meaning: 'is refused with the credentials it uses',
    cause: 'bad_config_change',
    blamed: 'writer',
    recurs: 3,
    strength: 0.5,
    pattern:
      /password authentication failed for user|Access denied for user|WRONGPASS|NOAUTH Authentication required|invalid username-password pair|SASL authentication failed|authentication failed|login failed for user|role "\S+" does not exist|invalid (?:api key|credentials|client secret|access token)|InvalidAccessKeyId|SignatureDoesNotMatch|ExpiredToken/i,
  },
  {
    id: 'certificate-untrusted',
    meaning: 'does not trust the certificate it is shown',
    cause: 'bad_config_change',
    blamed: 'writer',
    recurs: 3,
    strength: 0.45,
    pattern:
      /certificate signed by unknown authority|unable to (?:get local issuer certificate|verify the first certificate)|self[- ]signed certificate|CERTIFICATE_VERIFY_FAILED|PKIX path building failed|certificate is valid for .{1,100}, not |hostname.{0,40}(?:mismatch|doesn't match)|bad certificate/i,
  },
  {
    id: 'port-in-use',
    meaning: 'finds its port taken',
    cause: 'application_crash_on_start',
    blamed: 'writer',
    prevents: true,
    strength: 0.6,
    pattern:
      /address already in use|\bEADDRINUSE\b|port \d+ (?:is )?(?:already )?(?:in use|taken|allocated)|Only one usage of each socket address/i,
  },
];

/** The class of an error text; undefined when it is of none. */
export function classifyError(text: string, problem: boolean): ErrorClass | undefined {
  return ERROR_CLASSES.find(
    (candidate) =>
      (problem || candidate.anyLevel === true) &&
      candidate.pattern.test(text) &&
      candidate.context?.test(text) !== false &&
      candidate.unless?.test(text) !== true,
  );
}

/** True for a name or image of something that keeps data. */
export function looksLikeDatabase(name: string): boolean {
  return /postgres|pgsql|pgbouncer|mysql|maria|mongo|redis|valkey|memcache|cassandra|scylla|cockroach|clickhouse|elastic|opensearch|etcd|oracle|mssql|sqlserver|sqlite|database|aurora|dynamo|\bsql\b|(?:^|[-_/])db(?:[-_0-9]|$)|kafka|rabbitmq/i.test(
    name,
  );
}
