import { describe, expect, test } from '@jest/globals';
import type { Analysis } from '../../../../../bot/domain/finding.ts';
import type { ChangeRecord, ServiceLogs } from '../../../../../bot/domain/signals.ts';
import { changeNearOnset } from '../../../../../bot/engine/analyzers/metrics/change-near-onset.ts';
import { diagnose } from '../../../../../bot/engine/index.ts';
import { PARAMETERS } from '../../../../../bot/engine/parameters.ts';
import { ago, event, evidenceOf, market, NAMESPACE, observed, setStatus } from '../../../../support/kubernetes.ts';
import {
  AS_OF,
  alert,
  iso,
  level,
  type MadeEvidence,
  type MadeSeries,
  metricEvidence,
  ONSET_MINUTE,
} from '../../../../support/metric-evidence.ts';

/** Minutes before the incident's onset; negative is after it. */
const change = (minutesBefore: number, made: Partial<ChangeRecord> & Pick<ChangeRecord, 'id'>): ChangeRecord => ({
  timestamp: iso(AS_OF - 15 * 60 - minutesBefore * 60),
  kind: 'deploy',
  summary: `release ${made.id}`,
  ...made,
});

const gauge = (name: string, service: string, before: number, during = before): MadeSeries => ({
  name,
  labels: { service },
  value: level(before, during),
});
const slowStore: MadeEvidence = {
  topology: { edge: ['cart', 'mail'], cart: ['store'], store: [], mail: [] },
  series: [
    gauge('latency_seconds', 'edge', 0.2, 0.5),
    gauge('latency_seconds', 'cart', 0.1, 0.4),
    gauge('latency_seconds', 'store', 0.02, 0.32),
    gauge('latency_seconds', 'mail', 0.02),
    ...['edge', 'cart', 'store', 'mail'].map((service) => gauge('requests', service, 100)),
  ],
  alerts: [alert('LatencyHigh', { service: 'edge' })],
};
const errorLogs = (service: string, text: string): ServiceLogs => ({
  service,
  lines: 500,
  levels: { error: 40 },
  patterns: [{ template: text, count: 40, level: 'error', firstSeen: iso(AS_OF - 14 * 60), samples: [{ text }] }],
});

function best(analysis: Analysis) {
  if (analysis.status !== 'found') throw new Error(`expected a finding, got ${JSON.stringify(analysis)}`);
  return analysis.findings.toSorted((a, b) => b.strength - a.strength)[0]!;
}
const analyze = (changes: readonly ChangeRecord[], more: MadeEvidence = slowStore) =>
  changeNearOnset.analyze(metricEvidence({ ...more, changes }));

describe('what a change is', () => {
  const manifests = { id: 'c1', kind: 'commit', service: 'store', files: ['deploy/store/ingress.yaml'] } as const;
  const causeOf = (made: Partial<ChangeRecord>) => best(analyze([change(4, { ...manifests, ...made })])).cause;

  test('a commit of settings alone is a change of configuration, one that brings a build or a program is none', () => {
    expect(causeOf({})).toBe('bad_config_change');
    expect(causeOf({ diff: '-  proxy-read-timeout: "60"\n+  proxy-read-timeout: "2"' })).toBe('bad_config_change');
    expect(causeOf({ diff: '-  image: store:1.4\n+  image: store:1.5' })).toBe('bad_deploy');
    expect(causeOf({ files: ['deploy/store/ingress.yaml', 'src/store.go'] })).toBe('bad_deploy');
    expect(causeOf({ files: ['pnpm-lock.yaml'] })).toBe('bad_deploy');
    expect(causeOf({ kind: 'deploy' })).toBe('bad_deploy');
  });
});

test('a change that is tied shows what it took out and put in, and one that only coincides does not', () => {
  const diff = '--- a/store.yaml\n+++ b/store.yaml\n-seatLimit: 40\n+seatLimit: 4\n unchanged';
  const logs = [errorLogs('store', 'seatLimit of 4 exceeded while holding seats')];
  const texts = (more: MadeEvidence) =>
    best(analyze([change(4, { id: 'c1', service: 'store', diff })], { ...slowStore, ...more })).evidence.map(
      ({ text }) => text,
    );
  expect(texts({ logs })).toContain('c1 changes: -seatLimit: 40 | +seatLimit: 4');
  expect(texts({}).join()).not.toContain('changes:');
});

