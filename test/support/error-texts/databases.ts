/** A further text of each row about databases and brokers, of another version or program than the row's own example. */
export const DATABASE_EXAMPLES: Readonly<Record<string, string>> = {
  'postgresql-connections':
    'psycopg2.OperationalError: connection to server at "db" (10.96.0.7), port 5432 failed: FATAL:  remaining connection slots are reserved for roles with the SUPERUSER attribute',
  'pgbouncer-server-login':
    '2021-05-02 10:11:12.123 UTC [7] WARNING server login failed: FATAL no pg_hba.conf entry for host "10.1.0.4", user "web", database "web", SSL off',
  'postgresql-without-tls': 'FATAL: no pg_hba.conf entry for host "10.1.0.4", user "web", database "web", SSL off',
  'postgresql-password':
    'org.postgresql.util.PSQLException: FATAL: no pg_hba.conf entry for host "10.1.0.4", user "shop", database "shop", SSL encryption',
  'postgresql-role-missing': 'pq: role "shop_rw" does not exist',
  'postgresql-database-missing':
    'error: database "carts" does not exist at Parser.parseErrorMessage (/app/node_modules/pg-protocol/dist/parser.js:283:98)',
  'postgresql-relation-missing':
    'ActiveRecord::StatementInvalid: PG::UndefinedColumn: ERROR:  column orders.price does not exist',
  'postgresql-disk-full': 'PANIC:  could not write to file "pg_wal/xlogtemp.33": No space left on device',
  'postgresql-deadlock': 'psycopg2.errors.DeadlockDetected: deadlock detected',
  'postgresql-lock-wait': 'ERROR:  canceling statement due to lock timeout',
  'postgresql-statement-timeout': 'PG::QueryCanceled: ERROR:  canceling statement due to statement timeout',
  'postgresql-slow-statement':
    '2026-03-04 05:12:01 UTC [41] shop@shop LOG:  duration: 31022.118 ms  execute S_12: UPDATE seats SET held = $1',
  'postgresql-slower-statement':
    '2026-03-04 05:12:01 UTC [41] shop@shop LOG:  duration: 310.118 ms  execute S_12: UPDATE seats SET held = $1',
  'postgresql-checkpoints':
    '2019-05-02 10:11:12 GMT [31]: [5-1] LOG:  checkpoints are occurring too frequently (1 second apart)',
  'postgresql-archiving':
    'WARNING:  archiving write-ahead log file "0000000100000A2200000041" failed too many times, will try again later',
  'postgresql-wraparound': 'ERROR:  database is not accepting commands to avoid wraparound data loss in database "crm"',
  'postgresql-read-only': 'org.postgresql.util.PSQLException: ERROR: cannot execute UPDATE in a read-only transaction',
  'postgresql-not-up': 'pq: the database system is starting up',
  'postgresql-terminated':
    'FATAL:  terminating connection because of crash of another server process\nterminating connection due to crash of another server process',
  'postgresql-demoted': '2026-03-04 05:12:01,204 INFO: demoted self because I do not have the lock and I was a leader',
  'postgresql-promoted':
    '[2026-03-04 05:12:01] [NOTICE] STANDBY PROMOTE successful: standby promoted to primary after 2 second(s)',
  'postgresql-idle-timeout': 'FATAL:  terminating connection due to idle-session timeout',
  'postgresql-replica-behind': 'LOG:  recovery still waiting after 1021.418 ms: recovery conflict on snapshot',
  'postgresql-recovery-conflict': 'FATAL:  canceling statement due to conflict with recovery',
  'postgresql-killed': 'LOG:  client backend (PID 812) was terminated by signal 9: Killed',
  'postgresql-data-of-another-version':
    'DETAIL:  The data directory was initialized by PostgreSQL version 13, which is not compatible with this version 16.1.',
  'postgresql-data-permission':
    'initdb: error: could not change permissions of directory "/var/lib/postgresql/data": Operation not permitted',
  'postgresql-no-password-set':
    'Error: Database is uninitialized and superuser password is not specified. You must specify POSTGRES_PASSWORD to a non-empty value for the superuser.',
  'mysql-connections':
    'com.mysql.cj.jdbc.exceptions.MySQLNonTransientConnectionException: Data source rejected establishment of connection,  message from server: "Too many connections"',
  'mysql-access-denied':
    "2026-03-04T05:12:01.123456Z 41 [Note] [MY-010926] [Server] Access denied for user 'shop'@'web-1.web.shop.svc.cluster.local' (using password: NO)",
  'mysql-auth-plugin':
    "ERROR 2059 (HY000): Authentication plugin 'caching_sha2_password' cannot be loaded: No such file or directory",
  'mysql-password-expired':
    'ERROR 1820 (HY000): You must reset your password using ALTER USER statement before executing this statement.',
  'mysql-database-missing': "java.sql.SQLSyntaxErrorException: Unknown database 'carts'",
  'mysql-table-missing': "django.db.utils.OperationalError: (1054, \"Unknown column 'orders.price' in 'field list'\")",
  'mysql-disk-full': "2026-03-04 05:12:01 0 [ERROR] mysqld: The table 'orders' is full",
  'mysql-deadlock':
    "sqlalchemy.exc.OperationalError: (pymysql.err.OperationalError) (1213, 'Deadlock found when trying to get lock; try restarting transaction')",
  'mysql-lock-wait':
    'Caused by: java.sql.SQLTransactionRollbackException: (conn=812) Lock wait timeout exceeded; try restarting transaction',
  'mysql-read-only':
    'ER_OPTION_PREVENTS_STATEMENT: The MySQL server is running with the --super-read-only option so it cannot execute this statement',
  'mysql-query-time': 'ERROR 1969 (70100): Query execution was interrupted (max_statement_time exceeded)',
  'mysql-slow-log': '# Query_time: 4.000121  Lock_time: 3.998001  Rows_sent: 0  Rows_examined: 1',
  'mysql-idle':
    '4031: The client was disconnected by the server because of inactivity. See wait_timeout and interactive_timeout for configuring this behavior.',
  'mysql-replication':
    "[ERROR] [MY-010584] [Repl] Replica SQL for channel '': Worker 1 failed executing transaction; Could not execute Update_rows event on table shop.orders; Error_code: 1032",
  'mysql-cluster-member-lost':
    "[ERROR] [MY-011505] [Repl] Plugin group_replication reported: 'Member was expelled from the group due to network failures, changing member status to ERROR.'",
  'mysql-packet-too-large':
    'com.mysql.cj.jdbc.exceptions.PacketTooBigException: Packet for query is too large (5,244,091 > 4,194,304).',
  'mysql-data-locked': '[ERROR] [MY-012574] [InnoDB] InnoDB: Unable to lock ./ibdata1, error: 11',
  'mysql-data-of-another-version':
    '[ERROR] [MY-013171] [InnoDB] Cannot boot server version 80034 on data directory built by version 80100. Cannot downgrade from version 80100',
  'mysql-no-password-set':
    '2026-03-04 05:12:01+00:00 [ERROR] [Entrypoint]: Database is uninitialized and password option is not specified\n    You need to specify one of the following',
  'redis-connections': 'redis.clients.jedis.exceptions.JedisDataException: ERR max number of clients reached',
  'redis-memory-full': "ReplyError: OOM command not allowed when used memory > 'maxmemory'.",
  'redis-password': 'redis.exceptions.AuthenticationError: NOAUTH Authentication required.',
  'redis-read-only': "ReplyError: READONLY You can't write against a read only slave.",
  'redis-cannot-persist': '1:C 04 Mar 2026 05:12:01.123 # Write error saving DB on disk: No space left on device',
  'redis-no-memory-to-fork':
    "1:M 04 Mar 2026 05:12:01.123 # Can't rewrite append only file in background: fork: Cannot allocate memory",
  'redis-loading': 'io.lettuce.core.RedisLoadingException: LOADING Redis is loading the dataset in memory',
  'redis-primary-away': 'ReplyError: CLUSTERDOWN Hash slot not served',
  'redis-replica-cannot-follow': '1:S 04 Mar 2026 05:12:01.123 # MASTER timeout: no data nor PING received...',
  'redis-slow-disk':
    '1:M 04 Mar 2018 05:12:01.123 * Asynchronous AOF fsync is taking too long (disk is busy?). Writing the AOF buffer without waiting for fsync to complete.',
  'redis-data-damaged':
    '1:M 04 Mar 2026 05:12:01.123 # Bad file format reading the append only file: make a backup of your AOF file',
  'redis-script-busy': 'redis.exceptions.ResponseError: BUSY Redis is busy running a script.',
  'mongodb-connections':
    '2018-05-02T10:11:12.123+0000 I NETWORK  [listener] connection refused because too many open connections: 51200',
  'mongodb-authentication':
    '{"t":{"$date":"2026-03-04T05:12:01.123+00:00"},"s":"I","c":"ACCESS","id":20249,"ctx":"conn812","msg":"Authentication failed","attr":{"mechanism":"SCRAM-SHA-256","error":"UserNotFound: Could not find user \\"shop\\" for db \\"admin\\""}}',
  'mongodb-no-primary':
    'com.mongodb.MongoTimeoutException: Timed out after 30000 ms while waiting for a server that matches WritableServerSelector. Client view of cluster state is {type=REPLICA_SET, servers=[{address=docs-0:27017, type=REPLICA_SET_SECONDARY, roundTripTime=1.1 ms, state=CONNECTED}]',
  'mongodb-not-primary': 'com.mongodb.MongoNotPrimaryException: Command failed with error 10107 (NotWritablePrimary)',
  'mongodb-write-conflict':
    'pymongo.errors.OperationFailure: WriteConflict error: this operation conflicted with another operation. Please retry your operation',
  'mongodb-lock-wait': 'Slow query ns=desk.letters planSummary=IXSCAN { to: 1 } durationMillis=730 waitedForLocks=100%',
  'mongodb-collection-scan':
    '{"s":"I","c":"COMMAND","id":51803,"msg":"Slow query","attr":{"type":"command","ns":"desk.letters","planSummary":"COLLSCAN","keysExamined":0,"docsExamined":51200,"durationMillis":730}}',
  'mongodb-slow-query':
    '2018-05-02T10:11:12.123+0000 I COMMAND  [conn812] command shop.orders command: find { find: "orders" } planSummary: COLLSCAN numYields:9123 4120ms',
  'mongodb-time-limit':
    "pymongo.errors.ExecutionTimeout: operation exceeded time limit, full error: {'code': 50, 'codeName': 'MaxTimeMSExpired'}",
  'mongodb-disk-full':
    '2019-05-02T10:11:12.123+0000 E STORAGE  [WTCheckpointThread] WiredTiger error (28) [1556791872:1], WT_SESSION.checkpoint: write failed: No space left on device',
  'mongodb-no-server':
    'com.mongodb.MongoTimeoutException: Timed out after 30000 ms while waiting for a server that matches ReadPreferenceServerSelector',
  'mongodb-pool':
    'com.mongodb.MongoWaitQueueFullException: Too many threads are already waiting for a connection. Max number of threads (maxWaitQueueSize) of 500 has been exceeded.',
  'mongodb-too-stale':
    '{"s":"E","c":"REPL","id":21227,"ctx":"rsBackgroundSync","msg":"We are too stale to use mongo-1:27017 as a sync source"}',
  'mongodb-data-of-another-version':
    '{"s":"F","c":"CONTROL","id":20573,"ctx":"initandlisten","msg":"Wrong mongod version","attr":{"error":"UPGRADE PROBLEM"}}',
  'mongodb-data-permission':
    'exception in initAndListen: 98 Unable to create/open lock file: /var/lib/mongodb/mongod.lock errno:13 Permission denied Is a mongod instance already running?, terminating',
  'kafka-log-dirs-failed':
    '[2026-03-04 05:12:01,123] WARN [ReplicaManager broker=0] Stopping serving replicas in dir /bitnami/kafka/data (kafka.server.ReplicaManager)',
  'kafka-disk-full':
    'org.apache.kafka.common.errors.KafkaStorageException: Error in append\nCaused by: java.io.IOException: No space left on device',
  'kafka-commit-failed':
    '%4|1772601121.123|MAXPOLL|rdkafka#consumer-1| [thrd:main]: Application maximum poll interval (300000ms) exceeded by 412ms',
  'kafka-rebalancing': '[Consumer clientId=c1, groupId=billing] Attempt to heartbeat failed since group is rebalancing',
  'kafka-leader-away':
    'KafkaJSProtocolError: This server is not the leader for that topic-partition (NOT_LEADER_OR_FOLLOWER)',
  'kafka-too-few-replicas':
    'org.apache.kafka.common.errors.NotEnoughReplicasException: The size of the current ISR Set(0) is insufficient to satisfy the min.isr requirement of 2 for partition orders-0',
  'kafka-credentials':
    '%3|1772601121.123|FAIL|rdkafka#producer-1| [thrd:sasl_ssl://kafka:9093]: SASL authentication error: Authentication failed during authentication due to invalid credentials',
  'erlang-processes':
    'gen_server mailer_sup terminating with reason: system_limit in call to erlang:spawn_opt(proc_lib,init_p,[<0.512.0>,[],gen,init_it],[link]) line 3261',
  'erlang-atoms': '=CRASH REPORT==== no more index entries in atom_tab (max=5000000)',
  'kafka-poison':
    'java.io.IOException: Failed to deserialize consumer record ConsumerRecord(topic = orders, partition = 0, leaderEpoch = 4, offset = 8123, CreateTime = 1772601121123, serialized key size = 8, serialized value size = 212).',
  'kafka-connect-poison':
    'org.apache.kafka.connect.errors.DataException: Converting byte[] to Kafka Connect data failed due to serialization error: ',
  'kafka-message-too-large': '%3|1772601121.123|ERROR| Message delivery failed: Broker: Message size too large',
  'kafka-no-broker': '%3|1772601121.123|ERROR|rdkafka#producer-1| [thrd:kafka:9092/bootstrap]: 1/1 brokers are down',
  'kafka-records-expire':
    'cimpl.KafkaException: KafkaError{code=_MSG_TIMED_OUT,val=-192,str="Local: Message timed out"}',
  'kafka-cluster-id':
    "java.lang.RuntimeException: The Cluster ID b8Yx doesn't match stored clusterId u7Za in meta.properties. The broker is trying to join the wrong cluster.",
  'nats-limits-exceeded': '[7] 2026/03/04 05:32:41.957433 [WRN] JetStream resource limits exceeded for account: "SHOP"',
  'nats-publish-refused':
    "nats.js.errors.ServiceUnavailableError: nats: ServiceUnavailableError: code=503 err_code=10023 description='insufficient resources'",
  'nats-stream-full': 'io.nats.client.JetStreamApiException: maximum messages exceeded [10077]',
  'nats-reservation-refused': 'io.nats.client.JetStreamApiException: insufficient memory resources available [10028]',
  'rabbitmq-memory-alarm':
    '=INFO REPORT==== 4-Mar-2016::05:12:01 === vm_memory_high_watermark set. Memory used:428000000 allowed:409051136',
  'rabbitmq-disk-alarm':
    '=INFO REPORT==== 4-Mar-2016::05:12:01 === Free disk space is insufficient. Free bytes: 49000000. Limit: 50000000',
  'rabbitmq-blocked': 'WARNING:pika.adapters.blocking_connection:Connection was blocked by broker: low on disk',
  'rabbitmq-login':
    "[error] <0.900.0> Error on AMQP connection <0.900.0>: PLAIN login refused: user 'shop' - invalid credentials",
  'rabbitmq-declared-differently':
    "pika.exceptions.ChannelClosedByBroker: (406, \"PRECONDITION_FAILED - inequivalent arg 'durable' for queue 'orders' in vhost '/': received 'false' but current is 'true'\")",
  'rabbitmq-not-found':
    "com.rabbitmq.client.ShutdownSignalException: channel error; reply-text=NOT_FOUND - no exchange 'shop' in vhost '/', class-id=60",
  'rabbitmq-acknowledgement-late':
    "[error] <0.812.0> Consumer 'ctag1' on channel 1 and queue 'orders' in vhost '/' has timed out waiting for a consumer acknowledgement of a delivery",
  'rabbitmq-partition': '[error] <0.301.0> Partial partition detected: * We saw DOWN from rabbit@mq-1',
  'rabbitmq-cookie': 'Cookie file /var/lib/rabbitmq/.erlang.cookie must be accessible by owner only',
  'elasticsearch-node-full':
    'flood stage disk watermark [97%] exceeded on [Xa9kQ][os-data-1][/usr/share/data/nodes/0] free: 3.1gb[2.9%], all indices',
  'elasticsearch-disk-full':
    'cluster_block_exception: index [orders] blocked by: [FORBIDDEN/12/index read-only / allow delete (api)];',
  'elasticsearch-disk-high':
    '[WARN ][o.o.c.r.a.DiskThresholdMonitor] [os-0] low disk watermark [85%] exceeded on [n1][os-0][/data] free: 7.1gb[14.2%], replicas will not be assigned to this node',
  'elasticsearch-circuit-breaker':
    '{"error":{"type":"circuit_breaking_exception","reason":"[parent] Data too large, data for [indices:data/write/bulk[s]] would be [1028112384/980.4mb]"},"status":429}',
  'elasticsearch-rejected':
    'ResponseError: es_rejected_execution_exception: [es_rejected_execution_exception] Reason: rejected execution of coordinating operation',
  'elasticsearch-no-master':
    '{"error":{"root_cause":[{"type":"master_not_discovered_exception","reason":null}]},"status":503}',
  'elasticsearch-map-count':
    '[1]: max file descriptors [4096] for elasticsearch process is too low, increase to at least [65535]',
  'elasticsearch-gc':
    '[2019-05-02T10:11:12,123][WARN ][o.e.m.j.JvmGcMonitorService] [es-0] [gc][old][812][41] duration [12.3s], collections [1]/[12.9s]',
  'elasticsearch-login':
    'security_exception: [security_exception] Reason: missing authentication credentials for REST request [/_bulk]',
  'elasticsearch-shards-failed':
    '{"error":{"root_cause":[],"type":"search_phase_execution_exception","reason":"all shards failed","phase":"query"},"status":503}',
  'elasticsearch-data-locked':
    'org.apache.lucene.store.LockObtainFailedException ... failed to obtain lock on /usr/share/opensearch/data',
  'etcd-space':
    '{"level":"warn","ts":"2026-03-04T05:12:01.123Z","caller":"etcdserver/server.go:2105","msg":"alarm raised","alarm":"NOSPACE","from":"8e9e05c52164694d"}',
  'etcd-slow':
    'etcdserver: read-only range request "key:\\"/registry/pods\\"" with result "range_response_count:12 size:81231" took too long (412.3ms) to execute',
  'etcd-no-answer': 'rpc error: code = Unavailable desc = etcdserver: leader changed',
  'etcd-clock': 'rafthttp: the clock difference against peer 9a0b is too high [12.3s > 1s]',
  'etcd-cluster-id': 'request cluster ID mismatch (got 9a want 8e)',
  'oracle-connections':
    'java.sql.SQLException: Listener refused the connection with the following error: ORA-12519, TNS:no appropriate service handler found',
  'oracle-login': 'cx_Oracle.DatabaseError: ORA-28000: the account is locked',
  'oracle-password-expired':
    'java.sql.SQLException: ORA-28001: the password has expired https://docs.oracle.com/error-help/db/ora-28001/',
  'oracle-recovery-area':
    'ORA-19815: WARNING: db_recovery_file_dest_size of 53687091200 bytes is 100.00% used, and has 0 remaining bytes available.',
  'oracle-space': 'ORA-01654: unable to extend index SHOP.ORDERS_PK by 128 in tablespace INDX',
  'oracle-archiver':
    'ORA-00257: Archiver is unable to archive a redo log due to lack of space in the Oracle Database Flash Recovery Area.',
  'sqlserver-login':
    'Microsoft.Data.SqlClient.SqlException (0x80131904): Cannot open database "shop" requested by the login. The login failed.',
  'sqlserver-deadlock':
    'System.Data.SqlClient.SqlException: Transaction (Process ID 52) was deadlocked on lock | communication buffer resources with another process and has been chosen as the deadlock victim.',
  'sqlserver-blocked':
    'blocked_process_report (2024-03-11 09:14:02.513) duration 15004000 database_name Sales lock_mode S blocked_process <blocked-process-report monitorLoop="902">',
  'sqlserver-lock-timeout':
    'com.microsoft.sqlserver.jdbc.SQLServerException: Lock request time out period exceeded. (1222)',
  'sqlserver-log-kept':
    "Error: 9002, Severity: 17, State: 4. The transaction log for database 'Sales' is full due to 'ACTIVE_TRANSACTION'.",
  'sqlserver-space':
    "Could not allocate space for object 'dbo.orders'.'PK_orders' in database 'shop' because the 'PRIMARY' filegroup is full.",
  'sqlserver-slow':
    'Microsoft.Data.SqlClient.SqlException (0x80131904): Execution Timeout Expired.  The timeout period elapsed prior to completion of the operation',
  'sqlite-locked': 'SqliteError: SQLITE_BUSY: database is locked',
  'sqlite-read-only': 'Error: SQLITE_READONLY: attempt to write a readonly database',
  'clickhouse-memory':
    'Code: 241. DB::Exception: Received from localhost:9000. DB::Exception: Memory limit (for query) exceeded: would use 9.31 GiB',
  'clickhouse-busy': 'Code: 202. DB::Exception: Too many simultaneous queries. Maximum: 100.',
  'cassandra-tombstones': 'org.apache.cassandra.db.filter.TombstoneOverwhelmingException: null',
  'postgresql-serialization':
    'org.postgresql.util.PSQLException: ERROR: could not serialize access due to read/write dependencies among transactions',
  'cockroachdb-clock':
    'F180612 08:11:40.118233 71 server/server.go:249  [n5] clock synchronization error: this node is more than 500ms away from at least half of the known nodes (0 of 4 are within the offset)',
  'cockroachdb-retry':
    'pq: restart transaction: TransactionRetryWithProtoRefreshError: TransactionAbortedError(ABORT_REASON_CLIENT_REJECT): "sql txn" meta',
  'cassandra-full-collections':
    'WARN  [Service Thread] 2021-06-02 10:41:07,113 GCInspector.java:294 - G1 Old Generation GC in 12077ms.  G1 Old Gen: 8011120640 -> 7990149120; ',
  'bookkeeper-read-only':
    'org.apache.bookkeeper.bookie.LedgerDirsManager$NoWritableLedgerDirException: Out of 1 directories none are writable',
  'bookkeeper-too-few': 'org.apache.bookkeeper.client.BKException$BKNotEnoughBookiesException: Not enough bookies',
  'cassandra-replicas': "cassandra.cluster.NoHostAvailable: ('Unable to complete the operation against any hosts', {})",
  'pgbouncer-wait': 'LOG C-0x5581: app/billing@10.1.0.9:41022 closing because: query_wait_timeout (age=120s)',
  'spring-kafka-gave-up':
    'o.s.k.l.DefaultErrorHandler : Backoff FixedBackOff{interval=0, currentAttempts=10, maxAttempts=9} exhausted for invoices-3@81223',
  'slapd-start': 'Mar  4 05:12:01 dir7 slapd[811]: slapd (811): bad configuration file!',
  'ldap-own-bind':
    'nslcd[812]: [8b4567] <passwd="till"> failed to bind to LDAP server ldaps://dir.shop.test/: Invalid credentials: Success',
  'ldap-account-expired':
    'LDAP Result Code 49 "Invalid Credentials": 80090308: LdapErr: DSID-0C090439, comment: AcceptSecurityContext error, data 773, v4563',
  'ldap-bind-refused':
    "ldap.INVALID_CREDENTIALS: {'msgtype': 97, 'msgid': 1, 'result': 49, 'desc': 'Invalid credentials', 'ctrls': []}",
  'olap-unmerged':
    'ERROR 1064 (HY000) at line 1: Too many versions. tablet_id: 221090, version_count: 1230, limit: 1000, replica_state: 0: be:db-1',
  'nats-refused':
    '[1] 2026/03/04 05:31:56.673447 [ERR] 10.1.0.4:52556 - cid:7 - "v1.43.0:go" - authentication error - User "till"',
  'mqtt-refused': 'Error: Connection refused: Bad username or password at MqttClient._handleConnack',
  'oracle-lock': 'java.sql.SQLException: ORA-00054: resource busy and acquire with NOWAIT specified or timeout expired',
  'db2-password-expired': 'SQL30082N  Security processing failed with reason "1" ("PASSWORD EXPIRED").  SQLSTATE=08001',
  'db2-login':
    'SQL30082N  Security processing failed with reason "24" ("USERNAME AND/OR PASSWORD INVALID").  SQLSTATE=08001',
  'db2-lock':
    'SQL0911N  The current transaction has been rolled back because of a deadlock or timeout.  Reason code "68".  SQLSTATE=40001',
  'other-lock-wait':
    'FirebirdSql.Data.FirebirdClient.FbException: lock conflict on no wait transaction update conflicts with concurrent update',
  'artemis-disk':
    'WARN  [org.apache.activemq.artemis.core.server] AMQ222210: Free storage space is at 4.1GB of 50.2GB total. Usage rate is 91.9% which is beyond the configured <max-disk-usage>. System will start blocking producers.',
  'artemis-address-full': 'javax.jms.JMSException: AMQ229102: Address "till.out" is full. Message encode size = 812B',
  'activemq-full':
    ' WARN | Usage(default:store:queue://till:store) percentUsage=100%: Persistent store is Full, 100% of 107374182400. Stopping producer (ID:till-7:1:1:1) to prevent flooding queue://till.',
  'rocketmq-disk':
    "CODE: 14  DESC: service not available now. It may be caused by one of the following reasons: the broker's disk is full [CL:  0.96 CQ:  0.96 INDEX:  0.96], messages are put to the slave",
  'broker-backlog-full': '503: Spool Over Quota. Queue q/orders/in has reached its quota of 1500 MB',
  'mq-queue-full':
    "com.ibm.msg.client.jms.DetailedResourceAllocationException: JMSWMQ2007: Failed to send a message to destination 'TILL.IN'. JMSCMQ0001: call failed with compcode '2' ('MQCC_FAILED') reason '2053' ('MQRC_Q_FULL').",
  'minio-storage-full':
    'botocore.exceptions.ClientError: An error occurred (XMinioStorageFull) when calling the PutObject operation (reached max retries: 4): Storage backend has reached its minimum free disk threshold. Please delete a few objects to proceed.',
  'minio-refuses-key':
    'API: HeadObject(bucket=receipts, object=2026/a.pdf) Error: The request signature we calculated does not match the signature you provided. Check your key and signing method. (SignatureDoesNotMatch) remotehost=10.42.7.19 userAgent=aws-sdk-go',
};
