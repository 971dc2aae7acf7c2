import type { Measured } from '../../domain/observation.ts';
import type { ServiceLogs } from '../../domain/signals.ts';
import { componentOf } from '../../domain/target.ts';
import type { Scope } from './levels.ts';

/** What Postfix writes for each recipient of a mail: the code of RFC 3463, and what became of it. */
const DELIVERY = /\bpostfix\S*\/\w+\[\d+\]: .*?\bdsn=(\d\.\d+\.\d+), status=(sent|deferred|bounced|expired)\b/;
/** Codes of an address that does not exist: the sender's mistake. */
const NO_SUCH_ADDRESS = /^5\.1\./;

/** The mails that a server sent on, where hardly any was held back or returned but for its address. */
export function deliveries({ evidence, has, parameters }: Scope): readonly Measured[] {
  if (evidence.logs.status !== 'observed') return [];
  return evidence.logs.value.flatMap((logs): Measured[] => {
    const component = componentOf({ kind: 'service', name: logs.service });
    const { sent, kept, misaddressed } = countsOf(logs);
    if (!has(component) || sent === 0 || kept > parameters.errorRatioAlone * (sent + kept)) return [];
    const returned = misaddressed === 0 ? '' : `, ${misaddressed} returned as the address does not exist`;
    const text = `${logs.service}: ${sent} mails were sent on, ${kept} held back or refused${returned}.`;
    return [{ component, signal: 'deliveries', value: sent, unit: 'mails', text }];
  });
}

function countsOf({ patterns }: ServiceLogs) {
  const counts = { sent: 0, kept: 0, misaddressed: 0 };
  for (const { samples, count } of patterns) {
    const [, code, status] = DELIVERY.exec(samples[0]?.text ?? '') ?? [];
    if (code === undefined) continue;
    if (status === 'sent') counts.sent += count;
    else if (NO_SUCH_ADDRESS.test(code)) counts.misaddressed += count;
    else counts.kept += count;
  }
  return counts;
}