describe('found', () => {
  test('the change of the service where the trouble starts, although a newer one came elsewhere', () => {
    const finding = best(
      analyze([
        change(12, {
          id: 'guilty',
          service: 'store',
          summary: 'Look sessions up by reference',
          files: ['src/query.sql'],
        }),
        change(3, { id: 'newest', service: 'mail', summary: 'New footer' }),
        change(60 * 20, { id: 'old', service: 'store' }),
      ]),
    );
    expect(finding).toMatchObject({ change: 'guilty', component: 'service/store', cause: 'bad_deploy' });
    // The place and the time alone: a lead, which nothing else may lean on.
    expect(finding).toMatchObject({ grade: 'coincides' });
    expect(finding.strength).toBeLessThan(0.6);
  });

  test('one that names what the errors name is tied to them', () => {
    const logs = [errorLogs('store', 'column sessions.ref_id does not exist')];
    const finding = best(
      analyze([change(12, { id: 'guilty', service: 'store', diff: '+ where sessions.ref_id = $1' })], {
        ...slowStore,
        logs,
      }),
    );
    expect(finding).toMatchObject({ change: 'guilty', grade: 'measured' });
    expect(finding.strength).toBeGreaterThan(0.6);
  });

  test.each([
    ['20 ms', 'timeout of 20ms exceeded (GET http://store:8080)', 'measured'],
    ['20 ms', 'HTTPConnectionPool(host=store): Read timed out. (read timeout=0.02)', 'measured'],
    ['20 ms', 'timeout of 3000ms exceeded (GET http://store:8080)', 'coincides'],
  ])('a time-out of %s and an error that says %j: %s', (limit, text, grade) => {
    const finding = best(
      analyze([change(1, { id: 'limit', service: 'cart', summary: `Time-out for store 3 min -> ${limit}` })], {
        ...slowStore,
        logs: [errorLogs('cart', text)],
      }),
    );
    expect(finding).toMatchObject({ change: 'limit', grade });
  });

  test('of several commits in one deploy, the one whose content the errors speak of', () => {
    const finding = best(
      analyze(
        [
          change(90, {
            id: 'c1',
            kind: 'commit',
            service: 'store',
            summary: 'Rename a metric',
            files: ['src/metrics.ts'],
          }),
          change(70, {
            id: 'c2',
            kind: 'commit',
            service: 'store',
            summary: 'Read coupons from the ledger',
            files: ['src/coupon-ledger.ts'],
            diff: '+ const ledger = readCouponLedger(order)',
          }),
          change(50, { id: 'c3', kind: 'commit', service: 'store', summary: 'Sort imports', files: ['src/index.ts'] }),
          change(6, { id: 'c3', service: 'store', summary: 'store 2.4.0' }),
        ],
        {
          ...slowStore,
          logs: [
            errorLogs(
              'store',
              'TypeError: cannot read ledger of undefined at readCouponLedger (src/coupon-ledger.ts:31)',
            ),
          ],
        },
      ),
    );
    expect(finding).toMatchObject({ change: 'c2', cause: 'bad_deploy' });
    expect(finding.statement).toContain('ledger');
  });

  test('a flag that names no service but is called after the troubled one', () => {
    const finding = best(
      analyze([
        change(4, { id: 'storeSlowIndexScan', kind: 'flag', summary: 'storeSlowIndexScan: off -> on' }),
        change(2, { id: 'mailNewTemplate', kind: 'flag', summary: 'mailNewTemplate: off -> on' }),
      ]),
    );
    expect(finding).toMatchObject({
      change: 'storeSlowIndexScan',
      component: 'service/store',
      cause: 'feature_flag_change',
    });
  });

  test('a commit of a shared repository, by the paths of its files', () => {
    const finding = best(
      analyze([
        change(9, { id: 'mono1', kind: 'commit', summary: 'Retry reads', files: ['services/store/src/read.go'] }),
        change(8, { id: 'mono2', kind: 'commit', summary: 'Retry sends', files: ['services/mail/src/send.go'] }),
      ]),
    );
    expect(finding).toMatchObject({ change: 'mono1', component: 'service/store' });
  });

  test('a configuration change', () => {
    const finding = best(
      analyze([change(5, { id: 'cfg-7', kind: 'config', service: 'store', summary: 'pool size 20 -> 2' })]),
    );
    expect(finding).toMatchObject({ change: 'cfg-7', cause: 'bad_config_change' });
  });
});

