import { type Scene, signal } from '../scene.ts';
import { ALWAYS, type MetricSink } from './sink.ts';

/** CoreDNS 1.11's prometheus plugin, two pods. */
export function coredns(scene: Scene, sink: MetricSink): void {
  const read = (name: string, i: number, base: number) => signal(scene, { role: 'coredns' }, name, base, i);
  for (const pod of ['coredns-5d78c9869d-7wqkz', 'coredns-5d78c9869d-m4x8r']) {
    const labels = { job: 'kube-dns', namespace: 'kube-system', pod, server: 'dns://:53' };
    const rate = (i: number) => read('rate', i, 14);
    sink.counter(ALWAYS, 'coredns_dns_requests_total', { ...labels, zone: '.', type: 'A' }, rate);
    const failing = (i: number) => read('failing', i, 0);
    const missing = 0.31; // Search domains are tried one after the other.
    sink.counter(
      ALWAYS,
      'coredns_dns_responses_total',
      { ...labels, rcode: 'NOERROR' },
      (i) => rate(i) * (1 - missing) * (1 - failing(i)),
    );
    sink.counter(
      ALWAYS,
      'coredns_dns_responses_total',
      { ...labels, rcode: 'NXDOMAIN' },
      (i) => rate(i) * missing * (1 - failing(i)),
    );
    sink.counter(ALWAYS, 'coredns_dns_responses_total', { ...labels, rcode: 'SERVFAIL' }, (i) => rate(i) * failing(i));
    sink.histogram(
      ALWAYS,
      'coredns_dns_request_duration_seconds',
      { ...labels, zone: '.' },
      [0.00025, 0.001, 0.004, 0.016, 0.064, 0.256, 1.024, 4.096],
      rate,
      (i) => read('seconds', i, 0.0009),
    );
    sink.counter(
      ALWAYS,
      'coredns_forward_healthcheck_broken_total',
      { job: 'kube-dns', namespace: 'kube-system', pod },
      (i) => read('upstream broken', i, 0),
    );
  }
}
