import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { buildSync } from 'esbuild';
import { acknowledge } from './acknowledge.ts';

export interface BundledFunctionProps {
  readonly description: string;
  /** The TypeScript file that exports `handler`. */
  readonly entry: string;
  readonly timeout?: Duration;
  readonly environment?: Readonly<Record<string, string>>;
}

/** The folder of a bundle by its entry: the same for every stack of this process. */
const bundles = new Map<string, string>();

/** Bundles with esbuild in this process: no container, no network; the SDK comes with the Lambda runtime. */
function bundleOf(entry: string): string {
  const known = bundles.get(entry);
  if (known !== undefined) return known;
  const { outputFiles } = buildSync({
    entryPoints: [entry],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    external: ['@aws-sdk/*'],
    legalComments: 'none',
  });
  const folder = mkdtempSync(join(tmpdir(), 'function-'));
  writeFileSync(join(folder, 'index.mjs'), outputFiles[0]?.contents ?? '');
  bundles.set(entry, folder);
  return folder;
}

/** A Lambda function from one TypeScript file, on ARM, traced by X-Ray, with its own role and a log group that forgets. */
export class BundledFunction extends Construct {
  readonly function: lambda.Function;

  constructor(scope: Construct, id: string, props: BundledFunctionProps) {
    super(scope, id);
    const logGroup = new logs.LogGroup(this, 'Logs', {
      retention: logs.RetentionDays.THREE_MONTHS,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const role = new iam.Role(this, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    this.function = new lambda.Function(this, 'Function', {
      description: props.description,
      runtime: lambda.Runtime.NODEJS_24_X,
      architecture: lambda.Architecture.ARM_64,
      handler: 'index.handler',
      code: lambda.Code.fromAsset(bundleOf(props.entry)),
      memorySize: 256,
      timeout: props.timeout ?? Duration.seconds(5),
      tracing: lambda.Tracing.ACTIVE,
      environment: { ...props.environment },
      role,
      logGroup,
    });
    acknowledge(this, {
      'IAM5[Resource::*]': 'X-Ray knows no resources: what may write traces may write all of them.',
    });
  }
}