// Maven, "Introduction to the Standard Directory Layout": src/main holds the program; com.example is Spring Initializr's group.
test('a class whose package is called example is of the program, a folder of examples is none', () => {
  const touches = (file: string) => best(analyze([change(4, { id: 'c', service: 'store', files: [file] })])).strength;
  const program = touches('src/main/java/com/example/store/Rates.java');
  expect(touches('src/main/java/com/acme/store/Rates.java')).toBe(program);
  const harmless = analyze([change(4, { id: 'c', service: 'store', files: ['examples/Rates.java'] })]);
  expect(harmless.status === 'found' ? best(harmless).strength : 0).toBeLessThan(program);
});

describe('clear: no change is to blame', () => {
  test.each<[string, ChangeRecord]>([
    ['after the trouble began', change(-9, { id: 'fix', service: 'store', summary: 'Revert' })],
    ['days before it', change(60 * 24 * 6, { id: 'old', service: 'store' })],
    ['elsewhere', change(5, { id: 'else', service: 'billing-report', summary: 'Colours' })],
    [
      'of documents only',
      change(5, { id: 'doc', service: 'mail', kind: 'commit', summary: 'docs: spelling', files: ['README.md'] }),
    ],
  ])('when the only change came %s', (_, only) => {
    expect(analyze([only]).status).toBe('clear');
  });

  test('when none is recorded', () => {
    expect(analyze([]).status).toBe('clear');
  });
});

describe('unknown', () => {
  test('when nothing tells when the trouble began', () => {
    expect(analyze([change(5, { id: 'x', service: 'store' })], {}).status).toBe('unknown');
  });

  test('when changes were not read', () => {
    expect(changeNearOnset.analyze(metricEvidence(slowStore)).status).toBe('unknown');
  });
});

describe('a setting that governs the error', () => {
  const bigHeader: MadeEvidence = {
    topology: { gate: ['desk'], desk: [] },
    logs: [
      errorLogs(
        'gate',
        '[error] 7#7: *1 upstream sent too big header while reading response header from upstream, client: 10.1.0.4, server: _, request: "GET /in HTTP/1.1"',
      ),
    ],
  };
  const buffers = { service: 'gate', kind: 'config', summary: 'Smaller buffers' } as const;

  test('shows the change of it, though the error does not name it', () => {
    const made = change(1, { ...buffers, id: 'g1', diff: '-  proxy-buffer-size: "8k"\n' });
    expect(best(analyze([made], bigHeader))).toMatchObject({
      cause: 'bad_config_change',
      change: 'g1',
      grade: 'shown',
    });
  });

  // ngx_http_upstream_module: `keepalive_timeout` of an upstream, which closes after a time of its own.
  test('shows the change of how long connections are kept, where what is called closes them', () => {
    const closed =
      '[error] 7#7: *1 upstream prematurely closed connection while reading response header from upstream, client: 10.1.0.4, server: _, request: "GET /in HTTP/1.1"';
    const logs = { ...bigHeader, logs: [errorLogs('gate', closed)] };
    const kept = { ...buffers, summary: 'Fewer handshakes' };
    expect(best(analyze([change(1, { ...kept, id: 'g3', diff: '+  keepalive_timeout 75s;\n' })], logs))).toMatchObject({
      change: 'g3',
      grade: 'shown',
    });
    const inCode = change(1, { ...kept, id: 'g5', diff: '+server.keepAliveTimeout = 5_000;\n' });
    expect(best(analyze([inCode], logs))).toMatchObject({ change: 'g5', grade: 'shown' });
    const other = change(1, { ...kept, id: 'g4', diff: '+  gzip_min_length 256;\n' });
    expect(analyze([other], logs).status).toBe('clear');
  });

  test('says nothing of a change of another setting', () => {
    const made = change(1, { ...buffers, id: 'g2', diff: '-  gzip-min-length: "256"\n' });
    expect(best(analyze([made], bigHeader))).toMatchObject({ grade: 'coincides' });
  });
});

