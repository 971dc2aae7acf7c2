/** Generated from metric-knowledge.yaml and metric-signals.yaml by `npm run generate`; do not edit. */
import type { MetricKnowledge } from '../metric-knowledge.ts';

/** What a series measures. */
export type MetricSignal =
  | 'archive-age'
  | 'archive-failures'
  | 'archive-successes'
  | 'autoscaler-current'
  | 'autoscaler-wanted'
  | 'availability'
  | 'broker-alarm'
  | 'broker-disk-free'
  | 'broker-disk-limit'
  | 'broker-disk-share'
  | 'broker-memory'
  | 'broker-memory-limit'
  | 'burst-balance'
  | 'cache-hit-share'
  | 'cache-hits'
  | 'cache-memory'
  | 'cache-memory-limit'
  | 'cache-misses'
  | 'certificate-days'
  | 'certificate-expiry'
  | 'certificate-not-ready'
  | 'checkpoints'
  | 'clock-offset'
  | 'clock-synchronised'
  | 'cluster-red'
  | 'concurrency'
  | 'concurrency-limit'
  | 'connect-failures'
  | 'connection-limit'
  | 'connections'
  | 'connections-free'
  | 'connections-refused'
  | 'connections-share'
  | 'conntrack'
  | 'conntrack-limit'
  | 'consumer-lag'
  | 'consumer-lag-time'
  | 'cpu'
  | 'cpu-credits'
  | 'cpu-idle'
  | 'cpu-idle-share'
  | 'cpu-iowait'
  | 'cpu-iowait-share'
  | 'cpu-limit'
  | 'cpu-periods'
  | 'cpu-quota'
  | 'cpu-share'
  | 'cpu-steal'
  | 'cpu-steal-share'
  | 'cpu-throttled-periods'
  | 'cpu-throttled-share'
  | 'cpu-throttling'
  | 'database-read-only'
  | 'database-threads'
  | 'deadlocks'
  | 'disk'
  | 'disk-busy'
  | 'disk-free'
  | 'disk-free-for-root'
  | 'disk-limit'
  | 'disk-queue'
  | 'disk-share'
  | 'disk-time'
  | 'disk-used'
  | 'dns-answers'
  | 'dns-failures'
  | 'dns-latency'
  | 'echo-loss-share'
  | 'errors'
  | 'etcd-quota'
  | 'etcd-size'
  | 'etcd-slow'
  | 'event-loop-lag'
  | 'event-loop-share'
  | 'evictions'
  | 'failed-jobs'
  | 'gc-count'
  | 'gc-pause'
  | 'gc-share'
  | 'gc-time'
  | 'goroutines'
  | 'heap'
  | 'heap-after-gc'
  | 'heap-limit'
  | 'heap-share'
  | 'inodes-free'
  | 'inodes-limit'
  | 'inodes-share'
  | 'latency'
  | 'leader-changes'
  | 'listen-overflows'
  | 'load'
  | 'lock-waits'
  | 'log-share'
  | 'long-transactions'
  | 'machinery'
  | 'memory'
  | 'memory-free'
  | 'memory-limit'
  | 'memory-other'
  | 'memory-share'
  | 'message-age'
  | 'network-bytes'
  | 'network-delay'
  | 'network-loss'
  | 'network-loss-share'
  | 'network-packets'
  | 'network-segments'
  | 'node-condition'
  | 'oom-kills'
  | 'open-files'
  | 'open-files-limit'
  | 'other'
  | 'partitions-offline'
  | 'persistence-ok'
  | 'pids'
  | 'pids-limit'
  | 'pool-limit'
  | 'pool-rejections'
  | 'pool-timeouts'
  | 'pool-use'
  | 'pool-wait-time'
  | 'pool-waiting'
  | 'pool-waits'
  | 'pressure-cpu'
  | 'pressure-io'
  | 'pressure-memory'
  | 'probe-time'
  | 'queue'
  | 'queue-all'
  | 'queue-consumers'
  | 'queue-unacked'
  | 'read-only'
  | 'ready'
  | 'rebalances'
  | 'replica-role'
  | 'replicas'
  | 'replicas-limit'
  | 'replicas-wanted'
  | 'replication-lag'
  | 'replication-running'
  | 'restarts'
  | 'retries'
  | 'rows-read'
  | 'slow-queries'
  | 'statements'
  | 'tablespace-share'
  | 'terminated-reason'
  | 'threads'
  | 'threads-busy'
  | 'threads-busy-limit'
  | 'threads-limit'
  | 'threads-queued'
  | 'throttled-requests'
  | 'throttled-runs'
  | 'traffic'
  | 'under-replicated'
  | 'unhealthy-hosts'
  | 'unit-state'
  | 'up'
  | 'waiting-reason'
  | 'work-done'
  | 'xid-age';

