/** Containers that a mesh or a platform puts beside an application: proxies, secret agents, collectors, connectors. */
const SIDECARS =
  /^(?:istio-proxy|istio-init|istio-validation|linkerd-(?:proxy|init|network-validator)|envoy(?:-sidecar|-proxy)?|consul-(?:dataplane|connect-envoy-sidecar|connect-inject-init)|kuma-(?:sidecar|init|validation)|cilium-envoy|osm-envoy|daprd|vault-agent(?:-init)?|cloud-?sql-proxy|cloudsql-proxy|otc-container|opentelemetry-auto-instrumentation.*|jaeger-agent|fluent-bit(?:-sidecar)?|fluentd-sidecar|filebeat-sidecar|datadog-agent|oauth2?-proxy|kube-rbac-proxy|aws-(?:xray|otel)-.*|xray-daemon|queue-proxy)$/;

/** Whether a container by its name is not the application but stands beside it. */
export function isSidecar(container: string): boolean {
  return SIDECARS.test(container);
}

/** First and last port that Istio's proxy listens on; Linkerd's are beside them. */
const MESH_PORTS = { first: 15_000, last: 15_090 };
const LINKERD_PORTS = [4140, 4143, 4190, 4191];

/** Whether a port is a mesh proxy's own, which says nothing of the application. */
export function isMeshPort(port: number): boolean {
  return (port >= MESH_PORTS.first && port <= MESH_PORTS.last) || LINKERD_PORTS.includes(port);
}
