import { ISTIO_PORTS, LINKERD_PORTS } from '../knowledge/ports.ts';

/** Containers that a mesh or a platform puts beside an application: proxies, secret agents, collectors, connectors. */
const SIDECARS =
  /^(?:istio-proxy|istio-init|istio-validation|linkerd-(?:proxy|init|network-validator)|envoy(?:-sidecar|-proxy)?|consul-(?:dataplane|connect-envoy-sidecar|connect-inject-init)|kuma-(?:sidecar|init|validation)|cilium-envoy|osm-envoy|daprd|vault-agent(?:-init)?|cloud-?sql-proxy|cloudsql-proxy|otc-container|opentelemetry-auto-instrumentation.*|jaeger-agent|fluent-bit(?:-sidecar)?|fluentd-sidecar|filebeat-sidecar|datadog-agent|oauth2?-proxy|kube-rbac-proxy|aws-(?:xray|otel)-.*|xray-daemon|queue-proxy)$/;

/** Whether a container by its name is not the application but stands beside it. */
export function isSidecar(container: string): boolean {
  return SIDECARS.test(container);
}

/** Whether a port is a mesh proxy's own, which says nothing of the application. */
export function isMeshPort(port: number): boolean {
  return (port >= ISTIO_PORTS.first && port <= ISTIO_PORTS.last) || LINKERD_PORTS.includes(port);
}
