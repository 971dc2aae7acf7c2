import { TLS_SERVICE } from '../system.ts';
import { between, type Fault } from './fault.ts';

const DAY_MS = 86_400_000;

export const certificateExpired: Fault = {
  name: 'certificate-expired',
  title: 'A certificate has expired',
  alerts: ['BlackboxSslCertificateExpired', 'HighErrorRate'],
  plan: (random, size = random()) => {
    // It has just ended, or did so days ago and was put in place now.
    const daysAgo = between(0.2, 5, 1 - size);
    return {
      what: `the certificate of ${TLS_SERVICE} ended ${daysAgo.toFixed(1)} days ago`,
      truth: { components: [`service/${TLS_SERVICE}`], causes: ['certificate_expired'] },
      begin: async (lab) => replace(lab, new Date(Date.now() - daysAgo * DAY_MS)),
      heal: async (lab) => replace(lab, new Date(Date.now() + 60 * DAY_MS)),
    };
  },
};

async function replace({ cluster }: Parameters<ReturnType<Fault['plan']>['begin']>[0], notAfter: Date): Promise<void> {
  await cluster.certificates.issue(notAfter);
  for (const pod of cluster.workload(TLS_SERVICE).pods) cluster.kubelet.signal(pod, 'SIGHUP');
}
