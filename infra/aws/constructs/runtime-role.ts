import { Aws } from 'aws-cdk-lib';
import type * as ecr from 'aws-cdk-lib/aws-ecr';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { DeploymentOptions } from '../options.ts';
import { acknowledge } from './acknowledge.ts';
import { grantKnowledgeBase } from './knowledge-base.ts';
import type { UserDirectory } from './user-directory.ts';

export interface RuntimeRoleProps {
  readonly runtimeName: string;
  /** Where the image is pulled from. */
  readonly repository: ecr.IRepository;
  readonly directory: UserDirectory;
  readonly options: DeploymentOptions;
}

/** Actions of the runtime that know no resource, each with its reason. */
export const RUNTIME_ACTIONS_WITHOUT_RESOURCES: Readonly<Record<string, string>> = {
  'cloudwatch:PutMetricData': 'Metrics have no ARN; a condition holds it to AgentCore’s own namespace.',
  'ecr:GetAuthorizationToken': 'A sign-in at the registry is for the account; pulling is allowed from one repository.',
  'xray:GetSamplingRules': 'X-Ray knows no resources for traces.',
  'xray:GetSamplingTargets': 'X-Ray knows no resources for traces.',
  'xray:PutTelemetryRecords': 'X-Ray knows no resources for traces.',
  'xray:PutTraceSegments': 'X-Ray knows no resources for traces.',
};

/** What the runtime may do: pull its image, write its own logs, metrics and spans, and sign people in. */
export class RuntimeRole extends Construct {
  readonly role: iam.Role;

  constructor(scope: Construct, id: string, props: RuntimeRoleProps) {
    super(scope, id);
    const account = `${Aws.REGION}:${Aws.ACCOUNT_ID}`;
    const agentcore = `arn:${Aws.PARTITION}:bedrock-agentcore:${account}`;
    const logGroups = `arn:${Aws.PARTITION}:logs:${account}:log-group`;
    // AgentCore ends the runtime's id with ten characters of its own.
    const ownLogs = `${logGroups}:/aws/bedrock-agentcore/runtimes/${props.runtimeName}-*`;
    const identity = `workload-identity-directory/default/workload-identity/${props.runtimeName}-*`;
    this.role = new iam.Role(this, 'Role', {
      description: 'AgentCore Runtime of the on-call bot',
      assumedBy: new iam.ServicePrincipal('bedrock-agentcore.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
          ArnLike: { 'aws:SourceArn': `${agentcore}:runtime/${props.runtimeName}*` },
        },
      }),
    });
    const allow = (sid: string, actions: string[], resources: string[], conditions?: Record<string, unknown>) =>
      this.role.addToPolicy(new iam.PolicyStatement({ sid, actions, resources, conditions }));
    allow('Image', ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'], [props.repository.repositoryArn]);
    allow('OwnLogGroups', ['logs:CreateLogGroup', 'logs:DescribeLogStreams'], [ownLogs]);
    allow('OwnLogs', ['logs:CreateLogStream', 'logs:PutLogEvents'], [`${ownLogs}:log-stream:*`]);
    allow('FindLogGroups', ['logs:DescribeLogGroups'], [`${logGroups}:*`]);
    allow(
      'OwnIdentity',
      ['bedrock-agentcore:GetWorkloadAccessToken', 'bedrock-agentcore:GetWorkloadAccessTokenForUserId'],
      [`${agentcore}:workload-identity-directory/default`, `${agentcore}:${identity}`],
    );
    const { 'cloudwatch:PutMetricData': _one, ...others } = RUNTIME_ACTIONS_WITHOUT_RESOURCES;
    allow('TracesAndRegistry', Object.keys(others), ['*']);
    allow('Metrics', ['cloudwatch:PutMetricData'], ['*'], {
      StringEquals: { 'cloudwatch:namespace': 'bedrock-agentcore' },
    });
    props.directory.grantSignIn(this.role);
    grantKnowledgeBase(this.role, props.options);
    this.explain(props.runtimeName, identity);
  }

  private explain(runtimeName: string, identity: string): void {
    const account = '<AWS::Region>:<AWS::AccountId>';
    const logGroups = `arn:<AWS::Partition>:logs:${account}:log-group`;
    const own = 'AgentCore ends the name of a runtime with letters of its own; it is this runtime’s and no other’s.';
    acknowledge(this.role, {
      'IAM5[Resource::*]':
        'Only the actions of RUNTIME_ACTIONS_WITHOUT_RESOURCES, each with its reason there; a test holds the list.',
      [`IAM5[Resource::${logGroups}:/aws/bedrock-agentcore/runtimes/${runtimeName}-*]`]: own,
      [`IAM5[Resource::${logGroups}:/aws/bedrock-agentcore/runtimes/${runtimeName}-*:log-stream:*]`]: own,
      [`IAM5[Resource::${logGroups}:*]`]: 'Listing log groups knows no narrower resource.',
      [`IAM5[Resource::arn:<AWS::Partition>:bedrock-agentcore:${account}:${identity}]`]: own,
    });
  }
}
