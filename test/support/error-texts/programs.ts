/** A further text of each row about proxies, runtimes and what most programs print. */
export const PROGRAM_EXAMPLES: Readonly<Record<string, string>> = {
  'nginx-upstream-closed':
    '2019/05/02 10:11:12 [error] 41#0: *812 upstream prematurely closed connection while sending to client, client: 10.1.0.4, upstream: "http://unix:/run/app.sock:/orders"',
  'nginx-no-upstream':
    '2026/03/04 05:12:01 [error] 8#8: *41 no live upstreams while connecting to upstream, client: 10.1.0.4, server: shop, upstream: "fastcgi://php"',
  'nginx-worker-connections':
    '2019/05/02 10:11:12 [alert] 7#7: *812 512 worker_connections are not enough while connecting to upstream',
  'nginx-header-too-big':
    '2019/05/02 10:11:12 [error] 7#7: *1 upstream sent too big header while reading response header from upstream, client: 10.1.0.4, upstream: "fastcgi://127.0.0.1:9000"',
  'nginx-body-too-large':
    '2019/05/02 10:11:12 [error] 7#7: *1 client intended to send too large chunked body: 1048577 bytes, client: 10.1.0.4, server: _',
  'server-body-too-large':
    'org.springframework.web.multipart.MaxUploadSizeExceededException: Maximum upload size of 1048576 bytes exceeded',
  'nginx-no-http':
    '2024/05/02 10:11:12 [error] 7#7: *1 upstream sent no valid HTTP/1.0 header while reading response header from upstream, client: 10.1.0.4, server: grpc.test, upstream: "http://127.0.0.1:50051/"',
  'nginx-limiting': '2019/05/02 10:11:12 [error] 7#7: *1 limiting connections by zone "addr", client: 10.1.0.4',
  'nginx-configuration':
    'nginx: [emerg] invalid number of arguments in "proxy_pass" directive in /etc/nginx/nginx.conf:31',
  'nginx-unknown-upstream':
    '2026/03/04 05:12:01 [emerg] 1#1: host not found in upstream "web" in /etc/nginx/nginx.conf:41',
  'nginx-missing-certificate':
    'nginx: [emerg] cannot load certificate key "/etc/nginx/ssl/key.pem": PEM_read_bio_PrivateKey() failed',
  'ingress-nginx-no-endpoint':
    'W0502 10:11:12.123456       6 controller.go:797] Service "default/web" does not have any active Endpoint.',
  'ingress-nginx-no-service':
    'W0502 10:11:12.123456       6 controller.go:797] Error obtaining Endpoints for Service "default/web": no object matching key "default/web" in local store',
  'ingress-nginx-no-certificate':
    'W0502 10:11:12.123456       6 controller.go:1125] Error getting SSL certificate "default/web-tls": local SSL certificate default/web-tls was not found. Using default certificate',
  'envoy-plain-text-refused':
    '{"stream":"stdout","log":"[2021-09-28T14:55:12.134Z] \\"- - -\\" 0 NR filter_chain_not_found - \\"-\\" 0 0 0 - \\"-\\" \\"-\\" \\"-\\" \\"-\\" \\"-\\" - - 10.1.0.8:8081 10.1.0.1:38748 - -"}',
  'envoy-no-cluster':
    '[2021-05-02T10:11:12.123Z] "POST /pay HTTP/2" 503 NC - "-" 0 0 0 - "-" "grpc-go/1.40.0" "0b" "pay.shop.test" "-" - - 10.1.0.9:443 10.1.0.1:4182 pay.shop.test -',
  'envoy-no-healthy-host':
    '[2021-05-02T10:11:12.123Z] "POST /pay HTTP/2" 503 UH "-" 0 19 0 - "-" "grpc-go/1.40.0" "0b" "pay:443" "-" outbound|443|v2|pay.shop.svc.cluster.local - 10.96.0.9:443 10.1.0.1:4182 - -',
  'envoy-connect-failed':
    '[2021-05-02T10:11:12.123Z] "GET /rates HTTP/1.1" 503 URX,UF "-" 0 57 3011 - "-" "okhttp/4.9" "0b" "rates:8080" "10.1.3.4:8080" outbound|8080||rates.shop.svc.cluster.local - 10.96.0.9:8080 10.1.0.1:4182 - default',
  'envoy-connection-ended':
    '[2021-05-02T10:11:12.123Z] "POST /rates HTTP/1.1" 503 UC "-" 0 95 0 - "-" "okhttp/4.9" "0b" "rates:8080" "10.1.3.4:8080" outbound|8080||rates.shop.svc.cluster.local - 10.96.0.9:8080 10.1.0.1:4182 - default',
  'envoy-rate-limited':
    '[2021-05-02T10:11:12.123Z] "GET /rates HTTP/1.1" 429 RL local_rate_limited - "-" 0 18 0 - "-" "okhttp/4.9" "0b" "rates:8080" "-" inbound|8080|| - 10.1.3.4:8080 10.1.0.1:4182 - default',
  'envoy-authorizer-down':
    '[2021-05-02T10:11:12.123Z] "GET /rates HTTP/1.1" 403 UAEX ext_authz_error - "-" 0 0 10001 - "-" "okhttp/4.9" "0b" "rates:8080" "-" inbound|8080|| - 10.1.3.4:8080 10.1.0.1:4182 - default',
  'envoy-overflow':
    '[2026-03-04T05:12:01.123Z] "- - -" 503 UO upstream_reset_before_response_started{overflow} - "-" 0 81 0 -',
  'envoy-configuration-rejected':
    '2026-03-04T05:12:01.123456Z\twarning\tenvoy config\tgRPC config for type.googleapis.com/envoy.config.cluster.v3.Cluster rejected: Error adding/updating cluster outbound|80||web.shop',
  'istio-sidecar-not-ready':
    '2020-05-02T10:11:12.123456Z\tinfo\tEnvoy proxy is NOT ready: config not received from Pilot (is Pilot running?): cds updates: 1 successful, 0 rejected',
  'istio-certificate-not-signed':
    '2026-03-04T05:12:01.123456Z\twarning\tsds\tfailed to warm certificate: failed to generate workload certificate: create certificate: rpc error',
  'istio-access-denied':
    '[2026-03-04T05:12:01.123Z] "- - -" 403 - rbac_access_denied_matched_policy[none] - "-" 0 19 0 -',
  'haproxy-quiet-client':
    'Mar  4 05:12:01 lb-1 haproxy[812]: 192.0.2.7:52122 [04/Mar/2026:05:02:01.812] ldaps~ dir/dir-2 1/2/+600004 +217 cD 8/8/2/1/0 0/44',
  'haproxy-queue':
    'Mar  4 05:12:01 lb-1 haproxy[812]: 10.1.0.4:52122 [04/Mar/2026:05:12:01.812] https~ api/<NOSRV> 12/30001/-1/-1/30013 503 +217 - - sQ-- 8/8/2/1/0 0/44 "POST /pay HTTP/2.0"',
  'varnish-banned-all':
    'Mar 04 05:12:01 cache varnishd[90211]: CLI telnet 10.7.0.12 41880 10.7.0.20 6082 Rd ban req.http.host ~ .',
  'haproxy-no-server': "[ALERT] 061/051201 (8) : proxy 'be_app' has no server available!",
  'haproxy-server-down':
    'haproxy[8]: Server be_app/web1 is DOWN, reason: Layer7 wrong status, code: 503, check duration: 2ms. 0 active and 0 backup servers left.',
  'haproxy-limit':
    "[ALERT] 061/051201 (8) : Proxy web reached the configured maximum connection limit. Please check the global 'maxconn' value.",
  'traefik-route':
    'time="2022-05-02T10:11:12Z" level=error msg="middleware \\"shop-auth@kubernetescrd\\" does not exist" entryPointName=web routerName=shop@kubernetescrd',
  'jvm-heap': 'Terminating due to java.lang.OutOfMemoryError: Metaspace',
  'jvm-gc-overhead':
    'Caused by: java.lang.OutOfMemoryError: GC overhead limit exceeded at java.util.Arrays.copyOf(Arrays.java:3332)',
  'jvm-threads':
    '[warning][os,thread] Failed to start thread "Unknown thread" with pthread_create() - pthread_create failed (EAGAIN) for attributes: stacksize: 1024k',
  'jvm-heap-larger-than-memory':
    'Error occurred during initialization of VM: Could not reserve enough space for 4194304KB object heap',
  'jvm-option': 'Error: Could not find or load main class shop.Cart',
  'hikari-pool':
    'o.h.engine.jdbc.spi.SqlExceptionHelper   : shop-pool - Connection is not available, request timed out after 5003ms (total=10, active=10, idle=0, waiting=41)',
  'hikari-leak': 'java.lang.Exception: Apparent connection leak detected',
  'hikari-idle':
    'WARN com.zaxxer.hikari.pool.PoolBase : HikariPool-1 - Failed to validate connection org.postgresql.jdbc.PgConnection@7 (This connection has been closed.). Possibly consider using a shorter maxLifetime value.',
  'java-pool':
    'reactor.netty.internal.shaded.reactor.pool.PoolAcquirePendingLimitException: Pending acquire queue has reached its maximum size of 1000',
  'spring-port':
    'Caused by: org.apache.catalina.LifecycleException: The Tomcat connector configured to listen on port 8443 failed to start. The port may already be in use or the connector may be misconfigured.',
  'spring-placeholder':
    'java.lang.IllegalArgumentException: Could not resolve placeholder \'DB_URL\' in value "${DB_URL}"',
  'spring-bean':
    "Failed to configure a DataSource: 'url' attribute is not specified and no embedded datasource could be configured.",
  'java-linkage':
    'Exception in thread "main" java.lang.UnsupportedClassVersionError: shop/Cart has been compiled by a more recent version of the Java Runtime (class file version 65.0)',
  'java-migration':
    'org.flywaydb.core.internal.command.DbMigrate$FlywayMigrateException: Migration of schema "public" to version "14 - price" failed! Changes successfully rolled back.',
  'liquibase-lock': 'INFO liquibase.lockservice: Waiting for changelog lock....',
  'tomcat-threads':
    'SEVERE: All threads (150) are currently busy, waiting. Increase maxThreads (150) or check the servlet status',
  'java-rejected':
    'org.springframework.core.task.TaskRejectedException: Executor [ThreadPoolExecutor@2e[Running, pool size = 8, active threads = 8, queued tasks = 100]] did not accept task',
  'resilience4j-open': "CircuitBreaker 'inventory' is OPEN and does not permit further calls",
  'akka-heartbeat-delayed':
    'WARN  o.apache.pekko.cluster.ClusterHeartbeatSender - Scheduled sending of heartbeat was delayed. Previous heartbeat was sent [4120] ms ago, expected interval is [1000] ms.',
  'hikari-starved':
    'WARN com.zaxxer.hikari.pool.HikariPool : shop-pool - Thread starvation or clock leap detected (housekeeper delta=45s12ms).',
  'go-memory': 'fatal error: runtime: cannot allocate memory',
  'go-panic': 'panic: assignment to entry in nil map',
  'go-flag': 'Error: unknown flag: --metrics-addr',
  'go-threads': 'runtime: program exceeds 10000-thread limit',
  'go-setting': '2026/03/04 05:12:01 env: required environment variable "PAYMENT_TOKEN" is not set',
  'go-ephemeral-ports': 'Error: connect EADDRNOTAVAIL 10.1.2.7:6379 - Local (10.1.0.4:0)',
  'node-heap':
    '<--- Last few GCs --->\nFATAL ERROR: Ineffective mark-compacts near heap limit Allocation failed - JavaScript heap out of memory',
  'node-module':
    "node:internal/errors:496 Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'pg' imported from /app/src/db.js",
  'node-openssl':
    "opensslErrorStack: [ 'error:03000086:digital envelope routines::initialization error' ], library: 'digital envelope routines', code: 'ERR_OSSL_EVP_UNSUPPORTED'",
  'node-syntax': "SyntaxError: The requested module './db.js' does not provide an export named 'pool'",
  'node-pool': 'SequelizeConnectionAcquireTimeoutError [SequelizeConnectionAcquireTimeoutError]: Operation timeout',
  'prisma-login':
    'PrismaClientInitializationError: Authentication failed against database server, the provided database credentials for `app` are not valid.',
  'node-file-watchers':
    "Error: ENOSPC: System limit for number of file watchers reached, watch '/srv'\n    at FSWatcher.<computed> (node:internal/fs/watchers:247:19)",
  'node-event-loop': '{"level":40,"msg":"event loop lag of 1812 ms"}',
  'node-uncaught':
    '[UnhandledPromiseRejection: This error originated either by throwing inside of an async function without a catch block]',
  'lambda-start':
    '2026-03-04T05:12:01.123Z undefined ERROR Uncaught Exception {"errorType":"Runtime.ImportModuleError","errorMessage":"Error: Cannot find module \'index\'"}',
  'lambda-memory':
    'REPORT RequestId: 5c1 Duration: 812.44 ms Billed Duration: 813 ms Memory Size: 256 MB Max Memory Used: 256 MB Status: error Error Type: Runtime.OutOfMemory',
  'python-import': "ModuleNotFoundError: No module named 'psycopg2'",
  'python-setting': 'django.core.exceptions.ImproperlyConfigured: The SECRET_KEY setting must not be empty.',
  'python-memory': 'billiard.exceptions.WorkerLostError: Worker exited prematurely: signal 9 (SIGKILL) Job: 12.',
  'sqlalchemy-pool': "psycopg_pool.PoolTimeout: couldn't get a connection after 30.00 sec",
  'gunicorn-timeout': '[2018-05-02 10:11:12 +0000] [7] [CRITICAL] WORKER TIMEOUT (pid: 12)',
  'uwsgi-queue': 'DAMN ! worker 2 (pid: 12) died, killed by signal 9 :( trying respawn ...',
  'python-migration':
    'django.db.migrations.exceptions.InconsistentMigrationHistory: Migration admin.0001_initial is applied before its dependency users.0001_initial',
  'python-own-code': `ERROR:app:Exception on /sums [POST]
Traceback (most recent call last):
  File "/srv/sums.py", line 31, in add
    return left.net + 1
AttributeError: 'NoneType' object has no attribute 'net'`,
  'asyncio-blocked':
    'WARNING:asyncio:Executing <Handle <TaskWakeupMethWrapper object at 0x7f>(<Future finished result=None>) created at /app/x.py:7> took 1.204 seconds',
  'dotnet-memory': 'Failed to create CoreCLR, HRESULT: 0x8007000E',
  'dotnet-pool':
    "Npgsql.NpgsqlException (0x80004005): The connection pool has been exhausted, either raise 'Max Pool Size' (currently 100) or 'Timeout' (currently 15 seconds)",
  'kestrel-starved':
    'warn: Microsoft.AspNetCore.Server.Kestrel[22] Heartbeat took longer than "00:00:01" at "05/02/2019 10:11:12 +00:00".',
  'iis-pool-disabled': "Rapid-fail protection has been triggered for application pool 'Intranet'",
  'windows-faulting-module':
    'Application Error Event 1000: Faulting application name: billing.exe, version: 1.0.0.0, time stamp: 0x5f, Faulting module name: ntdll.dll, version: 10.0',
  'kestrel-port':
    'Unhandled exception. System.IO.IOException: Failed to bind to address http://0.0.0.0:5000: address already in use.',
  'dotnet-assembly':
    "Unhandled exception. System.IO.FileNotFoundException: Could not load file or assembly 'Shop.Prices, Version=1.0.0.0, Culture=neutral, PublicKeyToken=null'.",
  'dotnet-null': "System.InvalidCastException: Unable to cast object of type 'Shop.A' to type 'Shop.B'.",
  'rails-pool':
    'could not obtain a connection from the pool within 5.000 seconds (waited 5.003 seconds); all pooled connections were in use (ActiveRecord::ConnectionTimeoutError)',
  'rails-migration': 'StandardError: An error has occurred, this and all later migrations canceled:',
  'ruby-gem': "<internal:/usr/lib/ruby/kernel.rb>:85:in `require': cannot load such file -- pg (LoadError)",
  'ruby-command': 'bundler: failed to load command: rake (/srv/shop/vendor/bundle/ruby/3.3.0/bin/rake)',
  'rails-key': '/srv/shop/config/puma.rb:4:in \'ENV.fetch\': key not found: "PAYMENT_TOKEN" (KeyError)',
  'rails-pid-file': 'A server is already running (pid: 1, file: /rails/tmp/pids/server.pid).',
  'php-memory':
    'PHP Fatal error:  Allowed memory size of 268435456 bytes exhausted (tried to allocate 65536 bytes) in /var/www/vendor/x.php on line 7',
  'php-fpm-children':
    'WARNING: [pool www] seems busy (you may need to increase pm.start_servers, or pm.min/max_spare_servers), spawning 8 children',
  'php-execution-time':
    'WARNING: [pool www] child 12, script \'/var/www/index.php\' (request: "GET /index.php") execution timed out (61.123456 sec), terminating',
  'php-code': 'FastCGI sent in stderr: "Primary script unknown" while reading response header from upstream',
  'java-own-code': `2026-03-04 05:12:01,512 ERROR [io.qua.ver.htt.run.QuarkusErrorHandler] (executor-thread-1) HTTP Request to /sums failed, error id: 5c1e-1: java.util.NoSuchElementException: No value present
\tat java.base/java.util.Optional.orElseThrow(Optional.java:377)
\tat till.Totals.add(Totals.java:41)`,
  'java-linkage-served':
    '2026-03-04 05:12:01,512 ERROR [io.qua.ver.htt.run.QuarkusErrorHandler] (vert.x-eventloop-thread-8) HTTP Request to /sums failed, error id: 5c1e-1: java.lang.NoClassDefFoundError: till/Sum',
  'go-recovered':
    '[Recovery] 2024/05/02 - 10:11:12 panic recovered:\nruntime error: index out of range [3] with length 3\n/src/totals.go:41 (0x6c1)',
  'rust-panic':
    "thread 'actix-rt|system:0|arbiter:1' (8121) panicked at src/totals.rs:41:18:\ncalled `Option::unwrap()` on a `None` value",
  'ruby-own-code':
    "F, [2026-03-04T05:12:01.512 #7] FATAL -- : ActionView::Template::Error (undefined method 'net' for nil):",
  'php-own-code':
    '[2026-03-04 05:12:01] production.ERROR: Unsupported operand types: string + int {"exception":"[object] (TypeError(code: 0): Unsupported operand types: string + int at /var/www/app/Totals.php:41)',
  'elixir-own-code': `Ranch protocol #PID<0.911.0> of listener TillWeb.Endpoint.HTTP (connection #PID<0.908.0>, stream id 1) terminated
** (exit) an exception was raised:
    ** (KeyError) key :net not found in: %{gross: 3}`,
  'port-in-use': 'OSError: [Errno 98] Address already in use',
  'exec-format': 'standard_init_linux.go:228: exec user process caused: exec format error',
  'invalid-command': '/bin/sh: 1: gunicornn: not found',
  'shared-library': 'Error relocating /app/run: __res_init: symbol not found',
  'file-permission': "EACCES: permission denied, mkdir '/data/cache'",
  'disk-full': "OSError: [Errno 28] No space left on device: '/data/cache/1'",
  'open-files': 'java.net.SocketException: Too many open files',
  processes: "RuntimeError: can't start new thread",
  memory: "terminate called after throwing an instance of 'std::bad_alloc'",
  'missing-setting': 'Error: Missing required environment variable: PAYMENT_TOKEN',
  'missing-file': 'Error: config file /etc/shop/shop.conf not found',
  'configuration-unreadable':
    'failed to load config: yaml: unmarshal errors: line 7: field prot not found in type config.Server',
  license: 'ERROR: no valid license found, shutting down',
  'apache-workers':
    '[Mon May 19 23:01:07 2025] [mpm_prefork:error] [pid 1180] AH00161: server reached MaxRequestWorkers setting, consider raising the MaxRequestWorkers setting',
  'vertx-blocked':
    'Thread Thread[#30,vert.x-eventloop-thread-3,5,main] has been blocked for 60562 ms, time limit is 2000 ms: io.vertx.core.VertxException: Thread blocked',
  'jvm-full-pauses': '[2026-03-04T05:12:01.123+0000][gc] GC(88) Pause Full (Ergonomics) 1023M->1021M(1024M) 2210.118ms',
  'proxy-upstream-ended': '2026/03/04 05:12:01 http: proxy error: EOF',
  'haproxy-server-ended':
    'Mar  4 05:12:01 lb-1 haproxy[812]: 10.1.0.4:52122 [04/Mar/2026:05:12:01.812] https~ api/10.1.2.7:3000 12/0/0/-1/+13 502 +209 - - SHNI 8/8/2/1/0 0/0 "POST /pay HTTP/2.0"',
  'apache-upstream-ended':
    '[Wed Mar 04 05:12:01.812345 2026] [proxy_http:error] [pid 31:tid 1] (104)Connection reset by peer: [client 10.1.0.4:52122] AH01102: error reading status line from remote server 10.1.2.7:3000, referer: https://shop.test/',
  'dnsbl-refuses': 'postfix/dnsblog[812]: addr 192.0.2.7 listed by domain zen.spamhaus.org as 127.255.255.254',
  'smtp-login-refused': "smtplib.SMTPAuthenticationError: (535, b'5.7.8 Username and Password not accepted')",
  'ssh-certificate-expired': 'paramiko.ssh_exception.AuthenticationException: Certificate invalid: expired',
  'ssh-login-refused': 'deploy@files.example: Permission denied (publickey,keyboard-interactive).',
};
