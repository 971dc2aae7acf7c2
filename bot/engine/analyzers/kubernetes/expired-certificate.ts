import type { EvidenceDraft, Finding } from '../../../domain/finding.ts';
import type { EvidenceSet, KubernetesObject } from '../../../domain/signals.ts';
import { certificatePlace } from '../../cluster/certificate-holder.ts';
import type { Cluster } from '../../cluster/cluster.ts';
import { seen } from '../../cluster/observe.ts';
import { fields, timeMs } from '../../cluster/read-objects.ts';
import { quotePattern } from '../../log-reading/quoting.ts';
import { STRENGTH } from '../strength-parameters.ts';

/**
 * What cert-manager writes where it cannot prove to the issuer that a name is its own, or gets no certificate: its
 * challenges' self checks of HTTP-01 and DNS-01, and its orders.
 */
const NOT_RENEWED =
  /propagation check failed|self check (?:failed|GET request)|waiting for (?:HTTP|DNS)-01 challenge propagation|failed to (?:create|finalize|wait for) (?:order|authorization)|the certificate request has failed|acme: (?:authorization|order) error/i;

/** cert-manager's Certificates past their end; the component is who presents them, and what kept them from being renewed is cited. */
export function expiredCertificates(cluster: Cluster, evidence: EvidenceSet): readonly Finding[] {
  return cluster.ofKind('Certificate').flatMap((object) => {
    const ends = fields(object.status).notAfter;
    const end = timeMs(ends);
    if (end === undefined || end > cluster.now) return [];
    const namespace = object.metadata.namespace ?? '';
    const component = certificatePlace(object, cluster);
    const refused = renewalsRefused(object, evidence);
    return [
      {
        analyzer: 'ingress',
        component,
        cause: 'certificate_expired' as const,
        statement: `Certificate ${object.metadata.name} expired at ${String(ends)}${refused.length === 0 ? '' : ', as its renewal fails'}.`,
        strength: STRENGTH.conclusive,
        evidence: [seen(object, `notAfter ${String(ends)}`, String(ends)), ...refused],
        onset: String(ends),
        parameters: {
          namespace,
          certificate: object.metadata.name,
          secret: String(fields(object.spec).secretName ?? ''),
          service: component.slice(component.indexOf('/') + 1),
        },
      },
    ];
  });
}

/** What the logs say of the renewals of one certificate, by its name or one of its DNS names. */
function renewalsRefused({ metadata, spec }: KubernetesObject, evidence: EvidenceSet): readonly EvidenceDraft[] {
  if (evidence.logs.status !== 'observed') return [];
  const { value, tool } = evidence.logs;
  const { dnsNames } = fields(spec);
  const names = [metadata.name, ...(Array.isArray(dnsNames) ? dnsNames.map(String) : [])];
  const about = (text: string) => NOT_RENEWED.test(text) && names.some((name) => text.includes(name));
  return value
    .flatMap((logs) =>
      logs.patterns.flatMap((pattern) => {
        const told = pattern.samples.find(({ text }) => about(text))?.text;
        return told === undefined ? [] : [quotePattern(logs, pattern, tool, told)];
      }),
    )
    .slice(0, 1);
}
