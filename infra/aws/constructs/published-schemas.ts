import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RemovalPolicy, type Stack } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import * as deployment from 'aws-cdk-lib/aws-s3-deployment';
import { Construct } from 'constructs';
import { parse } from 'yaml';
import { acknowledge, exportedArnOf } from './acknowledge.ts';
import { BACKENDS } from './backends.ts';

export interface PublishedSchemasProps {
  readonly bucket: s3.IBucket;
  /** The host that the backends' certificate is for. */
  readonly domain: string;
}

/** One schema as the gateway reads it: JSON, its server the deployment's, its key made from its content. */
export interface PublishedSchema {
  readonly key: string;
  readonly json: string;
}

const SCHEMAS = join(import.meta.dirname, '..', '..', '..', 'schemas');

/** Renders the schema of a backend for a deployment. */
export function renderSchema(backend: (typeof BACKENDS)[number], domain: string): PublishedSchema {
  const document = parse(readFileSync(join(SCHEMAS, `${backend.name}.yaml`), 'utf8')) as Record<string, unknown>;
  const json = JSON.stringify({ ...document, servers: [{ url: `https://${domain}:${backend.port}` }] });
  const hash = createHash('sha256').update(json).digest('hex').slice(0, 16);
  return { key: `schemas/${backend.name}-${hash}.json`, json };
}

/** The four schemas in the configuration bucket; older versions stay, so that a target can go back. */
export class PublishedSchemas extends Construct {
  readonly keys: Readonly<Record<string, string>>;
  readonly deployment: deployment.BucketDeployment;

  constructor(scope: Construct, id: string, props: PublishedSchemasProps) {
    super(scope, id);
    const rendered = BACKENDS.map((backend) => [backend.name, renderSchema(backend, props.domain)] as const);
    this.keys = Object.fromEntries(rendered.map(([name, schema]) => [name, schema.key]));
    this.deployment = new deployment.BucketDeployment(this, 'Copy', {
      destinationBucket: props.bucket,
      sources: rendered.map(([, schema]) => deployment.Source.data(schema.key, schema.json)),
      prune: false,
      retainOnDelete: true,
      contentType: 'application/json',
      logGroup: new logs.LogGroup(this, 'Logs', {
        retention: logs.RetentionDays.ONE_MONTH,
        removalPolicy: RemovalPolicy.DESTROY,
      }),
    });
  }
}

/** What CDK's function for copying may do besides naming one bucket and one key. */
const COPYING = [
  'L1',
  'IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]',
  ...['s3:GetBucket*', 's3:GetObject*', 's3:List*', 's3:Abort*', 's3:DeleteObject*'].map(
    (action) => `IAM5[Action::${action}]`,
  ),
  ...['kms:ReEncrypt*', 'kms:GenerateDataKey*'].map((action) => `IAM5[Action::${action}]`),
  'IAM5[Resource::arn:<AWS::Partition>:s3:::cdk-hnb659fds-assets-<AWS::AccountId>-<AWS::Region>/*]',
];

/** Of the function that copies objects at deployment; CDK makes one for a stack. */
export function acknowledgeCopying(stack: Stack, bucket: s3.Bucket): void {
  const copying = stack.node.children.find((child) => child.node.id.startsWith('Custom::CDKBucketDeployment'));
  if (copying === undefined) return;
  const reason = 'CDK’s own function for copying objects at deployment: it may write one bucket and read CDK’s assets.';
  const objects = `IAM5[Resource::${exportedArnOf(bucket)}/*]`;
  acknowledge(copying, Object.fromEntries([...COPYING, objects].map((id) => [id, reason])));
}
