import { METRIC_KNOWLEDGE } from '../../../schemas/generated/metric-knowledge.ts';
import { serviceLabelsAmong } from '../../../schemas/service-labels.ts';

const { agents, node, scraped, service } = METRIC_KNOWLEDGE.entity;
const AGENTS = new RegExp(agents, 'i');
const isNoTarget = (label: string) => !scraped.includes(label);
const [machineLabels, ownLabels] = [node.filter(isNoTarget), service.filter(isNoTarget)];

/**
 * The labels that may name the service which a series with such labels is about, the closest first. What was scraped is none
 * where an agent measured a machine that it names: Telegraf tags all that it hands on with `host` (its manual,
 * "Configuration": `omit_hostname`), and runs there as no more than a measuring instrument.
 */
export function serviceLabelsOf(labels: ReadonlyMap<string, string>): readonly string[] {
  const isAgents =
    AGENTS.test(labels.get('job') ?? '') && machineLabels.some((label) => (labels.get(label) ?? '') !== '');
  return isAgents ? ownLabels : serviceLabelsAmong(labels);
}
