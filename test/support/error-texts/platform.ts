/** A further text of each row about nodes, the control plane, clouds, TLS, names and calls. */
export const PLATFORM_EXAMPLES: Readonly<Record<string, string>> = {
  'kernel-cgroup-oom':
    'Mar 04 05:12:01 w1 kernel: oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=cri-0a,oom_memcg=/kubepods.slice,task=java,pid=4711,uid=0',
  'kernel-oom':
    '[812.123456] java invoked oom-killer: gfp_mask=0x100cca(GFP_HIGHUSER_MOVABLE), order=0, oom_score_adj=968',
  'kernel-hung-task': '[  242.123456] INFO: task kworker/u8:2:412 blocked for more than 241 seconds.',
  'kernel-conntrack': 'Mar  4 05:12:01 w1 kernel: nf_conntrack: nf_conntrack: table full, dropping packet',
  'kernel-read-only': 'XFS (nvme1n1): Filesystem has been shut down due to log error (0x2). Shutting down filesystem',
  'kernel-disk-errors': 'blk_update_request: I/O error, dev nvme1n1, sector 81231 op 0x1:(WRITE) flags 0x0',
  'kernel-lockup': 'rcu: INFO: rcu_sched self-detected stall on CPU',
  'kernel-netdevice': 'NETDEV WATCHDOG: eth0 (ixgbevf): transmit queue 3 timed out',
  'kernel-arp': '[812.123456] neighbour: ndisc_cache: neighbor table overflow!',
  'kernel-link': 'igb 0000:01:00.0 ens1f0: igb: ens1f0 NIC Link is Down',
  'kernel-files': '[812.123456] VFS: file-max limit 811231 reached',
  'kernel-pids': '[812.123456] cgroup: fork rejected by pids controller in /kubepods/burstable/pod0a/0b',
  'kernel-allocation': '[812.123456] TCP: out of memory -- consider tuning tcp_mem',
  'kernel-nfs': '[812.123456] nfs: server 10.0.0.9 not responding, timed out',
  'kernel-hardware': 'Kernel panic - not syncing: Fatal exception in interrupt',
  'systemd-kubelet':
    'Mar 04 05:12:01 w1 systemd[1]: kubelet.service: Main process exited, code=exited, status=255/EXCEPTION',
  'systemd-runtime': "Mar 04 05:12:01 w1 systemd[1]: docker.service: Failed with result 'exit-code'.",
  'systemd-kube-proxy': "Mar 04 05:12:01 w1 systemd[1]: kube-proxy.service: Failed with result 'exit-code'.",
  'systemd-unit-oom': "Mar 04 05:12:01 vm1 systemd[1]: orders.service: Failed with result 'oom-kill'.",
  'systemd-gave-up': 'Mar  4 05:12:01 box7 systemd[1]: till-api.service: Start request repeated too quickly.',
  'clock-unsynchronised': "chronyd[412]: Can't synchronise: no selectable sources",
  'cni-addresses':
    'Failed to create pod sandbox: plugin type="cilium-cni" failed (add): unable to allocate IP via local cilium agent: [POST /ipam][502] postIpamFailure range is full',
  'cni-not-ready':
    'runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:docker: network plugin is not ready: cni config uninitialized',
  'volume-attached-elsewhere':
    'AttachVolume.Attach failed for volume "pvc-0a" : rpc error: code = Internal desc = VolumeInUse: vol-0a is already attached to an instance',
  'volume-driver-missing':
    'kubernetes.io/csi: attacher.MountDevice failed to create newCsiDriverClient: driver name efs.csi.aws.com not found in the list of registered CSI drivers',
  'image-rate-limit':
    'failed to pull and unpack image "docker.io/library/redis:7": 429 Too Many Requests - Server message: toomanyrequests: You have reached your unauthenticated pull rate limit.',
  'registry-credentials': 'pull access denied: no basic auth credentials',
  'kubelet-pleg':
    'Mar 04 05:12:01 w1 kubelet[812]: E0304 05:12:01.123456 812 kubelet.go:2214] "Skipping pod synchronization" err="PLEG is not healthy: pleg was last seen active 4m1s ago"',
  'kubelet-no-runtime':
    'E0502 10:11:12.123456     812 remote_runtime.go:86] Container runtime sanity check failed: dial unix /var/run/dockershim.sock: connect: connection refused',
  'kubelet-reclaims-memory':
    'W0502 10:11:12.123456     812 eviction_manager.go:330] eviction manager: attempting to reclaim memory',
  'kubelet-reclaims-disk':
    'W0502 10:11:12.123456     812 eviction_manager.go:330] eviction manager: attempting to reclaim imagefs',
  'kubelet-reclaims-pids':
    'W0502 10:11:12.123456     812 eviction_manager.go:330] eviction manager: must evict pod(s) to reclaim pids',
  'token-issuer-clock':
    'jwt.exceptions.ImmatureSignatureError: The token is not yet valid (iat) issuer="https://sso.fair.example"',
  'inotify-limit': 'Error: inotify_init: too many open files',
  'runtime-cannot-run':
    'Error response from daemon: OCI runtime create failed: container_linux.go:380: starting container process caused: exec: "runn": executable file not found in $PATH: unknown',
  'runtime-disk-full':
    'Error processing tar file(exit status 1): write /var/lib/docker/overlay2/0a/diff/usr/lib/x: no space left on device',
  'kubernetes-forbidden':
    "Message: Forbidden! Configured service account doesn't have access. Service account may have been revoked.",
  'kubernetes-webhook-away':
    'Internal error occurred: failed calling webhook "webhook.cert-manager.io": Post "https://cert-manager-webhook.cert-manager.svc:443/mutate?timeout=10s": context deadline exceeded',
  'kubernetes-webhook-denies':
    'Error creating: admission webhook "validation.gatekeeper.sh" denied the request: [must-have-owner] you must provide labels: {"owner"}',
  'kubernetes-api-away':
    'unable to retrieve the complete list of server APIs: metrics.k8s.io/v1beta1: the server is currently unable to handle the request',
  'kubernetes-kind-missing':
    'unable to build kubernetes objects from release manifest: no matches for kind "PodDisruptionBudget" in version "policy/v1beta1"',
  'kubernetes-version-unserved':
    'io.fabric8.kubernetes.client.KubernetesClientException: Failure executing: GET at: https://10.0.0.1/apis/batch/v1beta1/namespaces/mill/cronjobs. Message: 404 page not found.',
  'kubernetes-token':
    'E0502 10:11:12.123456       1 authentication.go:53] Unable to authenticate the request due to an error: [invalid bearer token, Token has been invalidated]',
  'aws-service-forbidden':
    'software.amazon.awssdk.services.sqs.model.SqsException: denied (Service: Sqs, Status Code: 403, Request ID: 0f3a)',
  'ecs-no-capacity':
    'ECS Service Action: failed to launch a task with (error Capacity is unavailable at this time. Please try again later or in a different availability zone)',
  'ecs-image-missing':
    'CannotPullContainerError: Error response from daemon: manifest for registry.test/till:9 not found: manifest unknown: manifest unknown',
  'ecs-health-path':
    'Task failed ELB health checks in (target-group arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/till/7) due to (reason Health checks failed with these codes: [404])',
  'cosmos-throughput':
    'com.azure.cosmos.implementation.RequestRateTooLargeException: {"innerErrorMessage":"Message: {\\"Errors\\":[\\"Request rate is large.\\"]}"}',
  'elasticache-failover': 'Failover to replica node till-003 completed',
  'node-listeners':
    'Warning: Possible EventEmitter memory leak detected. 101 message listeners added. Use emitter.setMaxListeners() to increase limit',
  'ecs-task-quota': "ResourceLimit: You've reached the limit on the number of vCPUs you can run concurrently",
  'ecs-no-memory': 'ECS Service Action: SERVICE_TASK_PLACEMENT_FAILURE: RESOURCE:MEMORY',
  'ecs-no-cpu': 'ECS Service Action: SERVICE_TASK_PLACEMENT_FAILURE: RESOURCE:CPU',
  'cloud-run-memory': 'Memory limit of 1024M exceeded with 1030M used.',
  'ecs-secret-missing':
    'STOPPED (ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secrets from ssm: service call has been retried 1 time(s): invalid parameters: /web/db-password)',
  'ecs-secret-denied':
    'stoppedReason: ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secrets from ssm: AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role/exec/1a is not authorized to perform: ssm:GetParameters on resource: /web/db',
  'rds-failover-at': '2026-03-04 RDS-EVENT-0013 Multi-AZ DB instance failover started. ledger',
  'rds-failover-of': 'INFO billing: Completed failover to DB instance: billing-2',
  'rds-failover': 'Started same AZ failover to DB instance: ledger-2',
  'aws-access-denied':
    'software.amazon.awssdk.services.kms.model.KmsException: User: arn:aws:iam::123456789012:user/till is not authorized to perform: kms:Decrypt',
  'aws-call-denied':
    'botocore.exceptions.ClientError: An error occurred (AccessDenied) when calling the PutObject operation: Access Denied',
  'alb-target-closed':
    'h2 2026-05-05T10:11:12.000000Z app/till/0123456789abcdef 198.51.100.7:51000 10.2.0.9:3000 0.000 -1 -1 502 - 90 288 "GET https://till.test:443/ HTTP/2.0" "Mozilla/5.0" TLS_AES_128_GCM_SHA256 TLSv1.3 arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/till-web/fedcba9876543210 "Root=1-a"',
  'cloud-run-no-instance':
    '{"textPayload":"The request was aborted because there was no available instance.","logName":"projects/till/logs/run.googleapis.com%2Frequests"}',
  'ecs-task-exited': '(service shop) (task 5c2e) stopped (reason Essential container in task exited) (exit code: 139)',
  'ecs-out-of-memory':
    '{"detail":{"stoppedReason":"Essential container in task exited","containers":[{"reason":"OutOfMemoryError: Container killed due to memory usage","exitCode":137}]}}',
  'aws-lambda-timeout': '[WARN] RequestId: 61f1d4a2-33a8-4b8f-8f0a Status: timeout, Task timed out after 30.03 seconds',
  'aws-no-credentials': 'botocore.exceptions.NoCredentialsError: Unable to locate credentials',
  'aws-credentials-expired':
    'An error occurred (ExpiredTokenException) when calling the GetItem operation: The security token included in the request is expired',
  'daily-quota': '550 5.4.5 Daily user sending limit exceeded. For more information on Gmail sending limits go to',
  'lambda-concurrency':
    'Lambda.TooManyRequestsException: Rate Exceeded. Reason: ReservedFunctionConcurrentInvocationLimitExceeded',
  'aws-throttled':
    'com.amazonaws.services.dynamodbv2.model.ProvisionedThroughputExceededException: The level of configured provisioned throughput for the table was exceeded.',
  'aws-capacity':
    'UnfulfillableCapacity: Unable to fulfill capacity due to your request configuration. Please adjust your request and try again.',
  'cloud-capacity':
    'AllocationFailed: Allocation failed. We do not have sufficient capacity for the requested VM size in this region.',
  'cloud-quota': "googleapi: Error 403: Quota 'CPUS' exceeded. Limit: 24.0 in region europe-west4., quotaExceeded",
  'aws-missing-resource':
    'com.amazonaws.services.sqs.model.QueueDoesNotExistException: The specified queue does not exist for this wsdl version.',
  'gcp-permission':
    'google: could not find default credentials. See https://cloud.google.com/docs/authentication/external/set-up-adc for more information',
  'gcp-token':
    "google.auth.exceptions.RefreshError: ('invalid_grant: Invalid JWT Signature.', {'error': 'invalid_grant'})",
  'gcp-quota-rate': 'googleapi: Error 403: Rate Limit Exceeded, userRateLimitExceeded',
  'azure-permission': 'DefaultAzureCredential failed to retrieve a token from the included credentials.',
  'azure-secret':
    'AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value.',
  'tls-clock': 'jwt.exceptions.ImmatureSignatureError: The token is not yet valid (iat)',
  'tls-expired':
    "Error: certificate has expired\n    at TLSSocket.onConnectSecure (node:_tls_wrap:1540:34) { code: 'CERT_HAS_EXPIRED' }",
  'tls-issuer-expired':
    'issuer certificate is not valid: x509: certificate has expired or is not yet valid: current time 2026-03-04T05:12:01Z is after 2026-03-04T05:11:58Z',
  'tls-own-expired':
    'CWPKI0714E: The certificate with alias till-default from keystore TillDefaultKeyStore is expired since 2026-03-01.',
  'tls-expired-alert': 'SSLError: [SSL: SSLV3_ALERT_CERTIFICATE_EXPIRED] sslv3 alert certificate expired (_ssl.c:1006)',
  'tls-wrong-name':
    "Error [ERR_TLS_CERT_ALTNAME_INVALID]: Hostname/IP does not match certificate's altnames: Host: api.shop. is not in the cert's altnames: DNS:shop",
  'tls-untrusted':
    'javax.net.ssl.SSLHandshakeException: PKIX path building failed: sun.security.provider.certpath.SunCertPathBuilderException: unable to find valid certification path to requested target',
  'tls-own-untrusted': 'SSL routines:ssl3_read_bytes:tlsv1 alert unknown ca',
  'tls-caller-expired':
    'http: TLS handshake error from 10.1.0.4:41822: certificate expired for client subject CN = pump.water, O = Works',
  'tls-client-certificate': "tls: client didn't provide a certificate",
  'tls-protocol': 'ssl.SSLError: [SSL: WRONG_VERSION_NUMBER] wrong version number (_ssl.c:1007)',
  'tls-no-common-version':
    'javax.net.ssl.SSLHandshakeException: No appropriate protocol (protocol is disabled or cipher suites are inappropriate)',
  'tls-key-mismatch':
    'SSL_CTX_use_PrivateKey_file("/etc/tls/tls.key") failed (SSL: error:0B080074:x509 certificate routines:X509_check_private_key:key values mismatch)',
  'shutdown-drops':
    'o.s.b.w.e.tomcat.GracefulShutdown        : Graceful shutdown aborted with one or more requests still active',
  'dnsmasq-full': 'Mar  4 05:12:01 gw dnsmasq[77]: Maximum number of concurrent DNS queries reached (max: 1000)',
  'postfix-untrusted': 'warning: 7C1D: delivery deferred, dsn=4.7.5 (Server certificate not verified)',
  'postfix-verification':
    'postfix/smtp[91]: certificate verification failed for gw.example[192.0.2.9]:587: self-signed certificate',
  'dns-no-answer':
    "requests.exceptions.ConnectionError: Failed to resolve 'cart' ([Errno -3] Temporary failure in name resolution)",
  'dns-unknown-name': 'java.net.UnknownHostException: cart.shop.svc.cluster.local: Name or service not known',
  'docker-upstream':
    'Nov 07 16:56:44 box7 dockerd[902]: time="2024-11-07T16:56:44.638419301Z" level=error msg="[resolver] failed to query external DNS server" client-addr="udp:127.0.0.1:39354" dns-server="udp:127.0.0.11:53" error="read udp 127.0.0.1:39354->127.0.0.11:53: i/o timeout" question=";box.local.\\tIN\\t AAAA"',
  'coredns-upstream':
    '[ERROR] plugin/errors: 2 ntp.ubuntu.com. AAAA: dial tcp 192.168.0.1:53: connect: no route to host',
  'coredns-loop':
    'plugin/loop: Loop (127.0.0.1:38179 -> :53) detected for zone ".", see https://coredns.io/plugins/loop#troubleshooting. Query: "HINFO 4547991504243258144."',
  'coredns-configuration': "plugin/forward: unknown property 'max_fail'",
  'saas-api-limit': '{"status":"error","message":"You have reached your daily limit.","errorType":"RATE_LIMIT"}',
  'http-rate-limit': 'Request failed with status code 429',
  'connection-pool': 'DataAccessError: failed to acquire a connection from the pool',
  'grpc-too-large':
    'io.grpc.StatusRuntimeException: RESOURCE_EXHAUSTED: gRPC message exceeds maximum size: Received message larger than max (5242880 vs. 4194304)',
  'grpc-pings':
    'io.grpc.StatusRuntimeException: UNAVAILABLE: Bandwidth exhausted HTTP/2 error code: ENHANCE_YOUR_CALM Received Goaway too_many_pings',
  'grpc-bogus-greeting':
    'io.netty.handler.codec.http2.Http2Exception: HTTP/2 client preface string missing or corrupt. Hex dump for received bytes: 474554202f20485454502f312e31',
  'grpc-unimplemented': 'io.grpc.StatusRuntimeException: UNIMPLEMENTED: Method not found: shop.Prices/Quote',
  'http-api-key': 'stripe.error.AuthenticationError: Invalid API Key provided: sk_live_****1234',
  'http-token-expired': 'TokenExpiredError: jwt expired',
  'ai-quota':
    '{"error":{"message":"You exceeded your current quota","type":"insufficient_quota","code":"insufficient_quota"}}',
  'vault-token-expired':
    'Error making API request.\n\nURL: PUT https://vault.quay.test:8200/v1/transit/sign/hoist\nCode: 403. Errors:\n\n* permission denied\n* bad token',
  'vault-token-age': 'WARN vault: cannot renew: the lease exceeded its maximum TTL',
  'vault-sealed':
    'Error initializing listener: URL: GET https://vault:8200/v1/secret Code: 503. Errors: * Vault is sealed',
  'gcp-backend-closed':
    'jsonPayload.statusDetails="backend_connection_closed_before_data_sent_to_client" httpRequest.status=502 resource.labels.backend_service_name=cart',
  'azure-upstream-closed':
    '{"operationName":"ApplicationGatewayAccess","properties":{"httpStatus":502,"errorInfo":"ERRORINFO_UPSTREAM_CLOSED_CONNECTION","upstreamSourcePort":"8080"}}',
  'kubernetes-quota-cpu':
    'Error creating: pods "till-7d9" is forbidden: failed quota: team: must specify limits.cpu for: till; limits.memory for: till',
  'kubernetes-quota-memory':
    'io.fabric8.kubernetes.client.KubernetesClientException: Message: pods "exec-7" is forbidden: exceeded quota: spark, requested: limits.memory=5632Mi, used: limits.memory=98Gi, limited: limits.memory=100Gi.',
  'kubernetes-quota-pods':
    'workflow-controller level=warning msg="pods \\"nightly-91\\" is forbidden: exceeded quota: batch, requested: count/pods=1, used: count/pods=50, limited: count/pods=50"',
  'kubernetes-quota-services':
    'services "preview-41" is forbidden: exceeded quota: previews, requested: services.loadbalancers=1, used: services.loadbalancers=2, limited: services.loadbalancers=2',
  'kubernetes-quota-storage':
    'persistentvolumeclaims "work-41" is forbidden: exceeded quota: previews, requested: gold.storageclass.storage.k8s.io/requests.storage=50Gi, used: gold.storageclass.storage.k8s.io/requests.storage=480Gi, limited: gold.storageclass.storage.k8s.io/requests.storage=500Gi',
  'nomad-out-of-memory':
    '2024-02-11T07:14:02.113Z [INFO]  client.alloc_runner.task_runner: Task event: alloc_id=7d0f5a31-11c2-9a70-88c1-3a9f41d0a1ce task=till-worker type=Terminated msg="Exit Code: 137, Exit Message: \\"OOM Killed\\"" failed=false',
  'nomad-out-of-memory-json':
    '{"@level":"info","@message":"Task event","@module":"client.alloc_runner.task_runner","alloc_id":"7d0f5a31","failed":false,"msg":"Exit Code: 137, Exit Message: \\"OOM Killed\\"","task":"till-worker","type":"Terminated"}',
  'docker-out-of-memory':
    '2024-02-11T07:14:02.113Z container oom 9d1c5b1e4f0a3c66aa10 (com.docker.compose.project=till, com.docker.compose.service=worker, image=till/worker, name=till-worker-1)',
  'platform-out-of-memory':
    '2024-02-11T07:14:02.11+0000 [CELL/0] OUT Exit status 137 (out of memory) [APP/PROC/WEB/0] OUT Exited with status 137 (out of memory)',
  'docker-port-taken':
    'level=error msg="Handler for POST /v1.43/containers/9d1c/start returned error: driver failed programming external connectivity on endpoint till-web-1 (9d1c5b1e4f0a): Error starting userland proxy: listen tcp4 0.0.0.0:443: bind: address already in use"',
  'host-port-taken': 'Error: rootlessport listen tcp 0.0.0.0:8443: bind: address already in use',
};
