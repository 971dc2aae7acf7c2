import { Aws, Names, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as xray from 'aws-cdk-lib/aws-xray';
import { Construct } from 'constructs';

export interface TraceDeliveryPolicyProps {
  /** Whose spans may be written; an account has room for five such policies, so one is for several. */
  readonly resourceArns: readonly string[];
}

/** Lets the delivery service of AWS write the spans of these resources, and of no other account, to X-Ray. */
export class TraceDeliveryPolicy extends Construct {
  constructor(scope: Construct, id: string, props: TraceDeliveryPolicyProps) {
    super(scope, id);
    const document = new iam.PolicyDocument({
      statements: [
        new iam.PolicyStatement({
          principals: [new iam.ServicePrincipal('delivery.logs.amazonaws.com')],
          actions: ['xray:PutTraceSegments'],
          // X-Ray knows no resources; the conditions narrow it.
          resources: ['*'],
          conditions: {
            'ForAllValues:ArnLike': { 'logs:LogGeneratingResourceArns': props.resourceArns },
            StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
            ArnLike: {
              'aws:SourceArn': `arn:${Aws.PARTITION}:logs:${Aws.REGION}:${Aws.ACCOUNT_ID}:delivery-source:*`,
            },
          },
        }),
      ],
    });
    new xray.CfnResourcePolicy(this, 'Policy', {
      policyName: Names.uniqueResourceName(this, { maxLength: 60 }),
      policyDocument: Stack.of(this).toJsonString(document.toJSON()),
    });
  }
}