export const METRIC_KNOWLEDGE: MetricKnowledge = {
  "entity": {
    "service": [
      "service",
      "service_name",
      "servicename",
      "exported_service",
      "destination_canonical_service",
      "destination_service_name",
      "destination_workload",
      "destination_service",
      "app",
      "application",
      "app_kubernetes_io_name",
      "app_name",
      "appname",
      "svc",
      "svc_name",
      "microservice",
      "cloud_role_name",
      "cloud_rolename",
      "k8s_deployment_name",
      "k8s_statefulset_name",
      "workload",
      "deployment",
      "statefulset",
      "daemonset",
      "ecs_service",
      "ecs_service_name",
      "aws_ecs_service_name",
      "aws_ecs_task_family",
      "com_docker_compose_service",
      "container_label_com_docker_compose_service",
      "compose_service",
      "com_docker_swarm_service_name",
      "container_label_com_docker_swarm_service_name",
      "swarm_service",
      "kube_deployment",
      "ingress",
      "horizontalpodautoscaler",
      "hpa",
      "function_name",
      "functionname",
      "faas_name",
      "dbinstance_identifier",
      "dbinstanceidentifier",
      "dimension_dbinstance_identifier",
      "db_instance",
      "db_instance_identifier",
      "dbcluster_identifier",
      "dbclusteridentifier",
      "db_cluster_identifier",
      "cache_cluster_id",
      "cacheclusterid",
      "replication_group_id",
      "replicationgroupid",
      "table_name",
      "tablename",
      "dimension_entity_name",
      "dimensionentityname",
      "entityname",
      "dimension_queue_name",
      "queue_name",
      "queuename",
      "queue",
      "subscription_id",
      "resource_name",
      "resourcename",
      "load_balancer",
      "loadbalancer",
      "load_balancer_name",
      "loadbalancername",
      "exported_job",
      "task_group",
      "task",
      "component",
      "pool",
      "pod",
      "pod_name",
      "k8s_pod_name",
      "persistentvolumeclaim",
      "container",
      "container_name",
      "job",
      "instance",
      "target",
      "function"
    ],
    "beside": {
      "task": [
        "alloc",
        "alloc_id",
        "nomad_alloc_id"
      ]
    },
    "namespace": [
      "namespace",
      "exported_namespace",
      "k8s_namespace_name",
      "destination_workload_namespace",
      "kubernetes_namespace"
    ],
    "node": [
      "node",
      "node_name",
      "nodename",
      "kubernetes_node",
      "k8s_node_name",
      "host",
      "hostname",
      "host_name",
      "instance"
    ],
    "scraped": [
      "job",
      "instance",
      "target"
    ],
    "collectors": "^node[-_](?:exporter|problem|local)|^(?:kube|blackbox|cadvisor|prometheus)[-_]|^kube(?:let|rnetes)|^alloy(?:$|[-_])|^(?:otel|opentelemetry)(?:$|col|[-_](?:collector|agent|operator|gateway))|(?:^|[-_])exporter$|kube-state-metrics|cadvisor|kubelet|^monitoring(?:$|[-_/])|^aws_[a-z0-9_]+$|^(?:cloudwatch|yace)$",
    "agents": "^(?:telegraf|collectd|netdata|zabbix|check_?mk|datadog|dd-agent)(?:$|[-_])",
    "collectorsOrWords": "^(?:nodes?|pods?|kube|blackbox|prometheus)$",
    "nodeMetrics": "^(?:node_|instance:node|kube_node|machine_|kubelet_(?!volume)|host_|system_|windows_(?!mssql_|process_|iis_|service_))"
  },
  "databaseNames": "(?:^|[^a-z])(?:pg|postgres\\w*|mysql\\w*|maria\\w*|rds|aurora|db|database\\w*|mongo\\w*|redis|valkey|ora|oracle|mssql|sqlserver|cockroach\\w*|cassandra|dynamodb|clickhouse|elasticsearch|opensearch|memcached|spanner|bigtable|alloydb|cloudsql|cosmos(?:db)?|firestore)(?:[^a-z]|$)|(?:db|sql)$|(?:^|[^a-z])(?:sql|pg|ora|mongo|db)(?:prd|prod|stg|test?|tst|dev|uat|srv|node|vm)?-?[0-9]",
  "cloudwatch": [
    {
      "namespaces": [
        "applicationelb",
        "alb",
        "albtg"
      ],
      "things": [
        {
          "dimension": "targetgroup",
          "caller": "loadbalancer",
          "failures": [
            "httpcodetarget5xxcount",
            "targetconnectionerrorcount"
          ]
        },
        {
          "dimension": "loadbalancer",
          "failures": [
            "httpcodetarget5xxcount",
            "httpcodeelb5xxcount"
          ]
        }
      ],
      "requests": "requestcount",
      "durations": {
        "targetresponsetime": "s"
      }
    },
    {
      "namespaces": [
        "elb"
      ],
      "things": [
        {
          "dimension": "loadbalancername",
          "failures": [
            "httpcodebackend5xx",
            "httpcodeelb5xx"
          ]
        }
      ],
      "requests": "requestcount",
      "durations": {
        "latency": "s"
      }
    },
    {
      "namespaces": [
        "apigateway"
      ],
      "things": [
        {
          "dimension": "apiname",
          "id": "apiid",
          "failures": [
            "5xxerror",
            "5xx"
          ]
        }
      ],
      "requests": "count",
      "shares": {
        "5xxerror": "ratio",
        "5xx": "ratio"
      },
      "durations": {
        "latency": "ms"
      }
    },
    {
      "namespaces": [
        "lambda"
      ],
      "things": [
        {
          "dimension": "functionname",
          "failures": [
            "errors"
          ]
        }
      ],
      "requests": "invocations",
      "durations": {
        "duration": "ms"
      }
    },
    {
      "namespaces": [
        "cloudfront"
      ],
      "things": [
        {
          "id": "distributionid",
          "failures": []
        }
      ],
      "requests": "requests",
      "shares": {
        "5xxerrorrate": "percent"
      },
      "durations": {
        "originlatency": "ms"
      }
    },
    {
      "namespaces": [
        "appsync"
      ],
      "things": [
        {
          "id": "graphqlapiid",
          "failures": [
            "5xxerror"
          ]
        }
      ],
      "requests": "requests",
      "durations": {
        "latency": "ms"
      }
    },
    {
      "namespaces": [
        "dynamodb"
      ],
      "things": [
        {
          "dimension": "tablename",
          "failures": [
            "systemerrors"
          ]
        }
      ],
      "durations": {
        "successfulrequestlatency": "ms"
      }
    },
    {
      "namespaces": [
        "s3"
      ],
      "things": [
        {
          "dimension": "bucketname",
          "failures": [
            "5xxerrors"
          ]
        }
      ],
      "requests": "allrequests",
      "durations": {
        "totalrequestlatency": "ms"
      }
    },
    {
      "namespaces": [
        "apprunner"
      ],
      "things": [
        {
          "dimension": "servicename",
          "failures": [
            "5xxstatusresponses"
          ]
        }
      ],
      "requests": "requests",
      "durations": {
        "requestlatency": "ms"
      }
    },
    {
      "namespaces": [
        "ecs"
      ],
      "things": [
        {
          "dimension": "servicename",
          "failures": [
            "httpcodetarget5xxcount"
          ]
        }
      ],
      "requests": "requestcount",
      "durations": {
        "targetresponsetime": "ms"
      }
    },
    {
      "namespaces": [
        "applicationsignals"
      ],
      "things": [
        {
          "dimension": "service",
          "failures": [
            "fault"
          ]
        }
      ],
      "durations": {
        "latency": "ms"
      }
    }
  ],
  "requests": {
    "not": "^(prometheus|promhttp|alertmanager|net_conntrack|scrape|loki|cortex|thanos|grafana|vm|vmagent|kube|kubelet|container|node|go|process|python|nodejs|jvm|apiserver|rest_client|workqueue|etcd|up|probe|pg|mysql|mongodb|redis|kafka|rabbitmq|elasticsearch|aws|amazonaws|cloudwatch|otelcol|scheduler|cloudprovider|cadvisor|authentication|authorization|admission|storage|controller_runtime|leader_election)(_|$)",
    "also": "^container_(http|postgres|redis|memcached|mysql|mongo|kafka|cassandra|clickhouse|zookeeper|dubbo2|foundationdb)_(requests|queries)(_duration_seconds)?(_total)?$",
    "notDuration": "(^|_)(gc|garbage|scrape|lock|uptime|interval|pause|sync|reconcil\\w*|fsync|compaction|startup|started|boot|age|lag|eventloop|event_loop|acquire|acquisition|usage|creation|wait|pool|idle|backoff|ttl|timeout|last|timestamp|job|batch|task|cron|build|commit|checkpoint|flush|connections?|handshake|session|lookup|in_queue|queue_latency)(_|$)",
    "families": [
      {
        "name": "^istio_(requests|request_duration(_milliseconds)?)$",
        "sides": [
          {
            "side": "server",
            "where": {
              "reporter": "destination"
            },
            "service": [
              "destination_canonical_service",
              "destination_workload",
              "destination_service_name",
              "destination_app"
            ],
            "namespace": [
              "destination_workload_namespace",
              "destination_service_namespace"
            ],
            "peer": [
              "source_canonical_service",
              "source_workload",
              "source_app"
            ]
          },
          {
            "side": "client",
            "where": {
              "reporter": "source"
            },
            "service": [
              "source_canonical_service",
              "source_workload",
              "source_app"
            ],
            "namespace": [
              "source_workload_namespace"
            ],
            "peer": [
              "destination_canonical_service",
              "destination_workload",
              "destination_service_name",
              "destination_service",
              "destination_app"
            ]
          },
          {
            "side": "client",
            "where": {
              "reporter": "waypoint"
            },
            "service": [
              "source_canonical_service",
              "source_workload",
              "source_app"
            ],
            "namespace": [
              "source_workload_namespace"
            ],
            "peer": [
              "destination_canonical_service",
              "destination_workload",
              "destination_service_name",
              "destination_service",
              "destination_app"
            ]
          }
        ]
      },
      {
        "name": "^traces_service_graph_request(_failed)?$",
        "sides": [
          {
            "side": "server",
            "service": [
              "server"
            ],
            "peer": [
              "client"
            ]
          },
          {
            "side": "client",
            "service": [
              "client"
            ],
            "peer": [
              "server"
            ]
          }
        ]
      },
      {
        "name": "^traces_service_graph_request_server(_seconds)?$",
        "sides": [
          {
            "side": "server",
            "service": [
              "server"
            ],
            "peer": [
              "client"
            ]
          }
        ]
      },
      {
        "name": "^traces_service_graph_request_client(_seconds)?$",
        "sides": [
          {
            "side": "client",
            "service": [
              "client"
            ],
            "peer": [
              "server"
            ]
          }
        ]
      },
      {
        "name": "^(response|request|response_latency(_ms)?)$",
        "needs": [
          "direction"
        ],
        "sides": [
          {
            "side": "server",
            "where": {
              "direction": "inbound"
            },
            "service": [
              "deployment",
              "statefulset",
              "daemonset",
              "workload",
              "pod"
            ]
          },
          {
            "side": "client",
            "where": {
              "direction": "outbound"
            },
            "service": [
              "deployment",
              "statefulset",
              "daemonset",
              "workload",
              "pod"
            ],
            "peer": [
              "dst_deployment",
              "dst_statefulset",
              "dst_service",
              "dst_daemonset",
              "authority"
            ]
          }
        ]
      },
      {
        "name": "^traces_span_metrics_(calls|latency|duration(_milliseconds|_seconds)?)$|^(calls|duration_milliseconds|latency)$",
        "needs": [
          "span_kind"
        ],
        "sides": [
          {
            "side": "server",
            "where": {
              "span_kind": "SPAN_KIND_SERVER"
            }
          },
          {
            "side": "server",
            "where": {
              "span_kind": "SPAN_KIND_CONSUMER"
            }
          },
          {
            "side": "client",
            "where": {
              "span_kind": "SPAN_KIND_CLIENT"
            },
            "peer": [
              "peer_service",
              "server_address",
              "net_peer_name",
              "rpc_service",
              "db_system",
              "http_host"
            ]
          }
        ]
      },
      {
        "name": "^envoy_cluster_(upstream_rq|upstream_rq_time|upstream_rq_xx|upstream_rq_completed)$",
        "sides": [
          {
            "side": "client",
            "where": {
              "envoy_cluster_name": "*"
            },
            "peer": [
              "envoy_cluster_name"
            ]
          },
          {
            "side": "client",
            "where": {
              "cluster_name": "*"
            },
            "peer": [
              "cluster_name"
            ]
          },
          {
            "side": "server"
          }
        ]
      },
      {
        "name": "^envoy_http_downstream_rq(_time|_xx|_completed)?$",
        "sides": [
          {
            "side": "server"
          }
        ]
      },
      {
        "name": "^nginx_ingress_controller_(requests|request_duration(_seconds)?|response_duration(_seconds)?)$",
        "sides": [
          {
            "side": "server",
            "service": [
              "service",
              "exported_service",
              "ingress"
            ]
          }
        ]
      },
      {
        "name": "^([a-z]+_)?(sr|cnt|mrt)(_(ms|s|pct|percent))?$",
        "needs": [
          "tc"
        ],
        "sides": [
          {
            "side": "server",
            "service": [
              "tc"
            ]
          }
        ]
      },
      {
        "name": "^haproxy_(backend|server)_(http_requests|http_responses|response_time_average(_seconds)?|total_time_average(_seconds)?|response_errors|connection_errors)$",
        "sides": [
          {
            "side": "server",
            "service": [
              "proxy",
              "backend",
              "pxname"
            ]
          }
        ]
      },
      {
        "name": "^haproxy_frontend_http_(requests|responses)$",
        "sides": [
          {
            "side": "server",
            "service": [
              "proxy",
              "frontend",
              "pxname"
            ]
          }
        ]
      },
      {
        "name": "^traefik_service_(requests|request_duration(_seconds)?)$",
        "sides": [
          {
            "side": "server",
            "service": [
              "service",
              "exported_service"
            ]
          }
        ]
      },
      {
        "name": "^hubble_http_(requests|request_duration(_seconds)?|responses)$",
        "sides": [
          {
            "side": "server",
            "service": [
              "destination_workload",
              "destination",
              "destination_app"
            ],
            "peer": [
              "source_workload",
              "source",
              "source_app"
            ]
          }
        ]
      },
      {
        "name": "^coredns_dns_(requests|request_duration(_seconds)?|responses)$",
        "sides": [
          {
            "side": "server",
            "named": "coredns"
          }
        ]
      },
      {
        "name": "^container_\\w+_(requests|queries)(_duration_seconds)?(_total)?$",
        "sides": [
          {
            "side": "client",
            "service": [
              "container_id"
            ],
            "peer": [
              "destination",
              "actual_destination"
            ]
          }
        ]
      },
      {
        "name": "(^|_)(client|clients|outbound|outgoing|upstream|downstream_call|egress)(_|$)",
        "sides": [
          {
            "side": "client",
            "peer": [
              "target",
              "peer",
              "peer_service",
              "callee",
              "upstream",
              "upstream_service",
              "upstream_cluster",
              "dependency",
              "remote_service",
              "server_address",
              "net_peer_name",
              "http_host",
              "destination",
              "destination_service",
              "client_name",
              "clientname",
              "host",
              "server",
              "backend",
              "grpc_service",
              "rpc_service"
            ]
          }
        ]
      },
      {
        "name": ".",
        "sides": [
          {
            "side": "server"
          }
        ]
      }
    ],
    "roles": [
      {
        "role": "success_ratio",
        "name": "(success|availability|available)_(rate|ratio|percent|percentage|pct)(_|$)|request_availability|(^|_)sli_(success|availability)|^(business_|biz_|trade_|service_)?sr(_pct|_percent)?$"
      },
      {
        "role": "error_ratio",
        "name": "(error|failure|fault)s?_(rate|ratio|percent|percentage|pct)(_|$)"
      },
      {
        "role": "duration",
        "name": "latenc(y|ies)|(^|_)duration|response_?time|elapsed|(requests?|rq|rpc|grpc|http|handling|handled|processing|serving)_(time|seconds|milliseconds|ms|micros)(_|$)|(^|_)(rt|resp_time)(_|$)|(^|_)(tx|txn|transactions?|requests?|calls?)_(avg|average|mean|p\\d{2,3})_(ms|msec|milliseconds|s|sec|seconds)$|(^|_)(mean|avg|average)_resp(onse)?(_time)?(_(ms|s|sec|seconds))?$|^(business_|biz_|trade_|service_)?mrt(_(ms|s))?$"
      },
      {
        "role": "failures",
        "name": "undertow_error_count(_|$)|(requests?|rq|calls?|http|grpc|rpc|responses?|invocations)_?(\\w+_)?(errors?|failures?|failed|faults?|5_?xx)(_|$)|(errors?|failed|failures?)_(requests?|calls?|responses?)|httpcode_(target_|elb_)?5_?xx|(^|_)5_?xx_(responses?|requests?)(_|$)"
      },
      {
        "role": "requests",
        "name": "^(business_|biz_|trade_|service_)?cnt$|(^|_)(requests?|rq|handled|responses?|rps|qps|calls|invocations)(_|$)|^container_\\w+_queries$"
      }
    ],
    "notRequests": "(size|bytes|body|header|active|in_?flight|inprogress|in_progress|concurrent|pending|queued?|waiting|current|running|executing|list|retr(y|ies)|redirect\\w*|cancelled|timeout|limit|max|open|throttled|dropped|hedged|slow|cache|per_connection|rejected)(_|$)",
    "status": [
      "code",
      "status",
      "status_code",
      "response_code",
      "http_status_code",
      "http_response_status_code",
      "http_code",
      "statuscode",
      "rcode",
      "response_class",
      "envoy_response_code_class",
      "response_code_class",
      "code_class"
    ],
    "grpc": [
      "grpc_code",
      "grpc_status",
      "rpc_grpc_status_code",
      "grpc_response_status"
    ],
    "outcome": [
      "outcome",
      "result",
      "classification",
      "success",
      "error",
      "error_type",
      "status_class",
      "otel_status_code"
    ],
    "quantile": [
      "quantile",
      "percentile",
      "stat",
      "statistic",
      "aggregation"
    ]
  },
  "exporters": [
    {
      "exporter": "computed by the metrics backend from whole series",
      "metrics": [
        {
          "name": "^container_cpu_cfs_throttled_periods_ratio$",
          "signal": "cpu-throttled-share",
          "bad": "up",
          "unit": "ratio"
        },
        {
          "name": "^node_cpu_busy_ratio$",
          "signal": "cpu-share",
          "bad": "up",
          "unit": "ratio",
          "of": "node"
        },
        {
          "name": "^node_cpu_steal_ratio$",
          "signal": "cpu-steal-share",
          "bad": "up",
          "unit": "ratio",
          "of": "node"
        },
        {
          "name": "^node_cpu_iowait_ratio$",
          "signal": "cpu-iowait-share",
          "bad": "up",
          "unit": "ratio",
          "of": "node"
        },
        {
          "name": "^node_tcp_retransmits_ratio$",
          "signal": "network-loss-share",
          "bad": "up",
          "unit": "ratio",
          "of": "node"
        }
      ]
    },
    {
      "exporter": "node_exporter, windows_exporter, OpenTelemetry host metrics",
      "of": "node",
      "metrics": [
        {
          "name": "^node_filesystem_avail_bytes$|^windows_logical_disk_free_bytes$",
          "signal": "disk-free",
          "bad": "down",
          "unit": "bytes"
        },
        {
          "name": "^node_filesystem_free_bytes$",
          "signal": "disk-free-for-root",
          "unit": "bytes"
        },
        {
          "name": "^node_filesystem_size_bytes$|^windows_logical_disk_size_bytes$",
          "signal": "disk-limit",
          "unit": "bytes"
        },
        {
          "name": "^node_filesystem_files_free$",
          "signal": "inodes-free",
          "bad": "down"
        },
        {
          "name": "^node_filesystem_files$",
          "signal": "inodes-limit"
        },
        {
          "name": "^node_filesystem_readonly$",
          "signal": "read-only",
          "bad": "up"
        },
        {
          "name": "^node_disk_io_time_seconds_total$",
          "signal": "disk-busy",
          "bad": "up",
          "kind": "counter",
          "unit": "ratio"
        },
        {
          "name": "^node_disk_io_time_weighted_seconds_total$",
          "signal": "disk-queue",
          "bad": "up",
          "kind": "counter"
        },
        {
          "name": "^node_disk_(read|write)_time_seconds_total$",
          "signal": "disk-time",
          "kind": "counter"
        },
        {
          "name": "^node_memory_mem_available_bytes$|^windows_memory_available_bytes$",
          "signal": "memory-free",
          "bad": "down",
          "unit": "bytes"
        },
        {
          "name": "^node_memory_mem_free_bytes$|^node_memory_(buffers|cached|s_reclaimable|swap_free|swap_total|swap_cached|active|inactive|slab|shmem)\\w*$",
          "signal": "other"
        },
        {
          "name": "^node_memory_mem_total_bytes$|^windows_memory_physical_total_bytes$|^windows_cs_physical_memory_bytes$",
          "signal": "memory-limit",
          "unit": "bytes"
        },
        {
          "name": "^node_memory_usage_percent$|^node_memory_utili[sz]ation(_ratio)?$|^instance_node_memory_utilisation_ratio$",
          "signal": "memory-share",
          "bad": "up"
        },
        {
          "name": "^node_vmstat_oom_kill$",
          "signal": "oom-kills",
          "bad": "up",
          "kind": "counter"
        },
        {
          "name": "^node_cpu_seconds_total$",
          "signal": "cpu-steal",
          "bad": "up",
          "kind": "counter",
          "unit": "cores",
          "where": {
            "mode": "steal"
          }
        },
        {
          "name": "^node_cpu_seconds_total$",
          "signal": "cpu-idle",
          "bad": "down",
          "kind": "counter",
          "unit": "cores",
          "where": {
            "mode": "idle"
          }
        },
        {
          "name": "^node_cpu_seconds_total$",
          "signal": "cpu-iowait",
          "bad": "up",
          "kind": "counter",
          "unit": "cores",
          "where": {
            "mode": "iowait"
          }
        },
        {
          "name": "^node_cpu_seconds_total$",
          "signal": "other",
          "kind": "counter"
        },
        {
          "name": "^windows_cpu_time_total$",
          "signal": "cpu-idle",
          "bad": "down",
          "kind": "counter",
          "unit": "cores",
          "where": {
            "mode": "idle"
          }
        },
        {
          "name": "^windows_cpu_\\w+$",
          "signal": "other"
        },
        {
          "name": "^windows_logical_disk_(read|write)_seconds_total$",
          "signal": "disk-time",
          "kind": "counter"
        },
        {
          "name": "^windows_(logical_disk|memory|net|system|os|cs|time|tcp)_\\w+$",
          "signal": "other"
        },
        {
          "name": "^node_cpu_(usage|utili[sz]ation)(_percent|_ratio)?$|^instance_node_cpu_utilisation\\w*$|^system_cpu_utilization$",
          "signal": "cpu-share",
          "bad": "up"
        },
        {
          "name": "^node_load(1|5|15)$|^system_cpu_load_average_(1|5|15)m$",
          "signal": "load",
          "bad": "up"
        },
        {
          "name": "^node_pressure_cpu_waiting_seconds_total$",
          "signal": "pressure-cpu",
          "bad": "up",
          "kind": "counter",
          "unit": "ratio"
        },
        {
          "name": "^node_pressure_memory_(waiting|stalled)_seconds_total$",
          "signal": "pressure-memory",
          "bad": "up",
          "kind": "counter",
          "unit": "ratio"
        },
        {
          "name": "^node_pressure_io_(waiting|stalled)_seconds_total$",
          "signal": "pressure-io",
          "bad": "up",
          "kind": "counter",
          "unit": "ratio"
        },
        {
          "name": "^node_nf_conntrack_entries$",
          "signal": "conntrack",
          "bad": "up"
        },
        {
          "name": "^node_nf_conntrack_entries_limit$",
          "signal": "conntrack-limit"
        },
        {
          "name": "^node_filefd_allocated$",
          "signal": "open-files",
          "bad": "up"
        },
        {
          "name": "^node_filefd_maximum$",
          "signal": "open-files-limit"
        },
        {
          "name": "^node_procs_running$|^node_processes_threads$",
          "signal": "other"
        },
        {
          "name": "^node_processes_pids$",
          "signal": "pids",
          "bad": "up"
        },
        {
          "name": "^node_processes_max_processes$",
          "signal": "pids-limit"
        },
        {
          "name": "^node_timex_offset_seconds$|^node_ntp_offset_seconds$",
          "signal": "clock-offset",
          "bad": "up",
          "unit": "seconds"
        },
        {
          "name": "^chrony(_tracking)?_(system_time|last_offset|rms_offset)(_seconds)?$|^windows_time_computed_time_offset_seconds$|^ntp_offset(_seconds)?$",
          "signal": "clock-offset",
          "bad": "up",
          "unit": "seconds"
        },
        {
          "name": "^ntpq_offset(_ms|_milliseconds)?$|^ntpd_time_offset$",
          "signal": "clock-offset",
          "bad": "up",
          "unit": "milliseconds"
        },
        {
          "name": "^node_timex_sync_status$",
          "signal": "clock-synchronised",
          "bad": "down"
        },
        {
          "name": "^node_netstat_tcp_retrans_segs$|^node_tcp_retransmits?(_per_second|_rate)?$|^node_netstat_tcp_ext_tcp_syn_retrans$",
          "signal": "network-loss",
          "bad": "up",
          "kind": "counter"
        },
        {
          "name": "^node_netstat_tcp_out_segs$",
          "signal": "network-segments",
          "kind": "counter"
        },
        {
          "name": "^node_netstat_tcp_ext_listen_(overflows|drops)$",
          "signal": "listen-overflows",
          "bad": "up",
          "kind": "counter"
        },
        {
          "name": "^node_network_(receive|transmit)_(drop|errs)_total$",
          "signal": "network-loss",
          "bad": "up",
          "kind": "counter"
        },
        {
          "name": "^node_network_(receive|transmit)_packets_total$",
          "signal": "network-packets",
          "kind": "counter"
        },
        {
          "name": "^node_network_(receive|transmit)_bytes_total$",
          "signal": "network-bytes",
          "kind": "counter"
        },
        {
          "name": "^node_network_up$",
          "signal": "other"
        },
        {
          "name": "^node_systemd_unit_state$",
          "signal": "unit-state"
        },
        {
          "name": "^node_md_disks$|^node_edac_\\w+$|^node_hwmon_\\w+$|^node_cooling_\\w+$|^node_scrape_\\w+$|^node_textfile_\\w+$|^node_(boot_time|time)_seconds$|^node_(uname|os|dmi|cpu|network)_info$",
          "signal": "other"
        },
        {
          "name": "^kubelet_volume_stats_available_bytes$",
          "signal": "disk-free",
          "bad": "down",
          "unit": "bytes",
          "of": "volume"
        },
        {
          "name": "^kubelet_volume_stats_capacity_bytes$",
          "signal": "disk-limit",
          "unit": "bytes",
          "of": "volume"
        },
        {
          "name": "^kubelet_volume_stats_used_bytes$",
          "signal": "other",
          "of": "volume"
        },
        {
          "name": "^kubelet_volume_stats_inodes_free$",
          "signal": "inodes-free",
          "bad": "down",
          "of": "volume"
        },
        {
          "name": "^kubelet_volume_stats_inodes$",
          "signal": "inodes-limit",
          "of": "volume"
        }
      ]
    },
    {
      "exporter": "cAdvisor, kubelet",
      "metrics": [
        {
          "name": "^container_cpu_cfs_throttled_periods_total$",
          "signal": "cpu-throttled-periods",
          "bad": "up",
          "kind": "counter"
        },
        {
          "name": "^container_cpu_cfs_periods_total$",
          "signal": "cpu-periods",
          "kind": "counter"
        },
        {
          "name": "^container_cpu_cfs_throttled_seconds_total$",
          "signal": "cpu-throttling",
          "bad": "up",
          "kind": "counter",
          "unit": "ratio"
        },
        {
          "name": "^container_cpu_cfs_throttled_ratio$",
          "signal": "cpu-throttling",
          "bad": "up",
          "unit": "ratio"
        },
        {
          "name": "^container_cpu_usage_seconds_total$|^container_cpu_usage_cores$|^pod_cpu_usage_seconds_total$|^k8s_(pod|container)_cpu_usage$|^container_cpu_usage$",
          "signal": "cpu",
          "bad": "up",
          "unit": "cores"
        },
        {
          "name": "^container_spec_cpu_quota$",
          "signal": "cpu-quota"
        },
        {
          "name": "^container_spec_cpu_period$|^container_spec_cpu_shares$",
          "signal": "other"
        },
        {
          "name": "^container_memory_working_set_bytes$|^k8s_(pod|container)_memory_working_set$",
          "signal": "memory",
          "bad": "up",
          "unit": "bytes"
        },
        {
          "name": "^container_memory_(usage_bytes|rss|cache|max_usage_bytes|mapped_file|swap|failcnt|failures_total)$",
          "signal": "memory-other"
        },
        {
          "name": "^container_spec_memory_limit_bytes$",
          "signal": "memory-limit",
          "unit": "bytes"
        },
        {
          "name": "^container_oom_(events|kills)_total$",
          "signal": "oom-kills",
          "bad": "up",
          "kind": "counter"
        },
        {
          "name": "^container_file_descriptors$",
          "signal": "open-files",
          "bad": "up"
        },
        {
          "name": "^container_threads$",
          "signal": "threads",
          "bad": "up"
        },
        {
          "name": "^container_threads_max$",
          "signal": "threads-limit"
        },
        {
          "name": "^container_fs_usage_bytes$",
          "signal": "disk-used",
          "unit": "bytes"
        },
        {
          "name": "^container_fs_limit_bytes$",
          "signal": "disk-limit",
          "unit": "bytes"
        },
        {
          "name": "^container_pressure_cpu_waiting_seconds_total$",
          "signal": "pressure-cpu",
          "bad": "up",
          "kind": "counter",
          "unit": "ratio"
        },
        {
          "name": "^container_pressure_memory_(waiting|stalled)_seconds_total$",
          "signal": "pressure-memory",
          "bad": "up",
          "kind": "counter",
          "unit": "ratio"
        },
        {
          "name": "^container_pressure_io_(waiting|stalled)_seconds_total$",
          "signal": "pressure-io",
          "bad": "up",
          "kind": "counter",
          "unit": "ratio"
        },
        {
          "name": "^container_network_(receive|transmit)_(packets_dropped|errors)_total$",
          "signal": "network-loss",
          "bad": "up",
          "kind": "counter"
        },
        {
          "name": "^container_network_(receive|transmit)_bytes(_total|_per_second)?$",
          "signal": "network-bytes"
        },
        {
          "name": "^container_network_(receive|transmit)_packets_total$",
          "signal": "network-packets",
          "kind": "counter"
        },
        {
          "name": "^container_net_tcp_failed_connects(_total|_per_second)?$|^container_net_tcp_connection_failures_total$",
          "signal": "connect-failures",
          "bad": "up",
          "of": "client"
        },
        {
          "name": "^container_net_latency_seconds$",
          "signal": "network-delay",
          "bad": "up",
          "unit": "seconds"
        },
        {
          "name": "^container_start_time_seconds$|^container_last_seen$|^container_tasks_state$|^container_scrape_error$",
          "signal": "other"
        }
      ]
    },
    {
      "exporter": "coroot-node-agent",
      "metrics": [
        {
          "name": "^container_resources_cpu_usage_seconds_total$",
          "signal": "cpu",
          "bad": "up",
          "kind": "counter",
          "unit": "cores"
        },
        {
          "name": "^container_resources_cpu_limit_cores$",
          "signal": "cpu-limit",
          "unit": "cores"
        },
        {
          "name": "^container_resources_cpu_throttled_seconds_total$",
          "signal": "cpu-throttling",
          "bad": "up",
          "kind": "counter",
          "unit": "ratio"
        },
        {
          "name": "^container_resources_memory_rss_bytes$",
          "signal": "memory",
          "bad": "up",
          "unit": "bytes"
        },
        {
          "name": "^container_resources_memory_cache_bytes$",
          "signal": "memory-other"
        },
        {
          "name": "^container_resources_memory_limit_bytes$",
          "signal": "memory-limit",
          "unit": "bytes"
        },
        {
          "name": "^container_resources_(disk_delay|io_pressure_waiting)_seconds_total$",
          "signal": "pressure-io",
          "bad": "up",
          "kind": "counter",
          "unit": "ratio"
        },
        {
          "name": "^container_resources_(cpu_pressure_waiting|cpu_delay)_seconds_total$",
          "signal": "pressure-cpu",
          "bad": "up",
          "kind": "counter",
          "unit": "ratio"
        },
        {
          "name": "^container_resources_memory_pressure_waiting_seconds_total$",
          "signal": "pressure-memory",
          "bad": "up",
          "kind": "counter",
          "unit": "ratio"
        },
        {
          "name": "^container_resources_disk_used_bytes$",
          "signal": "disk-used",
          "unit": "bytes",
          "of": "volume"
        },
        {
          "name": "^container_resources_disk_size_bytes$",
          "signal": "disk-limit",
          "unit": "bytes",
          "of": "volume"
        },
        {
          "name": "^container_resources_disk_(reads|writes|read_bytes|written_bytes)_total$",
          "signal": "other"
        }
      ]
    },
    {
      "exporter": "Nomad",
      "metrics": [
        {
          "name": "^nomad_client_allocs_memory_usage$",
          "signal": "memory",
          "bad": "up",
          "unit": "bytes"
        },
        {
          "name": "^nomad_client_allocs_memory_allocated$",
          "signal": "memory-limit",
          "unit": "bytes"
        },
        {
          "name": "^nomad_client_allocs_oom_killed$",
          "signal": "oom-kills",
          "bad": "up",
          "kind": "counter"
        }
      ]
    },
    {
      "exporter": "kube-state-metrics",
      "metrics": [
        {
          "name": "^kube_pod_container_status_restarts_total$",
          "signal": "restarts",
          "bad": "up",
          "kind": "counter"
        },
        {
          "name": "^kube_pod_container_status_waiting_reason$",
          "signal": "waiting-reason",
          "bad": "up"
        },
        {
          "name": "^kube_pod_container_status_last_terminated_reason$",
          "signal": "terminated-reason",
          "bad": "up",
          "where": {
            "reason": "OOMKilled"
          }
        },
        {
          "name": "^kube_pod_container_resource_limits$",
          "signal": "memory-limit",
          "unit": "bytes",
          "where": {
            "resource": "memory"
          }
        },
        {
          "name": "^kube_pod_container_resource_limits$",
          "signal": "cpu-limit",
          "unit": "cores",
          "where": {
            "resource": "cpu"
          }
        },
        {
          "name": "^kube_pod_container_resource_limits_memory_bytes$",
          "signal": "memory-limit",
          "unit": "bytes"
        },
        {
          "name": "^kube_pod_container_resource_limits_cpu_cores$",
          "signal": "cpu-limit",
          "unit": "cores"
        },
        {
          "name": "^kube_(deployment_status_replicas_available|statefulset_status_replicas_ready|daemonset_status_number_ready)$",
          "signal": "replicas",
          "bad": "down"
        },
        {
          "name": "^kube_(deployment_spec_replicas|statefulset_replicas|daemonset_status_desired_number_scheduled)$",
          "signal": "replicas-wanted"
        },
        {
          "name": "^kube_pod_container_status_ready$",
          "signal": "ready",
          "kind": "gauge"
        },
        {
          "name": "^kube_pod_status_ready$",
          "signal": "ready",
          "kind": "gauge",
          "where": {
            "condition": "true"
          }
        },
        {
          "name": "^kube_(horizontalpodautoscaler|hpa)_status_current_replicas$",
          "signal": "autoscaler-current"
        },
        {
          "name": "^kube_(horizontalpodautoscaler|hpa)_status_desired_replicas$",
          "signal": "autoscaler-wanted"
        },
        {
          "name": "^kube_(horizontalpodautoscaler|hpa)_spec_max_replicas$",
          "signal": "replicas-limit"
        },
        {
          "name": "^kube_(horizontalpodautoscaler|hpa)_\\w+$",
          "signal": "other"
        },
        {
          "name": "^kube_node_status_condition$",
          "signal": "node-condition",
          "of": "node"
        },
        {
          "name": "^kube_node_\\w+$",
          "signal": "other",
          "of": "node"
        },
        {
          "name": "^kube_job_status_failed$",
          "signal": "failed-jobs",
          "bad": "up"
        },
        {
          "name": "^kube_resourcequota$",
          "signal": "other"
        },
        {
          "name": "^kube_\\w+$",
          "signal": "other"
        },
        {
          "name": "^(kubelet|apiserver|rest_client|workqueue|scheduler|kubeproxy|cadvisor|prometheus|alertmanager|promhttp|scrape|net_conntrack|authentication|authorization|ssh|volume_manager|storage_operation|csi_operations)_\\w+$",
          "signal": "machinery"
        }
      ]
    },
    {
      "exporter": "blackbox_exporter, cert-manager, x509 exporters",
      "metrics": [
        {
          "name": "^probe_success$",
          "signal": "up",
          "bad": "down"
        },
        {
          "name": "^(probe_ssl_earliest_cert_expiry|probe_ssl_last_chain_expiry_timestamp_seconds|certmanager_certificate_expiration_timestamp_seconds|x509_cert_not_after|ssl_(verified_)?cert_not_after|cert_exporter_cert_expires_in_seconds|envoy_cluster_ssl_certificate_\\w*expiration_unix_time_seconds)$",
          "signal": "certificate-expiry",
          "bad": "down",
          "unit": "timestamp"
        },
        {
          "name": "^(envoy_server_days_until_first_cert_expiring|cert_expiry_days|certificate_days_(left|remaining))$",
          "signal": "certificate-days",
          "bad": "down"
        },
        {
          "name": "^certmanager_certificate_ready_status$",
          "signal": "certificate-not-ready",
          "bad": "up",
          "where": {
            "condition": "False"
          }
        },
        {
          "name": "^certmanager_\\w+$|^x509_\\w+$",
          "signal": "other"
        },
        {
          "name": "^probe_dns_lookup_time_seconds$",
          "signal": "dns-latency",
          "bad": "up",
          "unit": "seconds",
          "of": "resolver"
        },
        {
          "name": "^probe_duration_seconds$",
          "signal": "probe-time",
          "bad": "up",
          "unit": "seconds"
        },
        {
          "name": "^probe_icmp_duration_seconds$",
          "signal": "network-delay",
          "bad": "up",
          "unit": "seconds",
          "of": "node",
          "where": {
            "phase": "rtt"
          }
        },
        {
          "name": "^probe_\\w+$",
          "signal": "other"
        }
      ]
    },
    {
      "exporter": "postgres_exporter, CloudNativePG, pgbouncer_exporter",
      "engine": "postgresql",
      "metrics": [
        {
          "name": "^(pg_stat_activity_count|cnpg_backends_total|pg_stat_database_numbackends|postgresql_backends)$",
          "signal": "connections",
          "bad": "up",
          "kind": "gauge"
        },
        {
          "name": "^(pg_settings_max_connections|postgresql_connection_max)$",
          "signal": "connection-limit"
        },
        {
          "name": "^cnpg_pg_settings_setting$",
          "signal": "connection-limit",
          "where": {
            "name": "max_connections"
          }
        },
        {
          "name": "^(pg_database_xid_age|cnpg_pg_database_xid_age|pg_database_wraparound_age_datfrozenxid(_seconds)?|pg_database_age|pg_xid_age|pg_wraparound_age)$",
          "signal": "xid-age",
          "bad": "up",
          "kind": "gauge"
        },
        {
          "name": "^(pg_stat_archiver_failed_count|cnpg_pg_stat_archiver_failed_count)(_total)?$",
          "signal": "archive-failures",
          "bad": "up",
          "kind": "counter"
        },
        {
          "name": "^(pg_stat_archiver_archived_count|cnpg_pg_stat_archiver_archived_count)(_total)?$",
          "signal": "archive-successes",
          "kind": "counter"
        },
        {
          "name": "^(pg_stat_archiver_last_archive_age|cnpg_pg_stat_archiver_seconds_since_last_archival)(_seconds)?$",
          "signal": "archive-age",
          "unit": "seconds"
        },
        {
          "name": "^(pg_replication_lag(_seconds)?|cnpg_pg_replication_lag|pg_replication_slots_pg_wal_lsn_diff|pg_stat_replication_(replay|flush|write)_lag(_seconds)?|postgresql_wal_lag)$",
          "signal": "replication-lag",
          "bad": "up"
        },
        {
          "name": "^(pg_replication_is_replica|cnpg_pg_replication_in_recovery)$",
          "signal": "replica-role"
        },
        {
          "name": "^(pg_stat_bgwriter_checkpoints_req|pg_stat_checkpointer_num_requested)(_total)?$",
          "signal": "checkpoints",
          "bad": "up",
          "kind": "counter"
        },
        {
          "name": "^(pg_stat_bgwriter_checkpoints_timed|pg_stat_checkpointer_num_timed)(_total)?$",
          "signal": "other",
          "kind": "counter"
        },
        {
          "name": "^(pg_stat_database_deadlocks|cnpg_pg_stat_database_deadlocks|postgresql_deadlocks)(_total)?$",
          "signal": "deadlocks",
          "bad": "up",
          "kind": "counter"
        },
        {
          "name": "^(pg_stat_activity_max_tx_duration|pg_long_running_transactions_oldest_timestamp_seconds|cnpg_backends_max_tx_duration_seconds)(_seconds)?$",
          "signal": "long-transactions",
          "bad": "up",
          "unit": "seconds"
        },
        {
          "name": "^pg_locks_count$",
          "signal": "lock-waits",
          "bad": "up",
          "kind": "gauge",
          "where": {
            "mode": "accessexclusivelock|exclusivelock"
          }
        },
        {
          "name": "^pg_locks_count$",
          "signal": "other",
          "kind": "gauge"
        },
        {
          "name": "^(cnpg_backends_waiting_total|pg_stat_activity_waiting)$",
          "signal": "lock-waits",
          "bad": "up"
        },
        {
          "name": "^pg_stat_database_conflicts\\w*$|^pg_stat_database_temp_\\w+$|^pg_stat_(user|all)_tables_\\w+$",
          "signal": "other"
        },
        {
          "name": "^(cnpg_)?pg_stat_database_tup_returned(_total)?$",
          "signal": "rows-read",
          "bad": "up",
          "kind": "counter"
        },
        {
          "name": "^pg_stat_database_xact_commit(_total)?$",
          "signal": "traffic",
          "kind": "counter"
        },
        {
          "name": "^pg_stat_database_xact_rollback(_total)?$",
          "signal": "other",
          "kind": "counter"
        },
        {
          "name": "^pgbouncer_pools_client_waiting_connections$",
          "signal": "pool-waiting",
          "bad": "up"
        },
        {
          "name": "^pgbouncer_pools_client_maxwait_seconds$",
          "signal": "pool-wait-time",
          "bad": "up",
          "unit": "seconds"
        },
        {
          "name": "^pgbouncer_pools_server_active_connections$",
          "signal": "pool-use",
          "bad": "up"
        },
        {
          "name": "^pgbouncer_databases_pool_size$",
          "signal": "pool-limit"
        },
        {
          "name": "^(pg_up|cnpg_collector_up|postgresql_up)$",
          "signal": "up",
          "bad": "down"
        },
        {
          "name": "^pg_settings_\\w+$|^cnpg_collector_\\w+$|^pg_database_size_bytes$",
          "signal": "other"
        }
      ]
    },
    {
      "exporter": "mysqld_exporter",
      "engine": "mysql",
      "metrics": [
        {
          "name": "^mysql_(global_status_|status_)?threads_connected$",
          "signal": "connections",
          "bad": "up",
          "kind": "gauge"
        },
        {
          "name": "^mysql_(global_variables_|variables_)?max_connections$",
          "signal": "connection-limit"
        },
        {
          "name": "^mysql_(global_status_|status_)?threads_running$",
          "signal": "database-threads",
          "bad": "up",
          "kind": "gauge"
        },
        {
          "name": "^mysql_slave_status_seconds_behind_(master|source)$|^mysql_replica_status_seconds_behind_source$|^mysql_heartbeat_lag_seconds$|^mysql_(slave_|replica_)?seconds_behind_(master|source)$",
          "signal": "replication-lag",
          "bad": "up",
          "unit": "seconds"
        },
        {
          "name": "^mysql_(slave|replica)_status_(slave|replica)_(io|sql)_running$",
          "signal": "replication-running",
          "bad": "down"
        },
        {
          "name": "^mysql_global_status_handlers(_total)?$",
          "signal": "rows-read",
          "bad": "up",
          "kind": "counter",
          "where": {
            "handler": "read_rnd_next"
          }
        },
        {
          "name": "^mysql_(global_status_)?innodb_rows_read(_total)?$",
          "signal": "rows-read",
          "bad": "up",
          "kind": "counter"
        },
        {
          "name": "^mysql_global_status_innodb_row_ops_total$",
          "signal": "rows-read",
          "bad": "up",
          "kind": "counter",
          "where": {
            "operation": "read"
          }
        },
        {
          "name": "^mysql_(global_status_|status_)?innodb_row_lock_current_waits$",
          "signal": "lock-waits",
          "bad": "up",
          "kind": "gauge"
        },
        {
          "name": "^mysql_global_status_innodb_row_lock_waits$",
          "signal": "lock-waits",
          "bad": "up",
          "kind": "counter"
        },
        {
          "name": "^mysql_global_status_innodb_deadlocks$|^mysql_info_schema_innodb_metrics_lock_lock_deadlocks_total$",
          "signal": "deadlocks",
          "bad": "up",
          "kind": "counter"
        },
        {
          "name": "^mysql_global_status_slow_queries$",
          "signal": "slow-queries",
          "bad": "up",
          "kind": "counter"
        },
        {
          "name": "^mysql_global_status_connection_errors_total$",
          "signal": "connections-refused",
          "bad": "up",
          "kind": "counter",
          "where": {
            "error": "max_connection|max_connections"
          }
        },
        {
          "name": "^mysql_global_variables_(super_)?read_only$",
          "signal": "database-read-only",
          "bad": "up"
        },
        {
          "name": "^mysql_global_status_(queries|questions|commands_total)$",
          "signal": "traffic",
          "kind": "counter"
        },
        {
          "name": "^mysql_up$",
          "signal": "up",
          "bad": "down"
        },
        {
          "name": "^mysql_\\w+$",
          "signal": "other"
        }
      ]
    },
    {
      "exporter": "oracledb_exporter",
      "engine": "oracle",
      "metrics": [
        {
          "name": "^oracledb_resource_current_utilization$",
          "signal": "connections",
          "bad": "up",
          "where": {
            "resource_name": "processes|sessions"
          }
        },
        {
          "name": "^oracledb_resource_limit_value$",
          "signal": "connection-limit",
          "where": {
            "resource_name": "processes|sessions"
          }
        },
        {
          "name": "^oracledb_wait_time_application$",
          "signal": "lock-waits",
          "bad": "up",
          "kind": "gauge"
        },
        {
          "name": "^oracledb_up$",
          "signal": "up",
          "bad": "down"
        },
        {
          "name": "^oracledb_\\w+$",
          "signal": "other"
        }
      ]
    },
    {
      "exporter": "Triton Inference Server",
      "metrics": [
        {
          "name": "^nv_inference_(request_success|count|exec_count)$",
          "signal": "traffic",
          "kind": "counter"
        },
        {
          "name": "^nv_inference_request_failure$",
          "signal": "errors",
          "bad": "up",
          "kind": "counter"
        }
      ]
    },
    {
      "exporter": "redis_exporter, memcached_exporter",
      "engine": "redis",
      "metrics": [
        {
          "name": "^redis_evicted_keys(_total)?$|^memcached_items_evicted_total$|^redis_keys_evicted$",
          "signal": "evictions",
          "bad": "up",
          "kind": "counter"
        },
        {
          "name": "^redis_memory_used_bytes$|^memcached_current_bytes$|^redis_memory_used$",
          "signal": "cache-memory",
          "bad": "up",
          "unit": "bytes"
        },
        {
          "name": "^redis_memory_max_bytes$|^memcached_limit_bytes$|^redis_maxmemory$",
          "signal": "cache-memory-limit",
          "unit": "bytes"
        },
        {
          "name": "^redis_keyspace_misses(_total)?$",
          "signal": "cache-misses",
          "bad": "up",
          "kind": "counter"
        },
        {
          "name": "^memcached_commands_total$",
          "signal": "cache-misses",
          "bad": "up",
          "kind": "counter",
          "where": {
            "command": "get",
            "status": "miss"
          }
        },
        {
          "name": "^memcached_commands_total$",
          "signal": "cache-hits",
          "kind": "counter",
          "where": {
            "command": "get",
            "status": "hit"
          }
        },
        {
          "name": "^redis_keyspace_hits(_total)?$",
          "signal": "cache-hits",
          "kind": "counter"
        },
        {
          "name": "^redis_expired_keys(_total)?$|^redis_keys_expired$",
          "signal": "other",
          "kind": "counter"
        },
        {
          "name": "^redis_connected_clients$|^redis_clients_connected$",
          "signal": "connections",
          "bad": "up"
        },
        {
          "name": "^redis_config_maxclients$|^redis_maxclients$",
          "signal": "connection-limit"
        },
        {
          "name": "^redis_rejected_connections(_total)?$",
          "signal": "connections-refused",
          "bad": "up",
          "kind": "counter"
        },
        {
          "name": "^redis_blocked_clients$",
          "signal": "other"
        },
        {
          "name": "^redis_master_link_up$",
          "signal": "replication-running",
          "bad": "down"
        },
        {
          "name": "^redis_(connected_)?slave_lag_seconds$|^redis_master_last_io_seconds_ago$",
          "signal": "replication-lag",
          "bad": "up",
          "unit": "seconds"
        },
        {
          "name": "^redis_rdb_last_bgsave_status$|^redis_aof_last_write_status$",
          "signal": "persistence-ok",
          "bad": "down"
        },
        {
          "name": "^redis_commands_processed_total$|^memcached_commands_total$",
          "signal": "traffic",
          "kind": "counter"
        },
        {
          "name": "^(redis|memcached)_up$",
          "signal": "up",
          "bad": "down"
        },
        {
          "name": "^redis_evict(ed_keys|ions)_per_min(ute)?$",
          "signal": "evictions",
          "bad": "up",
          "kind": "gauge",
          "unit": "per minute"
        },
        {
          "name": "^redis_evict(ed_keys|ions)_per_sec(ond)?$",
          "signal": "evictions",
          "bad": "up",
          "kind": "gauge"
        },
        {
          "name": "^redis_(keyspace_|key_|cache_)?hit_(ratio|rate|share|pct|percent)$",
          "signal": "cache-hit-share",
          "bad": "down",
          "kind": "gauge"
        },
        {
          "name": "^redis_\\w+$|^memcached_\\w+$",
          "signal": "other"
        }
      ]
    },
    {
      "exporter": "mongodb_exporter",
      "engine": "mongodb",
      "metrics": [
        {
          "name": "^mongodb_(ss_connections|connections)$",
          "signal": "connections",
          "bad": "up",
          "where": {
            "conn_type": "current",
            "state": "current"
          }
        },
        {
          "name": "^mongodb_(ss_connections|connections)$",
          "signal": "connections-free",
          "bad": "down",
          "where": {
            "conn_type": "available",
            "state": "available"
          }
        },
        {
          "name": "^mongodb_(ss_connections|connections)$",
          "signal": "other"
        },
        {
          "name": "^mongodb_mongod_replset_member_replication_lag$|^mongodb_\\w*replication_lag\\w*$",
          "signal": "replication-lag",
          "bad": "up",
          "unit": "seconds"
        },
        {
          "name": "^mongodb_\\w*wt_concurrent_transactions_available\\w*$|^mongodb_ss_wt_concurrent_transactions_\\w+_available$",
          "signal": "other"
        },
        {
          "name": "^mongodb_ss_metrics_query_?executor_scanned_?objects(_total)?$",
          "signal": "rows-read",
          "bad": "up",
          "kind": "counter"
        },
        {
          "name": "^mongodb_mongod_metrics_query_executor(_total)?$",
          "signal": "rows-read",
          "bad": "up",
          "kind": "counter",
          "where": {
            "state": "scanned_objects"
          }
        },
        {
          "name": "^mongodb_ss_global_lock_current_queue$",
          "signal": "lock-waits",
          "bad": "up"
        },
        {
          "name": "^mongodb_up$",
          "signal": "up",
          "bad": "down"
        },
        {
          "name": "^mongodb_\\w+$",
          "signal": "other"
        }
      ]
    },
    {
      "exporter": "kafka_exporter, Kafka JMX, burrow",
      "engine": "kafka",
      "metrics": [
        {
          "name": "^(kafka_consumergroup_lag|kafka_consumergroup_lag_sum|kafka_burrow_partition_lag|kafka_consumer_group_lag|kafka_consumer_fetch_manager_records_lag(_max)?|kafka_consumer_records_lag(_max)?|kafka_lag_exporter_consumergroup_group_(sum_)?lag|kafka_minion_group_topic_lag)$",
          "signal": "consumer-lag",
          "bad": "up",
          "kind": "gauge",
          "of": "consumer"
        },
        {
          "name": "^(kafka_consumergroup_group_lag_seconds|kafka_lag_exporter_consumergroup_group_lag_seconds|kafka_consumergroup_lag_seconds|kafka_consumer_lag_seconds)$",
          "signal": "consumer-lag-time",
          "bad": "up",
          "unit": "seconds",
          "of": "consumer"
        },
        {
          "name": "^(kafka_topic_partition_under_replicated_partition|kafka_server_replicamanager_underreplicatedpartitions|kafka_server_replica_manager_under_replicated_partitions)\\w*$",
          "signal": "under-replicated",
          "bad": "up"
        },
        {
          "name": "^kafka_controller_kafkacontroller_offlinepartitionscount\\w*$|^kafka_controller_kafka_controller_offline_partitions_count\\w*$",
          "signal": "partitions-offline",
          "bad": "up"
        },
        {
          "name": "^kafka_consumer_coordinator_rebalance_total$|^kafka_consumer_(coordinator_)?rebalance_rate\\w*$|^kafka_consumergroup_rebalances_total$|^kafka_coordinator_group_groupmetadatamanager_numgroupspreparingrebalance$",
          "signal": "rebalances",
          "bad": "up"
        },
        {
          "name": "^kafka_consumergroup_members$",
          "signal": "queue-consumers",
          "bad": "down",
          "of": "consumer"
        },
        {
          "name": "^kafka_log_\\w*size$|^kafka_(topic_partition|consumergroup)_current_offset(_sum)?$|^kafka_topic_partition_\\w+$",
          "signal": "other"
        },
        {
          "name": "^kafka_\\w+$",
          "signal": "other"
        }
      ]
    },
    {
      "exporter": "rabbitmq_prometheus, rabbitmq_exporter",
      "engine": "rabbitmq",
      "metrics": [
        {
          "name": "^rabbitmq_alarms_(memory_used_watermark|free_disk_space_watermark|file_descriptor_limit)$|^rabbitmq_node_(mem|disk)_alarm$|^rabbitmq_node_(mem|disk_free)_alarm$",
          "signal": "broker-alarm",
          "bad": "up",
          "kind": "gauge"
        },
        {
          "name": "^rabbitmq_(detailed_)?queue_messages_ready$",
          "signal": "queue",
          "bad": "up",
          "of": "queue"
        },
        {
          "name": "^rabbitmq_(detailed_)?queue_messages_(unacked|unacknowledged)$",
          "signal": "queue-unacked",
          "bad": "up",
          "of": "queue"
        },
        {
          "name": "^rabbitmq_(detailed_)?queue_messages$",
          "signal": "queue-all",
          "bad": "up",
          "of": "queue"
        },
        {
          "name": "^rabbitmq_(detailed_)?queue_consumers$|^rabbitmq_consumers$",
          "signal": "queue-consumers",
          "bad": "down",
          "of": "queue"
        },
        {
          "name": "^rabbitmq_(process_resident_memory_bytes|node_mem_used)$",
          "signal": "broker-memory",
          "bad": "up",
          "unit": "bytes"
        },
        {
          "name": "^rabbitmq_(resident_memory_limit_bytes|node_mem_limit)$",
          "signal": "broker-memory-limit",
          "unit": "bytes"
        },
        {
          "name": "^rabbitmq_(disk_space_available_bytes|node_disk_free)$",
          "signal": "broker-disk-free",
          "bad": "down",
          "unit": "bytes"
        },
        {
          "name": "^rabbitmq_(disk_space_available_limit_bytes|node_disk_free_limit)$",
          "signal": "broker-disk-limit",
          "unit": "bytes"
        },
        {
          "name": "^rabbitmq_process_open_fds$|^rabbitmq_fd_used$",
          "signal": "open-files",
          "bad": "up"
        },
        {
          "name": "^rabbitmq_process_max_fds$|^rabbitmq_fd_available$",
          "signal": "open-files-limit"
        },
        {
          "name": "^rabbitmq_\\w*unroutable\\w*$",
          "signal": "other"
        },
        {
          "name": "^rabbitmq_up$|^rabbitmq_identity_info$",
          "signal": "other"
        },
        {
          "name": "^rabbitmq_\\w+$",
          "signal": "other"
        }
      ]
    },
    {
      "exporter": "Artemis metrics plugin",
      "engine": "artemis",
      "metrics": [
        {
          "name": "^artemis_disk_store_usage$",
          "signal": "broker-disk-share",
          "bad": "up",
          "kind": "gauge",
          "unit": "ratio"
        }
      ]
    },
    {
      "exporter": "prometheus-mssql-exporter, sql_exporter for SQL Server",
      "engine": "sqlserver",
      "metrics": [
        {
          "name": "^windows_mssql_databases_log_used_percent$",
          "signal": "log-share",
          "bad": "up",
          "unit": "percent",
          "kind": "gauge"
        },
        {
          "name": "^windows_mssql_(genstats|general)_blocked_processes$",
          "signal": "lock-waits",
          "bad": "up",
          "kind": "gauge"
        },
        {
          "name": "^windows_mssql_locks_deadlocks(_total)?$",
          "signal": "deadlocks",
          "bad": "up",
          "kind": "counter"
        },
        {
          "name": "^windows_mssql_(genstats|general)_user_connections$",
          "signal": "connections",
          "bad": "up",
          "kind": "gauge"
        },
        {
          "name": "^windows_mssql_sqlstats_batch_requests(_total)?$",
          "signal": "traffic",
          "kind": "counter"
        },
        {
          "name": "^mssql_up$",
          "signal": "up",
          "bad": "down"
        },
        {
          "name": "^mssql_(blocked_(processes|sessions)|processes_blocked)$",
          "signal": "lock-waits",
          "bad": "up",
          "kind": "gauge"
        },
        {
          "name": "^mssql_lock_waits(_total)?$",
          "signal": "lock-waits",
          "bad": "up",
          "kind": "counter"
        },
        {
          "name": "^mssql_deadlocks(_total)?$",
          "signal": "deadlocks",
          "bad": "up",
          "kind": "counter"
        },
        {
          "name": "^mssql_(client_)?connections$",
          "signal": "connections",
          "bad": "up"
        },
        {
          "name": "^mssql_(page_life_expectancy|page_fault_count|memory_utilization_percentage|buffer_\\w+|log_growths|database_filesize|user_errors)(_total)?$",
          "signal": "other"
        }
      ]
    },
    {
      "exporter": "elasticsearch_exporter, opensearch",
      "engine": "elasticsearch",
      "metrics": [
        {
          "name": "^(elasticsearch|opensearch)_cluster_health_status$",
          "signal": "cluster-red",
          "bad": "up",
          "where": {
            "color": "red"
          }
        },
        {
          "name": "^(elasticsearch|opensearch)_jvm_memory_used_bytes$",
          "signal": "heap",
          "bad": "up",
          "unit": "bytes",
          "where": {
            "area": "heap"
          }
        },
        {
          "name": "^(elasticsearch|opensearch)_jvm_memory_max_bytes$",
          "signal": "heap-limit",
          "unit": "bytes",
          "where": {
            "area": "heap"
          }
        },
        {
          "name": "^(elasticsearch|opensearch)_jvm_gc_collection_seconds_sum$",
          "signal": "gc-time",
          "bad": "up",
          "kind": "counter",
          "unit": "ratio"
        },
        {
          "name": "^(elasticsearch|opensearch)_filesystem_data_(available|free)_bytes$",
          "signal": "disk-free",
          "bad": "down",
          "unit": "bytes"
        },
        {
          "name": "^(elasticsearch|opensearch)_filesystem_data_size_bytes$",
          "signal": "disk-limit",
          "unit": "bytes"
        },
        {
          "name": "^(elasticsearch|opensearch)_thread_pool_rejected_count$",
          "signal": "pool-rejections",
          "bad": "up",
          "kind": "counter"
        },
        {
          "name": "^(elasticsearch|opensearch)_breakers_tripped$",
          "signal": "other",
          "kind": "counter"
        },
        {
          "name": "^(elasticsearch|opensearch)_\\w+$",
          "signal": "other"
        }
      ]
    },
    {
      "exporter": "Cassandra (instaclustr's exporter, JMX exporter), BookKeeper, Flink",
      "metrics": [
        {
          "name": "^cassandra_jvm_gc_collection_(duration_)?seconds_(sum|total)$",
          "signal": "gc-time",
          "bad": "up",
          "kind": "counter",
          "unit": "ratio",
          "engine": "cassandra"
        },
        {
          "name": "^cassandra_jvm_gc_collection_(duration_)?seconds_count$",
          "signal": "gc-count",
          "bad": "up",
          "kind": "counter"
        },
        {
          "name": "^cassandra_jvm_memory_pool_used_bytes$",
          "signal": "heap",
          "bad": "up",
          "unit": "bytes",
          "where": {
            "pool": "G1 Old Gen|CMS Old Gen|PS Old Gen|Tenured Gen|ZHeap|Shenandoah"
          },
          "engine": "cassandra"
        },
        {
          "name": "^cassandra_jvm_memory_pool_maximum_bytes$",
          "signal": "heap-limit",
          "unit": "bytes",
          "where": {
            "pool": "G1 Old Gen|CMS Old Gen|PS Old Gen|Tenured Gen|ZHeap|Shenandoah"
          }
        },
        {
          "name": "^cassandra_thread_?pools?_(pending|blocked)_tasks$",
          "signal": "threads-queued",
          "bad": "up",
          "engine": "cassandra"
        },
        {
          "name": "^cassandra_(jvm|thread_?pools?)_\\w+$",
          "signal": "other",
          "engine": "cassandra"
        },
        {
          "name": "^bookie_server_status$",
          "signal": "up",
          "bad": "down"
        },
        {
          "name": "^bookie_ledger_dir_\\w+_usage$",
          "signal": "disk-share",
          "bad": "up",
          "unit": "percent"
        },
        {
          "name": "^bookie_ledger_writable_dirs$",
          "signal": "other",
          "bad": "down"
        },
        {
          "name": "^flink_jobmanager_job_(num_restarts|full_restarts)$",
          "signal": "restarts",
          "bad": "up",
          "kind": "counter"
        },
        {
          "name": "^flink_\\w*checkpoints?(_|$)\\w*$",
          "signal": "other"
        }
      ]
    },
    {
      "exporter": "agents of monitoring suites",
      "metrics": [
        {
          "name": "(^|_)(icmp_?|fping_|ping_|net_ping_)\\w*(loss|lost|drop_?rate)|(^|_)percent_packet_loss|packet_?loss(_rate)?_(pct|perc|percent|percentage|ratio)",
          "signal": "echo-loss-share",
          "bad": "up",
          "unit": "percent"
        },
        {
          "name": "^(net_)?(icmp_?|fping_)ping_?sec|(^|_)(icmp_|net_)?ping_\\w*(rtt|rta|response|time)(_|$)|(^|_)(rtt|rta)(_avg|_mean|_average)?(_(ms|sec|seconds))?$|^(nagios_)?(host_alive|check_ping|check_icmp)_rta",
          "not": "tns_?ping|loss|redis|health|error|(^|_)(max|min|std_?dev|mdev|percentile\\w*|minimum|maximum|standard)(_|$)",
          "signal": "network-delay",
          "bad": "up"
        },
        {
          "name": "^(net_)?icmp_?ping(_status)?$",
          "signal": "up",
          "bad": "down"
        },
        {
          "name": "(^|_)(netfilter|conntrack|ip_conntrack|nf_conntrack)_\\w*(max|limit)$|^conntrack_max$",
          "signal": "conntrack-limit"
        },
        {
          "name": "(^|_)(netfilter|conntrack|ip_conntrack|nf_conntrack)_\\w*(count|entries|used|current)$|^(collectd_)?conntrack$",
          "not": "net_conntrack",
          "signal": "conntrack",
          "bad": "up",
          "kind": "gauge"
        },
        {
          "name": "^(win_|zabbix_|collectd_)?(cpu|system_cpu|host_cpu)_(usage_|percent_)?idle(_time)?(_(pct|perc|percent))?$|(^|_)cpu_(cpu_)?idle(_time)?_(pct|perc|percent)$",
          "signal": "cpu-idle-share",
          "bad": "down",
          "unit": "percent",
          "kind": "gauge"
        },
        {
          "name": "^(win_|zabbix_|collectd_)?(cpu|system_cpu|host_cpu)_(usage_|percent_|util_)?(io_?wait|wio|wait_io)(_time)?(_(pct|perc|percent))?$|(^|_)cpu_(cpu_)?(io_?wait|wio)(_time)?_(pct|perc|percent)$",
          "signal": "cpu-iowait-share",
          "bad": "up",
          "unit": "percent",
          "kind": "gauge"
        },
        {
          "name": "^(win_|zabbix_|collectd_)?(cpu|system_cpu|host_cpu)_(usage_|percent_|util_)?(steal|stolen)(_time)?(_(pct|perc|percent))?$|(^|_)cpu_(cpu_)?(steal|stolen)(_time)?_(pct|perc|percent)$",
          "signal": "cpu-steal-share",
          "bad": "up",
          "unit": "percent",
          "kind": "gauge"
        },
        {
          "name": "^(system_|host_|zabbix_|zabbix_system_|win_|vm_|checkmk_|nagios_|hardware_resources_)?(cpu|processor)_(usage_active|util|busy|used|total_util|percent_processor_time|usage_pct|usage_percent|utili[sz]ation_pct|utili[sz]ation_percent)$|(^|_)(cpu|processor)_(total_)?(used|util|utili[sz]ation|usage|busy|load|in_use)_(pct|perc|percent|percentage)$|(^|_)(pct|perc|percent|percentage)_(cpu|processor)(_(used|util|busy|time))?$|(^|_)builtin_host_cpu_usage$",
          "not": "container|docker|pod|(^|_)process_|procstat|jvm|java|thread|quota|request|limit|core|user|_(io_)?wait|idle|credit|throttl|proxy|engine_|k8s|kube",
          "signal": "cpu-share",
          "bad": "up",
          "unit": "percent",
          "kind": "gauge"
        },
        {
          "name": "(^|_)load_?(avg|average)?_?(1|5|15)(_?m(in(ute)?s?)?)?$|(^|_)cpu_load_(avg|average)?_?\\d*$|(^|_)load_(short|mid|long)term$",
          "signal": "load",
          "bad": "up",
          "kind": "gauge"
        },
        {
          "name": "^(system_|host_|zabbix_|win_|checkmk_|nagios_|vm_|zabbix_vm_)?(mem|memory)_(util|pused|size_pused)$|^vm_memory_utili[sz]ation$|(^|_)(mem|memory|ram)_(used|usage|util|utili[sz]ation|in_use)_(pct|perc|percent|percentage)$|(^|_)used_(mem|memory|ram)_(pct|perc|percent|percentage)$|(^|_)(mem|memory)_(pct|perc|percent)_(used|committed_bytes_in_use)$",
          "not": "container|docker|pod|(^|_)process_|procstat|jvm|java|heap|redis|swap|k8s|kube|broker|rabbit|elastic",
          "signal": "memory-share",
          "bad": "up",
          "unit": "percent",
          "kind": "gauge"
        },
        {
          "name": "(^|_)(fs|df|disk|vfs_fs|filesystem|file_system)_\\w*(inode|ifree|iused)s?_\\w*(used|pused|usage)?_?(pct|perc|percent|percentage|pused)?$",
          "not": "free|avail|total|io_",
          "signal": "inodes-share",
          "bad": "up",
          "unit": "percent",
          "kind": "gauge"
        },
        {
          "name": "(^|_)(fs|df|disk|vfs_fs|filesystem|file_system|logical_disk|partition|volume)_(size_|space_|total_|capacity_)?(used|usage|util|utili[sz]ation|full|in_use)_?(pct|perc|percent|percentage)$|^(zabbix_)?vfs_fs_(size|dependent_size)_(\\w+_)?pused$|(^|_)fs_(\\w+_)?(fs_)?used_space_(pct|perc|percent)$|(^|_)(fs|filesystem)_(pused|capacity_pct)$",
          "not": "(^|_)(io|disk_io|diskio|broker|cache|container|time)_|inode|bytes",
          "signal": "disk-share",
          "bad": "up",
          "unit": "percent",
          "kind": "gauge"
        },
        {
          "name": "(^|_)(disk|diskio|disk_io|vfs_dev|physical_disk|local_?disk)_(\\w+_)?(busy|util|utili[sz]ation|io_util|io_utili[sz]ation|util_time|percent_disk_time|dsk_percent_busy)_?(pct|perc|percent|percentage|time)?$|^disk_util$|^(zabbix_)?vfs_dev_util_\\w+$|(^|_)(pct|perc|percent)_(disk_)?busy$",
          "not": "space|capacity|used|queue|read_time|write_time|container|docker",
          "signal": "disk-busy",
          "bad": "up",
          "unit": "percent",
          "kind": "gauge"
        },
        {
          "name": "(^|_)(disk|diskio|disk_io|vfs_dev)_(\\w+_)?(await|svctm|service_time|wait_time)(_(ms|us|sec|seconds))?$",
          "signal": "other"
        },
        {
          "name": "(^|_)(jvm|java|tomcat|weblogic|web_logic|wls|was|jboss)_(\\w+_)?heap_(\\w+_)?(used|usage|util|utili[sz]ation)_?(pct|perc|percent|percentage)$|(^|_)heap_(used|usage)_(pct|perc|percent|percentage)$",
          "not": "non_?heap|after_gc",
          "signal": "heap-share",
          "bad": "up",
          "unit": "percent",
          "kind": "gauge"
        },
        {
          "name": "(^|_)jvm_heap_(memory_)?used(_bytes|_mb)?$",
          "not": "non_?heap",
          "signal": "heap",
          "bad": "up"
        },
        {
          "name": "(^|_)jvm_heap_(memory_)?(max|limit)(_bytes|_mb)?$",
          "not": "non_?heap",
          "signal": "heap-limit"
        },
        {
          "name": "(^|_)(jvm|java|tomcat|weblogic|web_logic|wls|was|jboss)?_?(gc|garbage_collection|major_collection)_(time|cpu)(_spent)?_(pct|perc|percent|percentage)$",
          "signal": "gc-share",
          "bad": "up",
          "unit": "percent",
          "kind": "gauge"
        },
        {
          "name": "(^|_)(tomcat|jvm|weblogic|web_logic|wls|was|jboss|http|catalina|thread_?pool)_(\\w+_)?(busy_threads?|threads?_busy|threads?_in_use|current_threads?_busy|execute_threads?_busy)(_count)?$",
          "signal": "threads-busy",
          "bad": "up",
          "kind": "gauge"
        },
        {
          "name": "(^|_)(tomcat|jvm|weblogic|web_logic|wls|was|jboss|http|catalina|thread_?pool)_(\\w+_)?(max_threads?|threads?_max|threads?_limit|maximum_threads)(_count)?$",
          "signal": "threads-busy-limit"
        },
        {
          "name": "(^|_)(sess|sessions?|proc|processes|db_conn|connections?|conn)_(used|usage|util|utili[sz]ation|limit_usage)_(pct|perc|percent|percentage)$|(^|_)(session|process)_limit_(pct|percent)$|(^|_)sessions?_(pct|percent)$|(^|_)proc_user_used_(pct|percent)$",
          "not": "cpu|mem|pool|active",
          "signal": "connections-share",
          "bad": "up",
          "unit": "percent",
          "kind": "gauge"
        },
        {
          "name": "(^|_)(tbs|tablespaces?|table_space)_(\\w+_)?(used|usage|util|utili[sz]ation|pused)?_?(pct|perc|percent|percentage)$",
          "not": "free|avail|temp|undo",
          "signal": "tablespace-share",
          "bad": "up",
          "unit": "percent",
          "kind": "gauge",
          "engine": "oracle"
        },
        {
          "name": "^(ora|oracle|oradb)_sessions?_(limit|max)$",
          "signal": "connection-limit",
          "engine": "oracle"
        },
        {
          "name": "^(ora|oracle|oradb)_sessions?(_current|_total|_count)?$",
          "signal": "connections",
          "bad": "up",
          "kind": "gauge",
          "engine": "oracle"
        },
        {
          "name": "^(ora_|oracle_|oradb_)?(buffer_gets|(session_)?logic(al)?_reads?)_per_(sec|second|s)$",
          "signal": "rows-read",
          "bad": "up",
          "kind": "gauge",
          "engine": "oracle"
        },
        {
          "name": "(^|_)(wls|weblogic|web_logic)_jdbc_(\\w+_)?(active|in_use)(_count)?$",
          "signal": "pool-use",
          "bad": "up",
          "kind": "gauge"
        },
        {
          "name": "(^|_)(wls|weblogic|web_logic)_jdbc_(\\w+_)?(curr_|max_)?capacity$",
          "signal": "pool-limit"
        },
        {
          "name": "(^|_)(wls|weblogic|web_logic)_jdbc_(\\w+_)?waiting(_count)?$",
          "signal": "pool-waiting",
          "bad": "up",
          "kind": "gauge"
        },
        {
          "name": "^(ibm_?)?mq_queue_(cur_?depth|depth)$",
          "signal": "queue",
          "bad": "up",
          "kind": "gauge",
          "of": "queue",
          "engine": "ibmmq"
        },
        {
          "name": "^(ibm_?)?mq_(queue_)?(input_handles|open_input_count|ipprocs)$",
          "signal": "queue-consumers",
          "bad": "down",
          "kind": "gauge",
          "of": "queue",
          "engine": "ibmmq"
        },
        {
          "name": "^(ibm_?)?mq_(queue_)?oldest_(msg|message)_age(_s|_sec|_seconds)?$",
          "signal": "message-age",
          "bad": "up",
          "kind": "gauge",
          "unit": "seconds",
          "of": "queue",
          "engine": "ibmmq"
        },
        {
          "name": "tns_?ping",
          "signal": "other"
        },
        {
          "name": "^docker_container_mem_usage$",
          "signal": "memory",
          "bad": "up",
          "unit": "bytes",
          "kind": "gauge"
        },
        {
          "name": "^docker_container_mem_limit$",
          "signal": "memory-limit",
          "unit": "bytes",
          "kind": "gauge"
        },
        {
          "name": "^docker_container_mem_(?!usage_percent$)\\w+$|^docker_container_blkio_\\w+$",
          "signal": "other"
        }
      ]
    },
    {
      "exporter": "JVM (Micrometer, client_java, OpenTelemetry), application servers and pools",
      "metrics": [
        {
          "name": "^jvm_gc_overhead(_percent|_ratio)?$|^jvm_gc_time_(pct|perc|percent)$",
          "signal": "gc-share",
          "bad": "up"
        },
        {
          "name": "^jvm_gc_(pause|collection|duration)_seconds_sum$|^jvm_gc_(pause|duration)_(milliseconds_)?sum$",
          "signal": "gc-time",
          "bad": "up",
          "kind": "counter",
          "unit": "ratio"
        },
        {
          "name": "^jvm_gc_(pause|collection|duration)_(seconds_|milliseconds_)?count$",
          "signal": "gc-count",
          "bad": "up",
          "kind": "counter"
        },
        {
          "name": "^jvm_gc_pause_seconds_max$",
          "signal": "gc-pause",
          "bad": "up",
          "unit": "seconds"
        },
        {
          "name": "^jvm_memory_used(_bytes)?$|^jvm_memory_bytes_used$",
          "signal": "heap",
          "bad": "up",
          "unit": "bytes",
          "where": {
            "area": "heap",
            "jvm_memory_type": "heap",
            "type": "heap"
          }
        },
        {
          "name": "^jvm_memory_(max|limit)(_bytes)?$|^jvm_memory_bytes_max$",
          "signal": "heap-limit",
          "unit": "bytes",
          "where": {
            "area": "heap",
            "jvm_memory_type": "heap",
            "type": "heap"
          }
        },
        {
          "name": "^jvm_memory_used_after_last_gc(_bytes)?$|^jvm_memory_usage_after_gc(_percent|_ratio)?$",
          "signal": "heap-after-gc",
          "bad": "up"
        },
        {
          "name": "^jvm_threads_(live_threads|current)$|^jvm_thread_count$",
          "signal": "threads",
          "bad": "up"
        },
        {
          "name": "^jvm_(buffer|class|compilation|info|memory_(committed|pool|usage)|threads|cpu|system|gc)\\w*$",
          "signal": "other"
        },
        {
          "name": "^process_files_open_files$|^process_open_fds$|^process_open_file_descriptors?(_count)?$|^process_runtime_\\w*open_fds$",
          "signal": "open-files",
          "bad": "up"
        },
        {
          "name": "^process_files_max_files$|^process_max_fds$|^process_(max_file_descriptors?|open_file_descriptors?_limit)$",
          "signal": "open-files-limit"
        },
        {
          "name": "^tomcat_threads_busy(_threads)?$|^jetty_threads_busy$|^undertow_worker_pool_busy\\w*$|^executor_active_threads$|^thread_?pool_active(_threads)?$|^server_threads_busy$",
          "signal": "threads-busy",
          "bad": "up"
        },
        {
          "name": "^tomcat_threads_config_max(_threads)?$|^jetty_threads_config_max$|^executor_pool_max_threads$|^thread_?pool_max(_threads|_size)?$|^server_threads_max$",
          "signal": "threads-busy-limit"
        },
        {
          "name": "^executor_queued_tasks$|^jetty_threads_jobs$|^thread_?pool_queue(_size|_length|d_tasks)?$",
          "signal": "threads-queued",
          "bad": "up"
        },
        {
          "name": "^executor_rejected_tasks_total$|^thread_?pool_rejected\\w*$",
          "signal": "pool-rejections",
          "bad": "up",
          "kind": "counter"
        },
        {
          "name": "^cache_gets(_total)?$",
          "signal": "cache-misses",
          "bad": "up",
          "kind": "counter",
          "where": {
            "result": "miss"
          }
        },
        {
          "name": "^cache_gets(_total)?$",
          "signal": "cache-hits",
          "kind": "counter",
          "where": {
            "result": "hit"
          }
        },
        {
          "name": "^cache_evictions(_total)?$",
          "signal": "evictions",
          "bad": "up",
          "kind": "counter"
        },
        {
          "name": "^cache_(size|puts|eviction_weight|removals|gets)(_total)?$",
          "signal": "other"
        },
        {
          "name": "^(vendor_)?agroal_awaiting_count(_connections)?$",
          "signal": "pool-waiting",
          "bad": "up"
        },
        {
          "name": "^(vendor_)?agroal_active_count(_connections)?$",
          "signal": "pool-use",
          "bad": "up"
        },
        {
          "name": "^(vendor_)?agroal_\\w+$",
          "signal": "other"
        },
        {
          "name": "^hikaricp_connections_pending$|^jdbc_connections_pending$|^db_client_connections?_pending_requests$",
          "signal": "pool-waiting",
          "bad": "up"
        },
        {
          "name": "^hikaricp_connections_timeout_total$|^db_client_connections?_timeouts(_total)?$",
          "signal": "pool-timeouts",
          "bad": "up",
          "kind": "counter"
        },
        {
          "name": "^hikaricp_connections_active$|^jdbc_connections_active$|^r2dbc_pool_acquired_connections$",
          "signal": "pool-use",
          "bad": "up"
        },
        {
          "name": "^hikaricp_connections_max$|^jdbc_connections_max$|^r2dbc_pool_max_allocated_connections$|^db_client_connections?_(pool_)?max$",
          "signal": "pool-limit"
        },
        {
          "name": "^db_client_connections?_(count|usage)$",
          "signal": "pool-use",
          "bad": "up",
          "where": {
            "db_client_connection_state": "used",
            "state": "used",
            "pool_state": "used"
          }
        },
        {
          "name": "^(hikaricp|jdbc|r2dbc_pool)_\\w+$|^db_client_connections?_(count|usage|idle_\\w+|create_time\\w*)$",
          "signal": "other"
        },
        {
          "name": "^process_cpu_usage$|^process_runtime_jvm_cpu_utilization$",
          "signal": "cpu-share",
          "bad": "up"
        },
        {
          "name": "^process_(start_time_seconds|virtual_memory\\w*|uptime_seconds|threads)$|^system_\\w+$|^logback_events_total$|^application_\\w+_time(_seconds)?$",
          "signal": "other"
        }
      ]
    },
    {
      "exporter": "Go, Node, Python, .NET, Ruby, PHP",
      "metrics": [
        {
          "name": "^nodejs_eventloop_lag(_p99|_p90|_mean)?_seconds$|^nodejs_eventloop_delay_(p99|p90|mean)(_seconds)?$|^nodejs_eventloop_lag_p99_milliseconds$",
          "signal": "event-loop-lag",
          "bad": "up",
          "unit": "seconds"
        },
        {
          "name": "^nodejs_eventloop_utili[sz]ation(_ratio)?$",
          "signal": "event-loop-share",
          "bad": "up",
          "unit": "ratio"
        },
        {
          "name": "^nodejs_heap_size_used_bytes$|^v8js_memory_heap_used(_bytes)?$",
          "signal": "heap",
          "bad": "up",
          "unit": "bytes"
        },
        {
          "name": "^v8js_memory_heap_limit(_bytes)?$",
          "signal": "heap-limit",
          "unit": "bytes"
        },
        {
          "name": "^nodejs_gc_duration_seconds_sum$|^v8js_gc_duration(_seconds)?_sum$",
          "signal": "gc-time",
          "bad": "up",
          "kind": "counter",
          "unit": "ratio"
        },
        {
          "name": "^(nodejs|v8js)_\\w+$",
          "signal": "other"
        },
        {
          "name": "^go_sql_(in_use_connections|stats_connections_in_use)$|^go_sql_stats_connections_in_use$",
          "signal": "pool-use",
          "bad": "up"
        },
        {
          "name": "^go_sql_(max_open_connections|stats_connections_max_open)$",
          "signal": "pool-limit"
        },
        {
          "name": "^go_sql_(wait_count_total|stats_connections_waited_for(_total)?)$",
          "signal": "pool-waits",
          "bad": "up",
          "kind": "counter"
        },
        {
          "name": "^go_sql_(wait_duration_seconds_total|stats_connections_blocked_seconds(_total)?)$",
          "signal": "other",
          "kind": "counter"
        },
        {
          "name": "^go_goroutines$",
          "signal": "goroutines",
          "bad": "up"
        },
        {
          "name": "^go_(gc_duration_seconds|memstats|threads|info|sql|sched|cpu|gc|godebug)\\w*$",
          "signal": "other"
        },
        {
          "name": "^(dotnet_thread_?pool_queue_length|process_runtime_dotnet_thread_pool_queue_length|dotnet_threadpool_queue_length|threadpool_queue_length)$",
          "signal": "threads-queued",
          "bad": "up"
        },
        {
          "name": "^(dotnet_gc_pause_(time|ratio)\\w*|process_runtime_dotnet_gc_duration\\w*|dotnet_total_pause_time_in_gc\\w*)$",
          "signal": "gc-time",
          "bad": "up",
          "unit": "ratio"
        },
        {
          "name": "^dotnet_\\w+$|^process_runtime_dotnet_\\w+$",
          "signal": "other"
        },
        {
          "name": "^kestrel_queued_(connections|requests)$",
          "signal": "threads-queued",
          "bad": "up"
        },
        {
          "name": "^kestrel_rejected_connections(_total)?$",
          "signal": "pool-rejections",
          "bad": "up",
          "kind": "counter"
        },
        {
          "name": "^kestrel_\\w+$|^signalr_\\w+$",
          "signal": "other"
        },
        {
          "name": "^phpfpm_active_processes$",
          "signal": "threads-busy",
          "bad": "up"
        },
        {
          "name": "^phpfpm_(total_processes|max_children)$",
          "signal": "threads-busy-limit"
        },
        {
          "name": "^phpfpm_listen_queue$",
          "signal": "threads-queued",
          "bad": "up"
        },
        {
          "name": "^phpfpm_max_children_reached(_total)?$",
          "signal": "pool-rejections",
          "bad": "up",
          "kind": "counter"
        },
        {
          "name": "^puma_(request_)?backlog$|^passenger_requests_in_\\w*queue$|^gunicorn_backlog$|^uwsgi_listen_queue$|^uwsgi_socket_queue_size$",
          "signal": "threads-queued",
          "bad": "up"
        },
        {
          "name": "^puma_max_threads$|^gunicorn_workers$|^uwsgi_workers$",
          "signal": "threads-busy-limit"
        },
        {
          "name": "^puma_running$|^uwsgi_worker_busy$|^gunicorn_busy_workers$",
          "signal": "threads-busy",
          "bad": "up"
        },
        {
          "name": "^(python|process|ruby)_\\w*gc_\\w+$|^python_\\w+$",
          "signal": "other"
        },
        {
          "name": "^celery_(queue_length|active_tasks_total)$|^flower_\\w*queue\\w*$|^(ruby_)?sidekiq_queue_(size|backlog)$|^(ruby_)?sidekiq_enqueued_jobs$|^sidekiq_jobs_waiting_count$|^bull(mq)?_(jobs?_)?waiting(_total)?$|^resque_jobs_pending$",
          "signal": "queue",
          "bad": "up",
          "of": "queue"
        },
        {
          "name": "^celery_worker_up$|^celery_active_worker_count$|^celery_active_consumer_count$|^sidekiq_processes$",
          "signal": "queue-consumers",
          "bad": "down",
          "of": "queue"
        },
        {
          "name": "^(ruby_)?sidekiq_queue_latency(_seconds)?$|^celery_task_queuing_time_seconds$",
          "signal": "message-age",
          "bad": "up",
          "unit": "seconds",
          "of": "queue"
        },
        {
          "name": "^celery_task_succeeded(_total)?$|^(ruby_)?sidekiq_jobs(_(success|executed|processed))?(_total)?$|^resque_jobs_processed(_total)?$|^bull(mq)?_(jobs?_|queue_)?completed(_total)?$",
          "signal": "work-done",
          "bad": "down",
          "kind": "counter"
        },
        {
          "name": "^sidekiq_jobs_executed_total$",
          "signal": "work-done",
          "bad": "down",
          "kind": "counter",
          "of": "queue"
        },
        {
          "name": "^sidekiq_jobs_failed_total$",
          "signal": "errors",
          "bad": "up",
          "kind": "counter",
          "of": "queue"
        },
        {
          "name": "^process_cpu_seconds_total$|^process_cpu_time(_seconds)?_total$",
          "signal": "cpu",
          "bad": "up",
          "kind": "counter",
          "unit": "cores"
        },
        {
          "name": "^process_resident_memory_bytes$|^process_memory_usage(_bytes)?$",
          "signal": "memory",
          "bad": "up",
          "unit": "bytes"
        }
      ]
    },
    {
      "exporter": "windows_exporter, of programs",
      "metrics": [
        {
          "name": "^windows_process_cpu_time_total$",
          "signal": "cpu",
          "bad": "up",
          "kind": "counter",
          "unit": "cores"
        },
        {
          "name": "^windows_process_(private|working_set_private)_bytes$",
          "signal": "memory",
          "bad": "up",
          "unit": "bytes"
        },
        {
          "name": "^windows_process_\\w+$",
          "signal": "other"
        },
        {
          "name": "^windows_iis_requests_total$",
          "signal": "traffic",
          "kind": "counter"
        },
        {
          "name": "^windows_iis_\\w+$",
          "signal": "other"
        },
        {
          "name": "^windows_service_state$",
          "signal": "up",
          "bad": "down",
          "where": {
            "state": "running"
          }
        },
        {
          "name": "^windows_service_\\w+$",
          "signal": "other"
        }
      ]
    },
    {
      "exporter": "prometheus.erl, rabbitmq_prometheus",
      "metrics": [
        {
          "name": "^erlang_vm_process_count$|^erlang_vm_statistics_process_count$",
          "signal": "threads",
          "bad": "up"
        },
        {
          "name": "^erlang_vm_process_limit$",
          "signal": "threads-limit"
        }
      ]
    },
    {
      "exporter": "prometheus_varnish_exporter",
      "engine": "varnish",
      "metrics": [
        {
          "name": "^varnish_main_cache_miss(_total)?$",
          "signal": "cache-misses",
          "bad": "up",
          "kind": "counter"
        },
        {
          "name": "^varnish_main_cache_hit(_total)?$",
          "signal": "cache-hits",
          "kind": "counter"
        },
        {
          "name": "^varnish_main_n_lru_nuked(_total)?$",
          "signal": "evictions",
          "bad": "up",
          "kind": "counter"
        }
      ]
    },
    {
      "exporter": "nginx, HAProxy, Envoy, Istio, Linkerd",
      "metrics": [
        {
          "name": "^nginx_connections_(active|accepted|handled|reading|waiting|writing)$|^nginx_ingress_controller_\\w*(connections|process|config|orphan|build|leader)\\w*$|^nginx_up$",
          "signal": "other"
        },
        {
          "name": "^nginx_ingress_controller_ssl_expire_time_seconds$",
          "signal": "certificate-expiry",
          "bad": "down",
          "unit": "timestamp"
        },
        {
          "name": "^haproxy_backend_current_queue$",
          "signal": "threads-queued",
          "bad": "up",
          "of": "backend"
        },
        {
          "name": "^haproxy_(frontend|server|backend|process)_current_(sessions|connections)$",
          "signal": "connections",
          "bad": "up"
        },
        {
          "name": "^haproxy_(frontend|server|backend)_limit_sessions$|^haproxy_process_max_connections$",
          "signal": "connection-limit"
        },
        {
          "name": "^haproxy_backend_active_servers$",
          "signal": "replicas",
          "bad": "down",
          "of": "backend"
        },
        {
          "name": "^haproxy_(server|backend)_(up|status)$",
          "signal": "up",
          "bad": "down",
          "where": {
            "state": "UP"
          },
          "of": "backend"
        },
        {
          "name": "^haproxy_(server|backend)_(status)$",
          "signal": "other"
        },
        {
          "name": "^haproxy_(server|backend)_(connection_errors|retry_warnings)_total$",
          "signal": "connect-failures",
          "bad": "up",
          "kind": "counter",
          "of": "backend"
        },
        {
          "name": "^haproxy_\\w+$",
          "signal": "other"
        },
        {
          "name": "^envoy_cluster_upstream_rq_pending_overflow(_total)?$",
          "signal": "pool-rejections",
          "bad": "up",
          "kind": "counter",
          "of": "upstream"
        },
        {
          "name": "^envoy_cluster_upstream_cx_(connect_fail|connect_timeout|connect_attempts_exceeded)(_total)?$",
          "signal": "connect-failures",
          "bad": "up",
          "kind": "counter",
          "of": "upstream"
        },
        {
          "name": "^envoy_cluster_upstream_rq_retry(_total)?$",
          "signal": "retries",
          "bad": "up",
          "kind": "counter",
          "of": "upstream"
        },
        {
          "name": "^envoy_(cluster_upstream|http_downstream)_rq(_xx|_completed|_total)?$",
          "signal": "traffic",
          "kind": "counter"
        },
        {
          "name": "^envoy_cluster_membership_healthy$",
          "signal": "replicas",
          "bad": "down",
          "of": "upstream"
        },
        {
          "name": "^envoy_cluster_membership_total$",
          "signal": "replicas-wanted",
          "of": "upstream"
        },
        {
          "name": "^envoy_(server|listener|cluster_manager|runtime|filesystem)_\\w+$|^envoy_cluster_(upstream_cx|circuit_breakers|lb|assignment|update|version|retry)\\w*$",
          "signal": "other"
        },
        {
          "name": "^istio_tcp_\\w+$|^istio_(request|response)_(messages|bytes)\\w*$|^istio_(agent|build)\\w*$|^pilot_\\w+$|^galley_\\w+$|^citadel_\\w+$",
          "signal": "other"
        },
        {
          "name": "^tcp_(open|close|read|write)\\w*$|^control_\\w+$|^proxy_\\w+$|^inbound_\\w+$|^outbound_\\w+$",
          "signal": "other"
        }
      ]
    },
    {
      "exporter": "Postfix, Exim",
      "metrics": [
        {
          "name": "^postfix_showq_(message_size_bytes_count|queue_depth)$",
          "signal": "queue",
          "bad": "up",
          "kind": "gauge",
          "where": {
            "queue": "active|deferred|incoming"
          }
        },
        {
          "name": "^exim_queue$",
          "signal": "queue",
          "bad": "up",
          "kind": "gauge"
        },
        {
          "name": "^postfix_showq_\\w+$|^exim_queue_frozen$",
          "signal": "other",
          "kind": "gauge"
        }
      ]
    },
    {
      "exporter": "unbound, BIND, PowerDNS Recursor, Consul",
      "metrics": [
        {
          "name": "^unbound_recursion_time_seconds_(avg|median)$",
          "signal": "dns-latency",
          "bad": "up",
          "unit": "seconds"
        },
        {
          "name": "^(unbound_response_time|bind_resolver_query_duration)_seconds\\w*$",
          "not": "_(bucket|sum|count)$",
          "signal": "dns-latency",
          "bad": "up",
          "unit": "seconds"
        },
        {
          "name": "^(pdns_)?recursor_qa_latency$",
          "signal": "dns-latency",
          "bad": "up",
          "unit": "microseconds"
        },
        {
          "name": "^consul_dns_(domain|ptr)_query_seconds$",
          "signal": "dns-latency",
          "bad": "up",
          "unit": "seconds"
        },
        {
          "name": "^consul_dns_(domain|ptr)_query$",
          "signal": "dns-latency",
          "bad": "up",
          "unit": "milliseconds"
        },
        {
          "name": "^unbound_request_list_exceeded(_total)?$",
          "signal": "dns-failures",
          "bad": "up",
          "kind": "counter"
        },
        {
          "name": "^(pdns_)?recursor_servfail_answers(_total)?$",
          "signal": "dns-failures",
          "bad": "up",
          "kind": "counter"
        },
        {
          "name": "^unbound_answer_rcodes(_total)?$",
          "signal": "dns-failures",
          "bad": "up",
          "kind": "counter",
          "where": {
            "rcode": "SERVFAIL|REFUSED"
          }
        },
        {
          "name": "^bind_responses(_total)?$",
          "signal": "dns-failures",
          "bad": "up",
          "kind": "counter",
          "where": {
            "result": "SERVFAIL|ServFail"
          }
        },
        {
          "name": "^(unbound_answer_rcodes|bind_responses)(_total)?$",
          "signal": "dns-answers",
          "kind": "counter"
        },
        {
          "name": "^(unbound_queries|bind_incoming_queries|(pdns_)?recursor_questions)(_total)?$",
          "signal": "traffic",
          "kind": "counter"
        },
        {
          "name": "^unbound_request_list_\\w+$|^bind_(recursive_clients|tasks_running|resolver_cache_rrsets|worker_threads)$|^(pdns_)?recursor_concurrent_queries$",
          "signal": "other"
        }
      ]
    },
    {
      "exporter": "CoreDNS, etcd",
      "metrics": [
        {
          "name": "^coredns_forward_healthcheck_broken_total$|^coredns_forward_max_concurrent_rejects_total$|^coredns_panics_total$",
          "signal": "dns-failures",
          "bad": "up",
          "kind": "counter"
        },
        {
          "name": "^coredns_dns_responses_total$",
          "signal": "dns-failures",
          "bad": "up",
          "kind": "counter",
          "where": {
            "rcode": "SERVFAIL|REFUSED"
          }
        },
        {
          "name": "^coredns_dns_responses_total$|^coredns_dns_requests_total$",
          "signal": "dns-answers",
          "kind": "counter"
        },
        {
          "name": "^coredns_\\w+$",
          "signal": "other"
        },
        {
          "name": "^etcd_mvcc_db_total_size_in_bytes$|^etcd_debugging_mvcc_db_total_size_in_bytes$|^apiserver_storage_db_total_size_in_bytes$",
          "signal": "etcd-size",
          "bad": "up",
          "unit": "bytes"
        },
        {
          "name": "^etcd_server_quota_backend_bytes$",
          "signal": "etcd-quota",
          "unit": "bytes"
        },
        {
          "name": "^etcd_disk_(wal_fsync|backend_commit)_duration_seconds_(sum|count|bucket)$",
          "signal": "other"
        },
        {
          "name": "^etcd_server_has_leader$",
          "signal": "up",
          "bad": "down"
        },
        {
          "name": "^etcd_server_leader_changes_seen_total$",
          "signal": "leader-changes",
          "bad": "up",
          "kind": "counter"
        },
        {
          "name": "^etcd_server_(slow_apply|slow_read_indexes|proposals_failed|heartbeat_send_failures)_total$",
          "signal": "etcd-slow",
          "bad": "up",
          "kind": "counter"
        },
        {
          "name": "^etcd_\\w+$",
          "signal": "other"
        }
      ]
    },
    {
      "exporter": "CloudWatch (cloudwatch_exporter, YACE), raw names as well",
      "metrics": [
        {
          "name": "^(aws_rds_)?free_storage_space(_average|_minimum)?$|^(aws_rds_)?free_local_storage(_average|_minimum)?$",
          "signal": "disk-free",
          "bad": "down",
          "unit": "bytes",
          "engine": "rds"
        },
        {
          "name": "^(aws_rds_)?allocated_storage\\w*$",
          "signal": "disk-limit",
          "engine": "rds"
        },
        {
          "name": "^aws_rds_cpu_?utilization(_average|_maximum)?$",
          "signal": "cpu-share",
          "bad": "up",
          "unit": "percent",
          "engine": "rds"
        },
        {
          "name": "^(aws_rds_)?database_connections(_average|_maximum|_sum)?$",
          "signal": "connections",
          "bad": "up",
          "engine": "rds"
        },
        {
          "name": "^aws_rds_max_connections(_average|_maximum)?$",
          "signal": "connection-limit",
          "engine": "rds"
        },
        {
          "name": "^(aws_rds_)?aurora_(binlog_)?replica_lag(_maximum|_minimum)?(_average|_maximum)?$",
          "not": "binlog",
          "signal": "replication-lag",
          "bad": "up",
          "unit": "milliseconds",
          "engine": "rds"
        },
        {
          "name": "^(aws_rds_)?(replica_lag|aurora_binlog_replica_lag)(_average|_maximum)?$",
          "signal": "replication-lag",
          "bad": "up",
          "engine": "rds"
        },
        {
          "name": "^(aws_rds_)?freeable_memory(_average|_minimum)?$",
          "signal": "memory-free",
          "bad": "down",
          "unit": "bytes",
          "engine": "rds"
        },
        {
          "name": "^(aws_rds_)?disk_queue_depth(_average|_maximum)?$",
          "signal": "disk-queue",
          "bad": "up",
          "engine": "rds"
        },
        {
          "name": "^(aws_rds_|aws_ec2_)?(burst_balance|ebs_io_balance|ebs_byte_balance)(_average|_minimum)?$",
          "signal": "burst-balance",
          "bad": "down",
          "unit": "percent"
        },
        {
          "name": "^(aws_rds_|aws_ec2_)?cpu_?credit_balance(_average|_minimum)?$",
          "signal": "cpu-credits",
          "bad": "down"
        },
        {
          "name": "^(aws_rds_)?deadlocks(_average|_sum)?$",
          "signal": "deadlocks",
          "bad": "up",
          "engine": "rds"
        },
        {
          "name": "^(aws_rds_)?maximum_used_transaction_ids(_average|_maximum)?$",
          "signal": "xid-age",
          "bad": "up",
          "kind": "gauge",
          "engine": "rds"
        },
        {
          "name": "^aws_rds_\\w+$",
          "signal": "other",
          "engine": "rds"
        },
        {
          "name": "^(aws_sqs_)?approximate_age_of_oldest_message(_average|_maximum)?$",
          "signal": "message-age",
          "bad": "up",
          "unit": "seconds",
          "of": "queue"
        },
        {
          "name": "^(aws_sqs_)?approximate_number_of_messages_visible(_average|_maximum|_sum)?$",
          "signal": "queue",
          "bad": "up",
          "of": "queue"
        },
        {
          "name": "^aws_sqs_\\w+$",
          "signal": "other",
          "of": "queue"
        },
        {
          "name": "^(stackdriver_)?pubsub_\\w*oldest_unacked_message_age(_seconds)?$",
          "signal": "message-age",
          "bad": "up",
          "unit": "seconds",
          "of": "queue"
        },
        {
          "name": "^(stackdriver_)?pubsub_\\w*num_(undelivered|unacked)_messages(_by_region)?$|^(azure_)?\\w*service_?bus\\w*_active_?messages?(_count)?(_average|_maximum|_total)?(_count)?$|^(nats_|jetstream_)\\w*consumer_num_pending$",
          "signal": "queue",
          "bad": "up",
          "of": "queue"
        },
        {
          "name": "^(azure_)?\\w*cosmos_?db\\w*_total_?requests?(_count)*(_total)?$",
          "signal": "throttled-requests",
          "bad": "up",
          "where": {
            "status_code": "429"
          }
        },
        {
          "name": "^aws_dynamodb_(throttled_requests|(read|write)_throttle_events)(_sum)?$|^aws_apigateway_429\\w*$",
          "signal": "throttled-requests",
          "bad": "up"
        },
        {
          "name": "^aws_lambda_throttles(_sum|_average)?$",
          "signal": "throttled-runs",
          "bad": "up"
        },
        {
          "name": "^aws_lambda_iterator_age(_maximum|_average)?$|^iterator_age(_maximum)?$|^aws_kinesis_get_records_iterator_age_milliseconds(_maximum|_average)?$",
          "signal": "message-age",
          "bad": "up",
          "unit": "milliseconds"
        },
        {
          "name": "^aws_lambda_concurrent_executions(_maximum|_average)?$",
          "signal": "concurrency",
          "bad": "up"
        },
        {
          "name": "^aws_lambda_(concurrency_limit|reserved_concurrency|unreserved_concurrent_executions_limit)\\w*$",
          "signal": "concurrency-limit"
        },
        {
          "name": "^aws_application_?signals_latency(_average|_p\\d+|_maximum|_minimum)?$",
          "signal": "latency",
          "bad": "up",
          "unit": "milliseconds"
        },
        {
          "name": "^(aws_applicationelb_|aws_alb_)?un_?healthy_host_count(_average|_maximum|_minimum)?$",
          "signal": "unhealthy-hosts",
          "bad": "up"
        },
        {
          "name": "^(aws_applicationelb_|aws_alb_)?healthy_host_count(_average|_minimum|_maximum)?$",
          "signal": "replicas",
          "bad": "down"
        },
        {
          "name": "^(aws_applicationelb_|aws_alb_)?rejected_connection_count(_sum)?$|^(aws_applicationelb_)?target_connection_error_count(_sum)?$",
          "signal": "connect-failures",
          "bad": "up"
        },
        {
          "name": "^(aws_)?ecs_containerinsights_running_task_count(_average|_minimum)?$",
          "signal": "replicas",
          "bad": "down"
        },
        {
          "name": "^(aws_)?ecs_containerinsights_desired_task_count(_average|_maximum)?$",
          "signal": "replicas-wanted"
        },
        {
          "name": "^aws_(ecs|ecs_containerinsights|ec2)_cpu_?utili[sz]ation(_average|_maximum)?$|^cpu_?utilization(_average|_maximum)?$",
          "signal": "cpu-share",
          "bad": "up",
          "unit": "percent"
        },
        {
          "name": "^aws_ecs_(memory_?utilization)(_average|_maximum)?$|^memory_?utilization(_average|_maximum)?$",
          "signal": "memory-share",
          "bad": "up",
          "unit": "percent"
        },
        {
          "name": "^(aws_elasticache_)?evictions(_sum|_average)?$",
          "signal": "evictions",
          "bad": "up",
          "engine": "redis"
        },
        {
          "name": "^aws_elasticache_cache_misses(_sum)?$",
          "signal": "cache-misses",
          "bad": "up",
          "engine": "redis"
        },
        {
          "name": "^aws_elasticache_cache_hits(_sum)?$",
          "signal": "cache-hits",
          "engine": "redis"
        },
        {
          "name": "^aws_elasticache_cache_hit_rate(_average)?$",
          "signal": "cache-hit-share",
          "bad": "down",
          "unit": "percent",
          "engine": "redis"
        },
        {
          "name": "^aws_elasticache_curr_connections(_average|_maximum)?$",
          "signal": "connections",
          "bad": "up",
          "engine": "redis"
        },
        {
          "name": "^aws_elasticache_database_memory_usage_percentage(_average|_maximum)?$",
          "signal": "memory-share",
          "bad": "up",
          "unit": "percent",
          "engine": "redis"
        },
        {
          "name": "^aws_elasticache_engine_cpu_?utilization(_average|_maximum)?$",
          "signal": "cpu-share",
          "bad": "up",
          "unit": "percent",
          "engine": "redis"
        },
        {
          "name": "^aws_(es|opensearch)_(free_storage_space)(_minimum|_average)?$",
          "signal": "disk-free",
          "bad": "down",
          "unit": "megabytes",
          "engine": "elasticsearch"
        },
        {
          "name": "^aws_(es|opensearch)_cluster_status_red(_maximum)?$",
          "signal": "cluster-red",
          "bad": "up",
          "engine": "elasticsearch"
        },
        {
          "name": "^aws_(es|opensearch)_jvm_memory_pressure(_maximum|_average)?$",
          "signal": "heap-after-gc",
          "bad": "up",
          "unit": "percent",
          "engine": "elasticsearch"
        }
      ]
    },
    {
      "exporter": "stackdriver_exporter",
      "metrics": [
        {
          "name": "^stackdriver_\\w*cpu_utilizations?(_(mean|max|p\\d+))?$",
          "signal": "cpu-share",
          "bad": "up",
          "unit": "ratio"
        },
        {
          "name": "^stackdriver_\\w*memory_(utilizations?|usage_ratio)(_(mean|max|p\\d+))?$",
          "signal": "memory-share",
          "bad": "up",
          "unit": "ratio"
        },
        {
          "name": "^stackdriver_\\w*_cache_hit_ratio$",
          "signal": "cache-hit-share",
          "bad": "down",
          "unit": "ratio"
        },
        {
          "name": "^stackdriver_\\w*_evicted_keys$",
          "signal": "evictions",
          "bad": "up"
        }
      ]
    },
    {
      "exporter": "words that any program uses",
      "metrics": [
        {
          "name": "(^|_)(active|in_?flight|inprogress|in_progress|current|concurrent)_(requests|rq)(_|$)|(^|_)(requests|rq)_(active|in_?flight|inprogress|in_progress|current)(_|$)",
          "signal": "other"
        },
        {
          "name": "^phpfpm_slow_requests(_total)?$",
          "signal": "other",
          "kind": "counter"
        },
        {
          "name": "(^|_)(active_?record|hibernate|jdbc|jpa|sqlalchemy|gorm|ecto|sequelize|prisma|typeorm|doctrine|eloquent|django_db|orm|sql|db_client)_(\\w+_)?(quer(y|ies)|statements?|execute\\w*)(_total|_count)?$",
          "signal": "statements",
          "kind": "counter"
        },
        {
          "name": "repl\\w*_(lag|delay)|replica_lag|seconds_behind|lag_(seconds|bytes).*repl|slave_.*lag",
          "signal": "replication-lag",
          "bad": "up"
        },
        {
          "name": "is_replica|in_recovery|replication_role|is_(primary|master|leader)$|failover",
          "signal": "replica-role"
        },
        {
          "name": "checkpoint",
          "not": "fail|consumer|offset|state",
          "signal": "checkpoints",
          "bad": "up"
        },
        {
          "name": "deadlock",
          "signal": "deadlocks",
          "bad": "up"
        },
        {
          "name": "lock_?wait|waiting_lock|blocked_(quer|session|transaction)|row_lock|locks?_(count|waiting|held)|locks$",
          "signal": "lock-waits",
          "bad": "up"
        },
        {
          "name": "slow_quer|long_running_(quer|transaction)|max_tx_duration|quer(y|ies)_(mean|max|exec\\w*)?_?(time|duration|seconds|latency)|statements?_(mean|max)?_?(time|seconds)",
          "signal": "slow-queries",
          "bad": "up"
        },
        {
          "name": "pool.*(wait|pending|queue|timeout|acquir)|(wait|pending).*(pool|connections?_pool)|connections?_(pending|wait)|cl_waiting",
          "signal": "pool-waiting",
          "bad": "up"
        },
        {
          "name": "pool.*(max|size|capacity|limit|total)|max_open_connections",
          "signal": "pool-limit"
        },
        {
          "name": "pool.*(active|in_use|used|usage|busy|utili)|(open|in_use)_connections",
          "signal": "pool-use",
          "bad": "up"
        },
        {
          "name": "max_(connections|backends)|connections?_(max|limit)|settings_max_conn",
          "signal": "connection-limit"
        },
        {
          "name": "connections?(_|$)|stat_activity_count|numbackends|threads_connected|num_connections",
          "not": "refus|fail|error|abort|reset|accept",
          "signal": "connections",
          "bad": "up"
        },
        {
          "name": "throttled?_(requests|events|count)|throttles|rate_limit|(^|_)429",
          "signal": "throttled-requests",
          "bad": "up"
        },
        {
          "name": "throttl",
          "signal": "cpu-throttling",
          "bad": "up"
        },
        {
          "name": "(^|_)rtt|round_trip|(^|_|icmp)ping_|network_(latency|delay)|icmp_.*duration|smoothed_rtt",
          "signal": "network-delay",
          "bad": "up"
        },
        {
          "name": "packet_?loss|packets?_(drop|lost)|dropped_packets|_drop(ped|s)?(_|$)|retrans|network_\\w*(errors?|errs)(_|$)",
          "signal": "network-loss",
          "bad": "up"
        },
        {
          "name": "hpa_\\w*max|horizontalpodautoscaler_\\w*max|max_replicas",
          "signal": "replicas-limit"
        },
        {
          "name": "(hpa|horizontalpodautoscaler)_\\w*desired|desired_replicas|spec_replicas",
          "signal": "replicas-wanted"
        },
        {
          "name": "replicas_(available|ready)|(available|ready|current)_replicas|healthy_host_count",
          "signal": "replicas",
          "bad": "down"
        },
        {
          "name": "un_?healthy_host|reject",
          "signal": "errors",
          "bad": "up"
        },
        {
          "name": "restart",
          "signal": "restarts",
          "bad": "up"
        },
        {
          "name": "cpu_(limit|quota)|limits?_cpu|spec_cpu_quota|resource_limits.*cpu",
          "signal": "cpu-limit"
        },
        {
          "name": "memory_(limit|max)|limits?_memory|spec_memory_limit|mem(ory)?_total|memtotal|max_memory",
          "signal": "memory-limit"
        },
        {
          "name": "freeable_?memory|mem(ory)?_(available|free)|memavailable|memfree|free_memory",
          "signal": "memory-free",
          "bad": "down"
        },
        {
          "name": "event_?loop_?(lag|delay)",
          "not": "(^|_)(max|min|stddev)(_|$)",
          "signal": "event-loop-lag",
          "bad": "up"
        },
        {
          "name": "evict(ed|ions)",
          "signal": "evictions",
          "bad": "up"
        },
        {
          "name": "cpu|load_?average|(^|_)load(1|5|15)$|processor_util",
          "not": "request(s|ed)$|credit|idle",
          "signal": "cpu",
          "bad": "up"
        },
        {
          "name": "memory|working_set|(^|_)rss(_|$)|heap|mem_used",
          "not": "memory_request|failcnt|non_?heap_max",
          "signal": "memory",
          "bad": "up"
        },
        {
          "name": "(filesystem|disk|storage|volume|persistentvolume\\w*)_(\\w+_)?(size|total|capacity)|allocated_storage",
          "not": "free|avail|used",
          "signal": "disk-limit"
        },
        {
          "name": "free_storage|free_local_storage|(filesystem|disk|volume)\\w*_(avail|free)|available_bytes",
          "signal": "disk-free",
          "bad": "down"
        },
        {
          "name": "(filesystem|disk|storage|volume)\\w*_(used|usage|util|full)|(disk|storage)_percent",
          "signal": "disk",
          "bad": "up"
        },
        {
          "name": "(^|_)up$|probe_success|health_?check_status|status_check_passed|(state|status)_running$|(^|_)on_off_(state|status)$",
          "signal": "up",
          "bad": "down"
        },
        {
          "name": "^(business_|biz_|trade_|service_)?[rs]r(_pct|_percent)?$",
          "signal": "availability",
          "bad": "down",
          "unit": "percent"
        },
        {
          "name": "availab|success|healthy|good_(requests|ratio)|(^|_)sli(_|$)|apdex",
          "not": "unhealthy|unavailab|un_success",
          "signal": "availability",
          "bad": "down"
        },
        {
          "name": "error|fail|fault|5_?xx|exception|unavailab|timeouts?(_|$)|abort|refused",
          "signal": "errors",
          "bad": "up"
        },
        {
          "name": "(duration|latenc(y|ies)|time|seconds|milliseconds)\\w*_count$",
          "signal": "traffic"
        },
        {
          "name": "latenc(y|ies)|duration|response_?time|elapsed|(requests?|rq)_(time|seconds|milliseconds|ms)(_|$)|(processing|handling)_?(time|seconds|milliseconds)|(^|_)(rt|resp_time)(_|$)|_time_(seconds_)?(avg|average|mean|median|p\\d{2,3})(_|$)|(^|_)(tx|txn|transactions?|requests?|calls?)_(avg|average|mean|p\\d{2,3})_(ms|msec|milliseconds|s|sec|seconds)$|(^|_)(mean|avg|average)_resp(onse)?(_(ms|s|sec|seconds))?$|^(business_|biz_|trade_|service_)?mrt(_(ms|s))?$",
          "not": "uptime|gc_|garbage|scrape|interval|_bucket$",
          "signal": "latency",
          "bad": "up"
        },
        {
          "name": "queue_?(depth|size|length|lag)|messages_(visible|ready|unack)|age_of_oldest|backlog|inflight|in_flight|pending",
          "signal": "queue",
          "bad": "up"
        },
        {
          "name": "consumer_?(group_?)?lag|records_lag",
          "signal": "consumer-lag",
          "bad": "up"
        },
        {
          "name": "(receive|transmit|sent|network)\\w*_bytes|(^|_)(rx|tx|in|out)(_\\w+)?_bytes|bytes_(in|out|sent|received)|network_(receive|transmit|throughput)",
          "signal": "network-bytes"
        },
        {
          "name": "requests?(_|$)|(^|_)(rq|responses?|handled)_(total|count|xx|completed)(_|$)|^(business_|biz_|trade_|service_)?cnt$|(^|_)(rps|qps|tps|calls|invocations|hits|throughput|transactions|ops)(_|$)|messages_(sent|received)|commands_processed|queries(_|$)|request_count",
          "not": "(^|_)(active|current|concurrent|running|executing|waiting|pending|queued?|list|limit)(_|$)",
          "signal": "traffic"
        }
      ]
    }
  ]
};
