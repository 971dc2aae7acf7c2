import type { CAUSES } from '../../domain/cause.ts';
import { type AdviceFor, editWorkload, RESTARTS, recentLogs, showTemplate } from './advice.ts';

const describeService = 'kubectl -n {namespace} describe service {service}';
const editService = {
  run: 'kubectl -n {namespace} edit service {service}',
  risk: 'traffic moves at once to whatever the Service then names.',
} as const;
const editIngress = {
  run: 'kubectl -n {namespace} edit ingress {ingress}',
  risk: 'the other hosts and paths of this Ingress change with it if you slip.',
} as const;

export const routingAdvice: AdviceFor<(typeof CAUSES.routing)[number]> = {
  service_selector_mismatch: {
    check: {
      say: 'Compare the selector with the labels of the pods.',
      run: 'kubectl -n {namespace} get endpoints {service} && kubectl -n {namespace} get pods --show-labels',
    },
    remedy: { say: "Set the Service's selector to the labels that the pods carry.", ...editService },
  },
  service_port_mapping_mismatch: {
    check: { say: 'Compare targetPort with the ports of the container.', run: describeService },
    remedy: { say: "Set targetPort to the container's port or its name.", ...editService },
  },
  service_protocol_mismatch: {
    check: { say: "Compare the Service's protocol with the container's.", run: describeService },
    remedy: { say: 'Set the protocol that the container speaks.', ...editService },
  },
  service_env_var_address_mismatch: {
    check: {
      say: 'Compare the address with the Services there are.',
      run: 'kubectl -n {namespace} set env {kind}/{workload} --list && kubectl -n {namespace} get services',
    },
    remedy: {
      say: 'Correct {variable|the address} to the name and port of {callee|the Service that is meant}.',
      run: editWorkload,
      risk: RESTARTS,
      undo: true,
    },
  },
  network_policy_blocks_traffic: {
    check: {
      say: 'Read the policies that select the pods.',
      run: [
        'kubectl -n {namespace} describe networkpolicy {policy}',
        'kubectl -n {namespace} describe networkpolicies',
      ],
    },
    remedy: {
      say: 'Add a rule that admits the caller, and only it.',
      run: 'kubectl -n {namespace} edit networkpolicy {policy}',
      risk: 'a rule that is too wide opens the pods to more than the caller.',
    },
  },
  ingress_backend_missing: {
    check: {
      say: 'Compare the backends with the Services.',
      run: 'kubectl -n {namespace} describe ingress {ingress}',
    },
    remedy: { say: 'Name a Service and port that exist.', ...editIngress },
  },
  ingress_tls_secret_missing: {
    check: { say: 'Look for the secret.', run: 'kubectl -n {namespace} get secret {secret}' },
    remedy: { say: 'Create the TLS secret, or correct its name in the Ingress.', ...editIngress },
  },
  dns_resolution_failure: {
    check: {
      say: 'Resolve a name that must exist from a pod, and compare its DNS settings with those of others.',
      run: 'kubectl -n {namespace} exec {kind}/{workload} -- nslookup kubernetes.default',
    },
    remedy: {
      say: '{fix|Correct the name that is asked for, or bring the name server back.}',
      risk: 'pods keep old answers until their cache ends.',
      undo: true,
    },
  },
  certificate_expired: {
    check: {
      say: 'Read until when the certificate is valid.',
      run: [
        'kubectl -n {namespace} get certificate {certificate} -o yaml',
        "kubectl -n {namespace} get secret {secret} -o jsonpath='{.data.tls\\.crt}' | base64 -d | openssl x509 -noout -dates",
      ],
    },
    remedy: {
      say: 'Renew the certificate, let what serves it load it, and find why it was not renewed by itself.',
      risk: 'clients that pin the old certificate refuse the new one.',
    },
  },
  gateway_route_mismatch: {
    check: {
      say: 'Compare the path and host that fail with the routes of the gateway.',
      run: [
        'kubectl -n {namespace} get httproute {route} -o yaml',
        'kubectl -n {namespace} get configmap {configMap} -o yaml',
      ],
    },
    remedy: {
      say: 'Correct the path, host or backend of the route.',
      run: ['kubectl -n {namespace} edit httproute {route}', 'kubectl -n {namespace} edit configmap {configMap}'],
      risk: 'other paths may match the route as well; the order of routes counts.',
      undo: true,
    },
  },
  gateway_route_rejected: {
    check: {
      say: 'Read why the gateway did not accept the route.',
      run: 'kubectl -n {namespace} describe httproute {route}',
    },
    remedy: {
      say: 'Correct what the condition names (parent, listener, backend, grant).',
      run: 'kubectl -n {namespace} edit httproute {route}',
      risk: 'traffic moves as soon as the route is accepted.',
    },
  },
  ingress_class_missing: {
    check: { say: 'See which classes exist.', run: 'kubectl get ingressclasses' },
    remedy: { say: 'Name a class that exists, or install its controller.', ...editIngress },
  },
  certificate_untrusted: {
    check: { say: 'Read which certificate the client refused and who issued it.', run: recentLogs },
    remedy: {
      say: 'Give the client the authority that issued it, or serve a certificate with its whole chain and the right name.',
      risk: 'switching verification off instead lets anyone stand in between.',
    },
  },
  dns_server_slow: {
    check: {
      say: 'Measure how long cluster DNS takes, and whether its pods are at their CPU limit.',
      run: 'kubectl -n kube-system top pod -l k8s-app=kube-dns',
    },
    remedy: {
      say: 'Give cluster DNS more replicas or CPU, cache on the nodes, and use names that end in a dot.',
      risk: 'a mistake in the settings of cluster DNS stops every name from resolving.',
    },
  },
  pod_dns_config_incorrect: {
    check: { say: 'Read dnsPolicy and dnsConfig of the pod.', run: showTemplate },
    remedy: {
      say: 'Set dnsPolicy to ClusterFirst, or correct the servers, search list and options.',
      run: editWorkload,
      risk: RESTARTS,
      undo: true,
    },
  },
  idle_timeout_mismatch: {
    check: {
      say: 'Compare how long each side (client, balancer, server) keeps an idle connection.',
      run: recentLogs,
    },
    remedy: {
      say: 'Let the side that sends give up idle connections before the other does, or turn on keep-alive.',
      risk: 'shorter times mean more new connections.',
    },
  },
};