describe('failures that a balancer makes itself', () => {
  const counted = (name: string, before: number, during = before): MadeSeries => ({
    name,
    labels: { LoadBalancer: 'app/shop-edge/50dc6c495c0c9188' },
    value: level(before, during),
  });
  const world = (target = 0): MadeEvidence => ({
    topology: { elb: ['desk'], desk: [] },
    series: [
      counted('aws_applicationelb_httpcode_elb_5_xx_count_sum', 0, 40),
      counted('aws_applicationelb_httpcode_target_5_xx_count_sum', 0, target),
      counted('aws_applicationelb_request_count_sum', 4000),
    ],
  });
  const judged = (diff: string, made = world()) => {
    const analysis = analyze([change(1, { id: 'k1', service: 'desk', summary: 'New runtime', diff })], made);
    return analysis.status === 'found' ? best(analysis).grade : 'none';
  };

  // Elastic Load Balancing, "HTTP 502": the keep-alive duration of the target is shorter than the balancer's idle time-out.
  test('are of a change that lets targets close connections sooner', () => {
    expect(judged('-server.keepAliveTimeout = 65_000;\n+server.keepAliveTimeout = 5_000;')).toBe('shown');
    expect(judged('-  idle_timeout = 60\n+  idle_timeout = 300')).toBe('shown');
  });

  test('are not of one that lets them close later, or of other settings, or where the targets fail too', () => {
    expect(judged('-server.keepAliveTimeout = 5_000;\n+server.keepAliveTimeout = 65_000;')).not.toBe('shown');
    expect(judged('-  idle_timeout = 300\n+  idle_timeout = 60')).not.toBe('shown');
    expect(judged('-server.maxHeadersCount = 500;\n+server.maxHeadersCount = 800;')).not.toBe('shown');
    expect(judged('-server.keepAliveTimeout = 65_000;\n+server.keepAliveTimeout = 5_000;', world(40))).not.toBe(
      'shown',
    );
  });
});

describe('a change that says of no service that it is its own', () => {
  const refused =
    'pods is forbidden: User "system:serviceaccount:shop:desk" cannot create resource "pods" in API group "" in the namespace "jobs"';
  const world: MadeEvidence = { topology: { gate: ['desk'], desk: [] }, logs: [errorLogs('desk', refused)] };
  const cleanUp = (diff: string) => change(1, { id: 'r1', kind: 'config', summary: 'Remove what nobody uses', diff });

  test('is of the one whose object its diff takes away, and is tied by the kind of it', () => {
    expect(best(analyze([cleanUp('-kind: RoleBinding\n-  name: desk\n-  namespace: jobs')], world))).toMatchObject({
      component: 'service/desk',
      cause: 'bad_config_change',
      grade: 'shown',
    });
  });

  test('is not tied where it takes something else away', () => {
    const other = analyze([cleanUp('-kind: ConfigMap\n-  name: banner\n-  namespace: shop')], world);
    expect(other.status === 'found' ? best(other).grade : 'none').not.toBe('shown');
  });

  // AWS, "Troubleshoot access denied error messages": who may not do a thing is told the action's name, by SQS in small letters.
  test('is of the one that is told that it may not do what its diff takes away', () => {
    const denied =
      'An error occurred (AccessDenied) when calling the SendMessage operation: User: arn:aws:sts::1:assumed-role/desk/9 is not authorized to perform: sqs:sendmessage on resource: arn:aws:sqs:eu-west-1:1:jobs';
    const failing = errorLogs('gate', 'unexpected status 500 (GET http://desk:8080/v1)');
    const cloud: MadeEvidence = {
      topology: { front: ['gate'], gate: ['desk'], desk: [] },
      logs: [errorLogs('desk', denied), failing],
      alerts: [alert('HighErrorRate', { service: 'front' })],
    };
    const narrowed = change(1, { id: 'r2', kind: 'config', summary: 'Least privilege', files: ['terraform/iam.tf'] });
    const found = (action: string, world = cloud) => analyze([{ ...narrowed, diff: `-      "${action}",` }], world);
    expect(best(found('sqs:SendMessage'))).toMatchObject({ component: 'service/desk', cause: 'bad_config_change' });
    const other = found('s3:GetObject');
    expect(other.status === 'found' ? best(other).component : 'none').not.toBe('service/desk');
    const two = found('sqs:SendMessage', { ...cloud, logs: [errorLogs('desk', denied), errorLogs('till', denied)] });
    expect(two.status === 'found' ? best(two).component : 'none').not.toBe('service/till');
  });
});

