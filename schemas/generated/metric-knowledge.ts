/** Generated from schemas/metric-knowledge.yaml by `npm run generate`; do not edit. */
import type { MetricKnowledge } from '../metric-knowledge.ts';

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
      "k8s_deployment_name",
      "workload",
      "deployment",
      "statefulset",
      "daemonset",
      "ingress",
      "function_name",
      "functionname",
      "dbinstance_identifier",
      "dbinstanceidentifier",
      "db_instance",
      "load_balancer",
      "loadbalancer",
      "exported_job",
      "component",
      "pod",
      "pod_name",
      "k8s_pod_name",
      "container",
      "container_name",
      "job",
      "instance"
    ],
    "namespace": [
      "namespace",
      "exported_namespace",
      "k8s_namespace_name",
      "destination_workload_namespace",
      "kubernetes_namespace"
    ]
  },
  "requests": {
    "not": "^(prometheus|promhttp|alertmanager|net_conntrack|scrape|loki|cortex|thanos|grafana|vm|vmagent|kube|kubelet|container|node|go|process|python|nodejs|jvm|apiserver|rest_client|workqueue|etcd|up|probe|pg|mysql|mongodb|redis|kafka|rabbitmq|elasticsearch|aws|otelcol|scheduler|cloudprovider|cadvisor|authentication|authorization|admission|storage|controller_runtime|leader_election)(_|$)",
    "notDuration": "(^|_)(gc|garbage|scrape|lock|uptime|interval|pause|sync|reconcil\\w*|fsync|compaction|startup|started|boot|age|lag|eventloop|event_loop|acquire|acquisition|usage|creation|wait|pool|idle|backoff|ttl|timeout|last|timestamp|job|batch|task|cron|build|commit|checkpoint|flush)(_|$)",
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
        "name": "(success|availability|available)_(rate|ratio|percent|percentage|pct)(_|$)|request_availability|(^|_)sli_(success|availability)"
      },
      {
        "role": "error_ratio",
        "name": "(error|failure|fault)s?_(rate|ratio|percent|percentage|pct)(_|$)"
      },
      {
        "role": "duration",
        "name": "latency|(^|_)duration|response_?time|elapsed|(requests?|rq|rpc|grpc|http|handling|handled|processing|serving)_(time|seconds|milliseconds|ms|micros)(_|$)|(^|_)(rt|resp_time)(_|$)"
      },
      {
        "role": "failures",
        "name": "(requests?|rq|calls?|http|grpc|rpc|responses?|invocations)_?(\\w+_)?(errors?|failures?|failed|faults?|5_?xx)(_|$)|(errors?|failed|failures?)_(requests?|calls?|responses?)|httpcode_(target_|elb_)?5_?xx"
      },
      {
        "role": "requests",
        "name": "(^|_)(requests?|rq|handled|responses?|rps|qps|calls|invocations)(_|$)"
      }
    ],
    "notRequests": "(size|bytes|body|header|active|in_?flight|inprogress|in_progress|concurrent|pending|queued?|retr(y|ies)|redirect\\w*|cancelled|timeout|limit|max|open|throttled|dropped|hedged|slow|cache|per_connection|rejected)(_|$)",
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
  }
};
