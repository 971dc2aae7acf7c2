import type { Service, System } from '../../core/model.ts';
import * as exported from './exports.ts';
import { nodeLambda } from './in-other-languages.ts';
import { ecsMeasure, lambdaMeasure } from './measures.ts';
import { app, keep } from './service.ts';

const fn = (name: string, rps: number, ms: number): Service =>
  app(name, nodeLambda, rps, ms, [], { host: `/aws/lambda/${name}` });

/** Receipts for small firms: API Gateway, Lambda, DynamoDB, SQS. */
export const tally: System = {
  name: 'tally',
  cluster: 'aws-eu-north-1',
  platform: 'aws',
  namespace: 'eu-north-1',
  nodes: [],
  vocabulary: 'cloudwatch',
  measures: lambdaMeasure,
  labels: (s) => ({ function_name: s.name }),
  alertLabels: (s) => ({ function_name: s.name }),
  graph: false,
  registry: '',
  logs: 'insights',
  authors: ['elin', 'sam-deploy'],
  alertName: ['api-5xx', 'api-latency'],
  services: [
    { name: 'tally-api', speaks: 'none', rps: 30, ms: 90, calls: [] },
    fn('tally-receipts-fn', 22, 70),
    fn('tally-rates-fn', 8, 40),
    fn('tally-export-fn', 2, 900),
    keep('tally-ledger', undefined, exported.dynamoExport),
    keep('tally-export-queue', undefined, exported.sqsExport),
    keep('tally-export-dlq', undefined, exported.sqsExport),
  ],
};

const task = (name: string, rps: number, ms: number): Service => ({
  name,
  speaks: 'zap',
  rps,
  ms,
  calls: [],
  host: `/ecs/${name}`,
  pods: 3,
});

/** A shipping agent: containers on Fargate, a load balancer, Aurora. */
export const wharf: System = {
  name: 'wharf',
  cluster: 'wharf-fargate',
  platform: 'aws',
  namespace: 'us-west-2',
  nodes: [],
  vocabulary: 'cloudwatch',
  measures: ecsMeasure,
  labels: (s) => ({ cluster_name: 'wharf', service_name: s.name }),
  alertLabels: (s) => ({ service_name: s.name }),
  graph: false,
  registry: '',
  logs: 'insights',
  authors: ['mo', 'codedeploy'],
  alertName: ['target-5xx', 'target-response-time'],
  services: [
    task('orders', 26, 60),
    task('stock', 40, 22),
    task('invoices', 9, 140),
    keep('wharf-aurora', undefined, exported.auroraExport),
  ],
};