describe('a feature flag', () => {
  const undated = (text: string): ServiceLogs => ({
    service: 'ledger',
    namespace: NAMESPACE,
    lines: 90,
    levels: { error: 12 },
    patterns: [{ template: text, count: 12, level: 'error', samples: [{ text }] }],
  });
  /** A pod that ran for weeks and has been put off again and again for a quarter of an hour. */
  const crashing = (text: string, id: string, summary = `${id}: on`) => {
    const world = market();
    setStatus(world, 'ledger', { ready: false, restartCount: 5, state: { waiting: { reason: 'CrashLoopBackOff' } } });
    world.events.push(
      event('Pod', 'ledger-1-a', 'BackOff', 'Back-off restarting failed container', { firstTimestamp: ago(900) }),
    );
    const flag: ChangeRecord = { timestamp: ago(960), kind: 'flag', id, service: 'ledger', summary };
    return diagnose(evidenceOf({ ...world, logs: [undated(text)] }, { changes: observed([flag]) })).hypotheses[0];
  };
  const trace =
    'TypeError: undefined is not a function\n    at total (/srv/src/bill.js:7:3)\n    at run (/srv/src/features/split-invoice.js:31:9)';

  test('whose key stands in the stack of a crash is to blame', () => {
    expect(crashing(trace, 'splitInvoice')).toMatchObject({ cause: 'feature_flag_change', change: 'splitInvoice' });
  });

  test('whose key its summary begins with is to blame as well, with its group or without', () => {
    expect(crashing(trace, '5e81', 'bills.split_invoice: 0% -> 100%')).toMatchObject({ change: '5e81' });
    expect(crashing(trace, '5e81', 'menus.dark_theme: 0% -> 100%')?.cause).not.toBe('feature_flag_change');
  });

  test('that the stack does not know is not', () => {
    expect(crashing(trace, 'darkModeMenu')?.cause).not.toBe('feature_flag_change');
  });
});

describe('a change of a node', () => {
  const judged = (named: string, unwell: readonly string[]) => {
    const world = market();
    for (const name of unwell) {
      setStatus(world, name, { ready: false, state: { waiting: { reason: 'CrashLoopBackOff' } } });
      world.events.push(
        event('Pod', `${name}-1-a`, 'BackOff', 'Back-off restarting failed container', { firstTimestamp: ago(900) }),
      );
    }
    const rollout: ChangeRecord = { timestamp: ago(960), kind: 'config', id: 'n1', summary: `new kernel on ${named}` };
    return changeNearOnset.analyze(evidenceOf(world, { changes: observed([rollout]) }), PARAMETERS);
  };

  test('is tied where it names the only one of several that is in trouble', () => {
    // The ledger runs on field-2, the stall on field-1.
    expect(best(judged('field-2', ['ledger']))).toMatchObject({ component: 'node/field-2', grade: 'measured' });
  });

  test('is not where others are in trouble too, or it is well itself', () => {
    expect(best(judged('field-2', ['ledger', 'stall'])).grade).toBe('coincides');
    expect(judged('field-1', ['ledger']).status).toBe('clear');
  });
});

describe('a file that a change wrote', () => {
  const said = (file: string) => `ModSecurity: Rule [id "77"][file "${file}"] - Execution error - PCRE limits exceeded`;
  const rules = { id: 'rules-9', kind: 'config', service: 'gate', files: ['waf/9-inline.conf'] } as const;
  const judged = (made: Partial<ChangeRecord>, cited: string, writer = 'gate-1') =>
    analyze([change(3, { ...rules, ...made })], { ...slowStore, logs: [errorLogs(writer, said(cited))] });
  const isShown = (...given: Parameters<typeof judged>) => {
    const analysis = judged(...given);
    return analysis.status === 'found' && analysis.findings.some(({ grade }) => grade === 'shown');
  };

  test('and that errors cite as what fails shows why they come, where they come', () => {
    const finding = best(judged({}, '/etc/waf/9-inline.conf'));
    expect(finding).toMatchObject({ component: 'service/gate', grade: 'shown', explains: ['service/gate-1'] });
    expect(finding.evidence[1]?.text).toContain('PCRE limits exceeded');
  });

  test('says nothing where errors cite another one, or one that every repository has', () => {
    expect(isShown({}, '/etc/waf/19-inline.conf')).toBe(false);
    expect(isShown({ files: ['chart/values.yaml'] }, '/app/values.yaml')).toBe(false);
    expect(isShown({ files: ['src/inline.go'] }, '/src/inline.go')).toBe(false);
    expect(isShown({ files: ['chart/values.yaml'] }, '/app/values.yaml', 'gate')).toBe(true);
  });
});

