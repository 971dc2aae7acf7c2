import { expect, test } from '@jest/globals';
import { Match } from 'aws-cdk-lib/assertions';
import { readCloudWatch } from '../../../../bot/alerts/cloudwatch.ts';
import { resources, synthesize, ZONE } from '../synthesis.ts';

test('an alarm watches each thing that must wake somebody, and tells when it begins and ends', () => {
  const { monitoring } = synthesize();
  const alarms = resources(monitoring, 'AWS::CloudWatch::Alarm');
  expect(alarms.map(([, alarm]) => alarm.AlarmName).sort()).toEqual([
    'oncall-acknowledgement-slow',
    'oncall-bot-down',
    'oncall-bot-silent',
    'oncall-certificate-near-expiry',
    'oncall-database-busy',
    'oncall-disk-full',
    'oncall-instance-ill',
    'oncall-investigations-failing',
    'oncall-memory-full',
    'oncall-queue-growing',
    'oncall-rotation-failed',
    'oncall-token-spend',
  ]);
  for (const [, alarm] of alarms) {
    expect(alarm.AlarmActions).toHaveLength(1);
    expect(alarm.OKActions).toEqual(alarm.AlarmActions);
  }
});

test('a bot that says nothing is down', () => {
  synthesize().monitoring.hasResourceProperties('AWS::CloudWatch::Alarm', {
    AlarmName: 'oncall-bot-down',
    MetricName: 'procstat_lookup_pid_count',
    Threshold: 1,
    ComparisonOperator: 'LessThanThreshold',
    TreatMissingData: 'breaching',
  });
});

test('a bot that runs and gives no sign of life is away too, and people hear of it by mail', () => {
  const { monitoring } = synthesize({ alarmEmail: 'duty@example.com' });
  monitoring.hasResourceProperties('AWS::CloudWatch::Alarm', {
    AlarmName: 'oncall-bot-silent',
    MetricName: 'Heartbeats',
    Threshold: 1,
    EvaluationPeriods: 5,
    ComparisonOperator: 'LessThanThreshold',
    TreatMissingData: 'breaching',
  });
  monitoring.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'duty@example.com' });
});

test('the token alarm is where the options put it', () => {
  synthesize({ dailyTokens: 12_345 }).monitoring.hasResourceProperties('AWS::CloudWatch::Alarm', {
    AlarmName: 'oncall-token-spend',
    Threshold: 12_345,
    Period: 86_400,
  });
});

test('alarms come back to the bot, which reads their severity', () => {
  const { monitoring } = synthesize({ alarmEmail: 'duty@example.com' });
  monitoring.hasResourceProperties('AWS::SNS::Subscription', {
    Protocol: 'https',
    Endpoint: 'https://oncall.example.com/alerts/cloudwatch',
  });
  monitoring.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'duty@example.com' });
  const [, alarm] = resources(monitoring, 'AWS::CloudWatch::Alarm').find(
    ([, one]) => one.AlarmName === 'oncall-bot-down',
  )!;
  const { AlarmName, AlarmDescription } = alarm;
  const message = { AlarmName, AlarmDescription, NewStateValue: 'ALARM', StateChangeTime: '2026-01-01T00:00:00Z' };
  const [alert] = readCloudWatch(JSON.stringify(message), new Date('2026-01-01T00:00:05Z'));
  expect(alert).toMatchObject({ name: 'oncall-bot-down', status: 'firing', severity: 'critical' });
});

test('there is a dashboard, and a trail of every object read or written', () => {
  const { monitoring } = synthesize();
  monitoring.hasResourceProperties('AWS::CloudWatch::Dashboard', { DashboardName: 'oncall' });
  monitoring.hasResourceProperties('AWS::CloudTrail::Trail', {
    EnableLogFileValidation: true,
    IsMultiRegionTrail: true,
    EventSelectors: [
      {
        ReadWriteType: Match.absent(),
        DataResources: [{ Type: 'AWS::S3::Object', Values: [Match.anyValue(), Match.anyValue()] }],
      },
    ],
  });
});

test('a fleet has no alarm for one instance: the group replaces it', () => {
  const names = resources(synthesize({ ...ZONE, growth: true }).monitoring, 'AWS::CloudWatch::Alarm').map(
    ([, one]) => one.AlarmName,
  );
  expect(names).not.toContain('oncall-instance-ill');
  expect(names).toContain('oncall-bot-down');
});
