import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';

export interface FirewallProps {
  readonly name: string;
  readonly resourceArn: string;
}

/** Requests of one address in five minutes; Slack's own senders together stay far below. */
const REQUESTS_OF_ONE_ADDRESS = 2_000;

/** AWS WAF before the load balancer: a rate for each address, and AWS's rules for known bad input. */
export class Firewall extends Construct {
  readonly acl: wafv2.CfnWebACL;

  constructor(scope: Construct, id: string, props: FirewallProps) {
    super(scope, id);
    const seen = (metricName: string) => ({
      cloudWatchMetricsEnabled: true,
      sampledRequestsEnabled: false,
      metricName: `${props.name}-${metricName}`,
    });
    this.acl = new wafv2.CfnWebACL(this, 'Acl', {
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig: seen('all'),
      rules: [
        {
          name: 'rate',
          priority: 0,
          action: { block: { customResponse: { responseCode: 429 } } },
          statement: { rateBasedStatement: { limit: REQUESTS_OF_ONE_ADDRESS, aggregateKeyType: 'IP' } },
          visibilityConfig: seen('rate'),
        },
        {
          name: 'known-bad-inputs',
          priority: 1,
          overrideAction: { none: {} },
          statement: {
            managedRuleGroupStatement: { vendorName: 'AWS', name: 'AWSManagedRulesKnownBadInputsRuleSet' },
          },
          visibilityConfig: seen('known-bad-inputs'),
        },
      ],
    });
    new wafv2.CfnWebACLAssociation(this, 'Before', { webAclArn: this.acl.attrArn, resourceArn: props.resourceArn });
  }
}