describe('a source that a change wrote, and an error of its service in the words of its path', () => {
  const wrote = (file: string, minutes = 16) =>
    change(minutes, { id: 'w1', service: 'store', files: ['go.mod', file] });
  const gradeOf = (made: ChangeRecord, text: string, writer = 'store', minutesAgo = 14) => {
    const log = errorLogs(writer, text);
    const patterns = log.patterns.map((one) => ({ ...one, firstSeen: iso(AS_OF - minutesAgo * 60) }));
    return best(analyze([made], { ...slowStore, logs: [{ ...log, patterns }] })).grade;
  };

  test('are of one matter where the error is new since', () => {
    expect(gradeOf(wrote('seats/voucher.go'), 'seats not held: voucher of kind GIFT has no price')).toBe('measured');
  });

  test('are not where the error began before, has half of the words, is of another service or of a call that fails', () => {
    const text = 'seats not held: voucher of kind GIFT has no price';
    expect(gradeOf(wrote('seats/voucher.go'), text, 'store', 60)).toBe('coincides');
    expect(gradeOf(wrote('seats/voucher.go'), 'seats not held: show is over')).toBe('coincides');
    expect(gradeOf(wrote('seats/voucher.go'), text, 'mail')).toBe('coincides');
    expect(
      gradeOf(wrote('seats/voucher.go'), 'seats voucher: dial tcp 10.1.0.4:5432: connect: connection refused'),
    ).toBe('coincides');
  });
});

test('a deploy that came after the last instance of its service was gone is not why it is gone', () => {
  const gone = (fromMinute: number): MadeEvidence => ({
    topology: { edge: ['store'], store: [] },
    series: [
      { name: 'up', labels: { service: 'store' }, value: level(1, 0, fromMinute) },
      gauge('latency_seconds', 'edge', 0.2, 0.5),
    ],
    alerts: [alert('StoreDown', { service: 'store' })],
  });
  const deployed = (fromMinute: number) =>
    analyze([change(0, { id: 'd1', service: 'store' })], gone(fromMinute)).status;
  expect([deployed(ONSET_MINUTE + 1), deployed(ONSET_MINUTE - 8)]).toEqual(['found', 'clear']);
});

describe('what dates a change', () => {
  const bump = change(2, { id: 'b1', service: 'store' });
  const found = (more: MadeEvidence) => analyze([bump], { topology: { edge: ['store'], store: [] }, ...more }).status;

  test('an alert that asks somebody to act tells when trouble began, a note does not', () => {
    const told = (severity: string) =>
      found({ series: [], alerts: [alert('TaskStopped', { service: 'store', severity })] });
    expect(told('warning')).toBe('found');
    expect(told('info')).toBe('unknown');
  });

  test('errors that are there from the first line of whatever was read began no one knows when', () => {
    const logs = (firstMinute: number) => [
      { ...errorLogs('store', 'odd crate'), firstSeen: iso(AS_OF - firstMinute * 60), lastSeen: iso(AS_OF) },
    ];
    expect(found({ logs: logs(50) })).toBe('clear');
    expect(found({ logs: logs(14) })).toBe('unknown');
  });

  test('errors of its own code that come with a version, though requests had begun to fail before', () => {
    const text =
      "GET /crates failed: TypeError: Cannot read properties of undefined (reading 'rate') at weigh (/app/src/weights.js:41:19)";
    const strengthAt = (errorsSince: number, files: readonly string[]) => {
      const [pattern] = errorLogs('store', text).patterns;
      const patterns = [{ ...pattern!, firstSeen: iso(AS_OF - errorsSince), lastSeen: iso(AS_OF) }];
      const log = { ...errorLogs('store', text), patterns, firstSeen: iso(AS_OF - 3000), lastSeen: iso(AS_OF) };
      const late = change(-2, { id: 'v2', service: 'store', files });
      const alerts = [{ ...alert('LatencyHigh', { service: 'edge' }), startsAt: iso(AS_OF - 12 * 60) }];
      const analysis = analyze([late], { ...slowStore, alerts, logs: [log] });
      return analysis.status === 'found' ? best(analysis).strength : 0;
    };
    const [brought, elsewhere, older] = [
      strengthAt(12.9 * 60, ['src/weights.js']),
      strengthAt(12.9 * 60, ['src/labels.js']),
      strengthAt(40 * 60, ['src/weights.js']),
    ];
    expect(brought).toBeGreaterThan(elsewhere);
    expect(elsewhere).toBeGreaterThan(older);
  });
});
