import type { EvidenceSet } from '../../domain/signals.ts';
import type { ReadMetrics } from '../metric-reading/read-metrics.ts';

/**
 * How the groups of a cloud's log are called, by the service that writes them and the resource that it is about:
 * `/aws/rds/instance/orders/postgresql` (RDS, "Publishing database logs to Amazon CloudWatch Logs"), `/aws/lambda/render`
 * (Lambda, "Sending function logs to CloudWatch Logs"), `/aws/apigateway/claims`. Whoever exports them keeps both words.
 */
const GROUPS: readonly (readonly [name: RegExp, metrics: RegExp])[] = [
  [/^(?:aws-)?(?:rds|aurora)-(?:instance-|cluster-)?(.+)$/, /(?:^|_)aws_rds_/i],
  [/^(?:aws-)?lambda-(.+)$/, /(?:^|_)aws_lambda_/i],
  [/^(?:aws-)?(?:apigw|api-?gateway)-(.+)$/, /(?:^|_)aws_api_?gateway_/i],
];

/**
 * Tells the resource that a log of a cloud is about by its name, where the cloud's metrics tell of that resource, and neither
 * they nor the call graph of anybody that is called as the log is.
 */
export function resourcesOfLogs(
  { topology }: EvidenceSet,
  { all, components }: ReadMetrics,
): (name: string) => string | undefined {
  const measured = new Set(components);
  const called = new Set(topology.status === 'observed' ? Object.entries(topology.value).flat(2) : []);
  return (name) => {
    if (measured.has(`service/${name}`) || called.has(name)) return undefined;
    const plain = name.replaceAll(/[/_.]/g, '-').replace(/^-/, '');
    const [resource, metrics] = GROUPS.flatMap(([pattern, of]) => {
      const found = pattern.exec(plain)?.[1];
      return found === undefined ? [] : [[found, of] as const];
    })[0] ?? [undefined, undefined];
    if (resource === undefined) return undefined;
    const isOfCloud = all.some(
      ({ component, series }) => component === `service/${resource}` && metrics.test(series.name),
    );
    return isOfCloud ? resource : undefined;
  };
}
