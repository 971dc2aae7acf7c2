import { Stack, Validations } from 'aws-cdk-lib';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { IConstruct } from 'constructs';

/** Says why a rule of the AwsSolutions pack does not hold for a construct and what is under it. */
export function acknowledge(construct: IConstruct, reasons: Readonly<Record<string, string>>): void {
  const rules = Object.entries(reasons).map(([id, reason]) => ({ id: `AwsSolutions-${id}`, reason }));
  Validations.of(construct).acknowledge(...rules);
}

/** How findings in another stack name a bucket of this one: by the export that carries its ARN over. */
export function exportedArnOf(bucket: IBucket): string {
  const stack = Stack.of(bucket);
  const carried = stack.resolve(stack.exportValue(bucket.bucketArn)) as { 'Fn::ImportValue': string };
  return carried['Fn::ImportValue'];
}
