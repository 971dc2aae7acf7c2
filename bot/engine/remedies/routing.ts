import type { CAUSES } from '../../domain/cause.ts';
import type { Advice } from './advice.ts';

export const routingAdvice: Readonly<Partial<Record<(typeof CAUSES.routing)[number], Advice>>> = {
  service_selector_mismatch: {
    check: [
      'Compare the selector with the labels of the pods.',
      'kubectl -n {namespace} get endpoints {service} && kubectl -n {namespace} get pods --show-labels',
    ],
    remedy: [
      "Set the Service's selector to the labels that the pods carry.",
      'kubectl -n {namespace} edit service {service}',
    ],
  },
  service_port_mapping_mismatch: {
    check: ['Compare targetPort with the ports of the container.', 'kubectl -n {namespace} describe service {service}'],
    remedy: ["Set targetPort to the container's port or its name.", 'kubectl -n {namespace} edit service {service}'],
  },
  service_protocol_mismatch: {
    check: [
      "Compare the Service's protocol with the container's.",
      'kubectl -n {namespace} describe service {service}',
    ],
    remedy: ['Set the protocol that the container speaks.', 'kubectl -n {namespace} edit service {service}'],
  },
  service_env_var_address_mismatch: {
    check: [
      'Compare the address with the Services.',
      'kubectl -n {namespace} set env {kind}/{workload} --list && kubectl -n {namespace} get services',
    ],
    remedy: [
      'Correct {variable} to the name and port of {callee}.',
      'kubectl -n {namespace} set env {kind}/{workload} {variable}=<host:port>',
    ],
  },
  network_policy_blocks_traffic: {
    check: ['Read the policies that select the pods.', 'kubectl -n {namespace} describe networkpolicy {policy}'],
    remedy: ['Add a rule that admits the caller.', 'kubectl -n {namespace} edit networkpolicy {policy}'],
  },
  ingress_backend_missing: {
    check: ['Compare the backends with the Services.', 'kubectl -n {namespace} describe ingress {ingress}'],
    remedy: ['Name a Service and port that exist.', 'kubectl -n {namespace} edit ingress {ingress}'],
  },
  ingress_tls_secret_missing: {
    check: ['Look for the secret.', 'kubectl -n {namespace} get secret {secret}'],
    remedy: [
      'Create the TLS secret, or correct its name in the Ingress.',
      'kubectl -n {namespace} edit ingress {ingress}',
    ],
  },
  dns_resolution_failure: {
    check: [
      'Resolve the name from a pod.',
      'kubectl -n {namespace} exec {kind}/{workload} -- nslookup kubernetes.default',
    ],
    remedy: ['Correct the name that is asked for, or bring cluster DNS back.'],
  },
  certificate_expired: {
    check: ['Read the end of the certificate.', 'kubectl -n {namespace} get certificate {certificate} -o yaml'],
    remedy: ['Renew the certificate and find why it was not renewed by itself.'],
  },
};
