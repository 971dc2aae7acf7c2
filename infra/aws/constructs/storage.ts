import { Aws, Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

export interface StorageProps {
  readonly key: kms.IKey;
}

/** Buckets: configuration (schemas, settings, snapshots, the certificate's copy), reports, and the logs of access. */
export class Storage extends Construct {
  readonly config: s3.Bucket;
  readonly reports: s3.Bucket;
  /** Access logs of the other buckets and of the load balancer, and the trail; S3 writes it with its own keys. */
  readonly records: s3.Bucket;

  constructor(scope: Construct, id: string, props: StorageProps) {
    super(scope, id);
    const closed = {
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      versioned: true,
      // Kept on purpose when the stacks go: what people wrote and what an audit may ask for.
      removalPolicy: RemovalPolicy.RETAIN,
    } as const;
    this.records = new s3.Bucket(this, 'Records', {
      ...closed,
      // Deliveries of access logs and of load balancers know no customer key.
      encryption: s3.BucketEncryption.S3_MANAGED,
      lifecycleRules: [
        { expiration: Duration.days(400), noncurrentVersionExpiration: Duration.days(30) },
        { abortIncompleteMultipartUploadAfter: Duration.days(7) },
      ],
    });
    this.takeBalancerLogs();
    const kept = (name: string, lifecycleRules: s3.LifecycleRule[]) =>
      new s3.Bucket(this, name, {
        ...closed,
        encryption: s3.BucketEncryption.KMS,
        encryptionKey: props.key,
        bucketKeyEnabled: true,
        serverAccessLogsBucket: this.records,
        serverAccessLogsPrefix: `${name.toLowerCase()}/`,
        lifecycleRules: [...lifecycleRules, { abortIncompleteMultipartUploadAfter: Duration.days(7) }],
      });
    this.config = kept('Config', [{ noncurrentVersionExpiration: Duration.days(180) }]);
    this.reports = kept('Reports', [
      {
        transitions: [{ storageClass: s3.StorageClass.INFREQUENT_ACCESS, transitionAfter: Duration.days(60) }],
        expiration: Duration.days(730),
        noncurrentVersionExpiration: Duration.days(90),
      },
    ]);
  }

  /** Load balancers write as services of AWS, and only for this account. */
  private takeBalancerLogs(): void {
    const conditions = { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } };
    const network = new iam.ServicePrincipal('delivery.logs.amazonaws.com');
    const application = new iam.ServicePrincipal('logdelivery.elasticloadbalancing.amazonaws.com');
    this.records.addToResourcePolicy(
      new iam.PolicyStatement({
        principals: [network, application],
        actions: ['s3:PutObject'],
        resources: [`${this.records.bucketArn}/*/AWSLogs/${Aws.ACCOUNT_ID}/*`],
        conditions,
      }),
    );
    this.records.addToResourcePolicy(
      new iam.PolicyStatement({
        principals: [network],
        actions: ['s3:GetBucketAcl'],
        resources: [this.records.bucketArn],
        conditions,
      }),
    );
  }
}
