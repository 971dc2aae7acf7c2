import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
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
  /** In the isolated subnets of a VPC; absent: outside. */
  readonly inside?: { readonly vpc: ec2.IVpc; readonly securityGroup: ec2.ISecurityGroup };
}

/** Actions of functions that know no resource, each with its reason. */
export const FUNCTION_ACTIONS_WITHOUT_RESOURCES: Readonly<Record<string, string>> = {
  'ec2:AssignPrivateIpAddresses': 'Lambda makes the network interfaces of a function in a VPC and names them itself.',
  'ec2:CreateNetworkInterface': 'Lambda makes the network interfaces of a function in a VPC and names them itself.',
  'ec2:DeleteNetworkInterface': 'Lambda makes the network interfaces of a function in a VPC and names them itself.',
  'ec2:DescribeNetworkInterfaces': 'Descriptions know no resource.',
  'ec2:UnassignPrivateIpAddresses': 'Lambda makes the network interfaces of a function in a VPC and names them itself.',
  'secretsmanager:GetRandomPassword': 'A new password belongs to no secret yet.',
  'xray:PutTelemetryRecords': 'X-Ray knows no resources for traces.',
  'xray:PutTraceSegments': 'X-Ray knows no resources for traces.',
};

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
    external: ['@aws-sdk/*', 'pg-native'],
    // Some packages are of the older kind of module.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
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
    if (props.inside) {
      const actions = Object.keys(FUNCTION_ACTIONS_WITHOUT_RESOURCES).filter((action) => action.startsWith('ec2:'));
      role.addToPolicy(new iam.PolicyStatement({ sid: 'NetworkInterfaces', actions, resources: ['*'] }));
    }
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
      ...(props.inside && {
        vpc: props.inside.vpc,
        vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
        securityGroups: [props.inside.securityGroup],
      }),
    });
    // The rights to make network interfaces have to be there before, and until after, the function.
    this.function.node.addDependency(role);
    acknowledge(this, {
      'IAM5[Resource::*]':
        'Only the actions of FUNCTION_ACTIONS_WITHOUT_RESOURCES, each with its reason there; a test holds the list.',
    });
  }
}
