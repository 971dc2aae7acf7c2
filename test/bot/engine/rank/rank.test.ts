import { describe, expect, test } from '@jest/globals';
import type { Finding } from '../../../../bot/domain/finding.ts';
import type { Sli } from '../../../../bot/domain/service-level.ts';
import { PARAMETERS } from '../../../../bot/engine/parameters.ts';
import { confidenceOf } from '../../../../bot/engine/rank/confidence.ts';
import { rank } from '../../../../bot/engine/rank/rank.ts';
import { evidenceOf, market, observed, unobserved } from '../../../support/kubernetes.ts';

const evidence = evidenceOf(market());

function finding(over: Partial<Finding> & Pick<Finding, 'component'>): Finding {
  const text = `${over.component} ${over.cause ?? 'symptom'}`;
  return {
    analyzer: 'rule',
    statement: text,
    strength: 0.7,
    evidence: [{ source: 'kubernetes', tool: 'list_objects', target: over.component, text }],
    ...over,
  };
}

const causes = (findings: readonly Finding[], seen = evidence) =>
  rank(findings, seen).hypotheses.map(({ component, cause }) => `${component} ${cause}`);

describe('joining', () => {
  test('findings of one cause at one component are one hypothesis with all their evidence, each cited once', () => {
    const one = finding({ component: 'service/ledger', cause: 'oom_killed' });
    const two = finding({
      component: 'service/ledger',
      cause: 'oom_killed',
      analyzer: 'other',
      statement: 'seen elsewhere',
      evidence: [
        ...one.evidence,
        { source: 'logs', tool: 'summarize_logs', target: 'service/ledger', text: 'out of memory' },
      ],
    });
    const answer = rank([one, two], evidence);
    expect(answer.hypotheses).toHaveLength(1);
    const cited = answer.evidence.filter(({ id }) => answer.hypotheses[0]?.evidence.includes(id));
    expect(cited.map(({ id, text }) => [id, text])).toEqual([
      ['E1', 'service/ledger oom_killed'],
      ['E2', 'out of memory'],
    ]);
    expect(answer.hypotheses[0]?.confidence).toBeGreaterThan(rank([one], evidence).hypotheses[0]!.confidence);
  });

  test('the same analyzer saying it twice adds nothing', () => {
    const one = finding({ component: 'service/ledger', cause: 'oom_killed' });
    expect(rank([one, { ...one }], evidence).hypotheses[0]?.confidence).toBe(
      rank([one], evidence).hypotheses[0]?.confidence,
    );
  });
});

test('of two that are as likely, what says what is wrong comes before what says that something is', () => {
  const slow = finding({
    component: 'service/ledger',
    cause: 'availability_regression',
    strength: 0.72,
    grade: 'shown',
  });
  const deeper = (strength: number, grade: Finding['grade'] = 'shown') =>
    causes([slow, finding({ component: 'service/stall', cause: 'oom_killed', strength, grade })])[0];
  expect(deeper(0.7)).toBe('service/stall oom_killed');
  expect(deeper(0.6)).toBe('service/ledger availability_regression');
  expect(deeper(0.7, 'coincides')).toBe('service/ledger availability_regression');
});

test('where figures tell of it, the words of others on the same trouble are cited next', () => {
  const seenAt = (component: Finding['component'], source: 'metrics' | 'logs', text: string) =>
    finding({ component, cause: 'lock_contention', evidence: [{ source, tool: 'read', target: component, text }] });
  const measured = { ...seenAt('service/ledger', 'metrics', '9 deadlocks'), strength: 0.9, grade: 'shown' as const };
  const said = { ...seenAt('service/stall', 'logs', 'deadlock victim'), strength: 0.45, grade: 'coincides' as const };
  const texts = (findings: readonly Finding[]) => {
    const answer = rank(findings, evidence);
    const cited = answer.hypotheses[0]!.evidence;
    return cited.map((id) => answer.evidence.find((one) => one.id === id)?.text);
  };
  expect(texts([measured, said])).toEqual(['9 deadlocks', 'deadlock victim']);
  expect(texts([measured, { ...said, cause: 'clock_skew' }])).toEqual(['9 deadlocks']);
});

test('words that say exactly what is wrong are surer than a code that only restates', () => {
  const sealed = (over: Partial<Finding>) =>
    rank(
      [finding({ component: 'service/vault', cause: 'dependency_unavailable', grade: 'said', strength: 0.8, ...over })],
      evidence,
    ).hypotheses[0]!.confidence;
  expect(sealed({ exact: true })).toBeGreaterThan(sealed({}) + 0.1);
});

describe('dependencies', () => {
  const kubelet = finding({ component: 'node/field-1', cause: 'kubelet_unavailable', strength: 0.9 });

  test('a node takes over the crash of a pod that runs on it, and says what it explains', () => {
    const crash = finding({ component: 'service/parcel', cause: 'application_crash_on_start', strength: 0.9 });
    const symptom = finding({ component: 'service/parcel', strength: 0.3 });
    const { hypotheses } = rank([crash, { ...kubelet, strength: 0.8 }, symptom], evidence);
    expect(hypotheses[0]?.cause).toBe('kubelet_unavailable');
    expect(hypotheses[0]?.explains).toContain('service/parcel');
    expect(hypotheses[1]?.reasons.join(' ')).toContain('symptom of node/field-1');
  });

  test('a wrong selector is nobody’s symptom', () => {
    const selector = finding({ component: 'service/parcel', cause: 'service_selector_mismatch', strength: 0.95 });
    expect(causes([kubelet, selector])[0]).toBe('service/parcel service_selector_mismatch');
  });

  test('a callee takes over the slowness of its callers', () => {
    const slow = finding({ component: 'service/stall', cause: 'latency_regression', strength: 0.8 });
    const store = finding({ component: 'service/vault', cause: 'oom_killed', strength: 0.75 });
    expect(causes([slow, store])[0]).toBe('service/vault oom_killed');
  });

  test('a caller that says by name why its calls fail explains the failures of what it calls', () => {
    const failing = finding({ component: 'service/vault', cause: 'availability_regression', strength: 0.75 });
    const limited = (text: string) =>
      finding({
        component: 'service/ledger',
        cause: 'upstream_rate_limited',
        grade: 'said',
        strength: 0.65,
        evidence: [{ source: 'logs', tool: 'summarize_logs', target: 'service/ledger', text }],
      });
    const calls = {
      ...evidence,
      topology: {
        ...unobserved(),
        status: 'observed' as const,
        value: { ledger: ['vault'] },
        query: '',
        at: evidence.asOf,
      },
    };
    expect(causes([failing, limited('POST http://vault/keys: 429 Too Many Requests')], calls)[0]).toBe(
      'service/ledger upstream_rate_limited',
    );
    expect(causes([failing, limited('429 Too Many Requests')], calls)[0]).toBe('service/vault availability_regression');
  });

  test('a general cause yields to a closer one of the same component', () => {
    const general = finding({ component: 'service/ledger', cause: 'application_crash_on_start', strength: 0.8 });
    const closer = finding({ component: 'service/ledger', cause: 'invalid_command', strength: 0.75 });
    expect(causes([general, closer])[0]).toBe('service/ledger invalid_command');
  });

  test('what a hypothesis leaves unexplained is named and costs it rank', () => {
    const one = finding({ component: 'service/parcel', cause: 'oom_killed', strength: 0.8 });
    const two = finding({ component: 'service/vault', cause: 'oom_killed', strength: 0.8 });
    const symptoms = ['service/ledger', 'service/stall'].map((component) =>
      finding({ component: component as 'service/ledger', strength: 0.3 }),
    );
    const { hypotheses } = rank([one, two, ...symptoms], evidence);
    expect(hypotheses[0]?.component).toBe('service/vault');
    expect(hypotheses[0]?.unexplained).toEqual([]);
    expect(hypotheses[1]?.unexplained).toEqual(['service/ledger']);
  });
});

describe('order', () => {
  const left = finding({ component: 'service/parcel', cause: 'oom_killed' });
  const right = finding({ component: 'service/greeter', cause: 'missing_secret' });

  test('two that are about as likely are shown as a tie', () => {
    const { hypotheses } = rank([left, right], evidence);
    expect(hypotheses[0]?.nearTie).toBe(true);
    expect(hypotheses[1]?.nearTie).toBeUndefined();
  });

  test('the words of the complaint settle a tie and nothing more', () => {
    const asked = { ...evidence, question: 'parcel restarts all the time' };
    expect(causes([right, left], asked)[0]).toBe('service/parcel oom_killed');
    expect(causes([{ ...right, strength: 0.8 }, left], asked)[0]).toBe('service/greeter missing_secret');
  });

  test('what was asked about and what serves it come first', () => {
    const target = { kind: 'service', name: 'ledger' } as const;
    const elsewhere = finding({ component: 'service/parcel', cause: 'oom_killed', strength: 0.95 });
    const below = finding({ component: 'service/vault', cause: 'oom_killed', strength: 0.7 });
    const answer = rank([elsewhere, below], { ...evidence, target });
    expect(answer.hypotheses.map(({ component }) => component)).toEqual(['service/vault', 'service/parcel']);
  });

  test('confidence rises with the score and with the margin, and stays within 0 and 1', () => {
    const of = (score: number, margin: number) =>
      confidenceOf({ score, margin, restates: 0, grade: 2, blind: false }, PARAMETERS);
    expect(of(0.9, 0.5)).toBeGreaterThan(of(0.7, 0.5));
    expect(of(0.9, 0.5)).toBeGreaterThan(of(0.9, 0));
    expect(of(1, 1)).toBeLessThan(1);
    expect(of(0, -1)).toBeGreaterThan(0);
  });
});

describe('changes', () => {
  test('a change of another that a shown cause clears is no evidence of it', () => {
    const full = finding({ component: 'service/ledger', cause: 'database_storage_full', strength: 0.9, grade: 'said' });
    const deploy = finding({
      component: 'service/basket',
      cause: 'bad_deploy',
      strength: 0.5,
      grade: 'coincides',
      explains: ['service/basket'],
    });
    const late = finding({ component: 'service/basket', cause: 'latency_regression', strength: 0.6, explains: [] });
    const answer = rank([{ ...full, explains: ['service/basket'] }, deploy, late], evidence);
    const first = answer.hypotheses[0]!.evidence;
    const cited = answer.evidence.filter(({ id }) => first.includes(id)).map(({ text }) => text);
    expect(cited).toEqual(['service/ledger database_storage_full', 'service/basket latency_regression']);
  });

  test('a change that has its time alone in common with what explains it is no evidence of that, one that is tied is', () => {
    const full = finding({ component: 'service/ledger', cause: 'oom_killed', strength: 0.9, grade: 'said' });
    const cited = (grade: 'coincides' | 'measured') => {
      const deploy = finding({ component: 'service/ledger', cause: 'bad_deploy', strength: 0.5, grade });
      const answer = rank([full, deploy], evidence);
      return answer.evidence.filter(({ id }) => answer.hypotheses[0]!.evidence.includes(id)).map(({ text }) => text);
    };
    expect(cited('coincides')).toEqual(['service/ledger oom_killed']);
    expect(cited('measured')).toContain('service/ledger bad_deploy');
  });

  test('a change blamed at the component is carried by the cause that it brought', () => {
    const image = finding({ component: 'service/ledger', cause: 'incorrect_image_reference', strength: 0.9 });
    const deploy = finding({ component: 'service/ledger', cause: 'bad_deploy', strength: 0.92, change: 'a1b2c3' });
    const { hypotheses } = rank([deploy, image], evidence);
    expect(hypotheses[0]).toMatchObject({ cause: 'incorrect_image_reference', change: 'a1b2c3' });
  });
});

describe('verdicts', () => {
  test('healthy when the sources were seen and nothing was found', () => {
    const answer = rank([], evidence);
    expect(answer.verdict).toBe('healthy');
    expect(answer.unknown).toContain('changes, traces: no data');
  });

  test('healthy too when all that is left are traces of what healed', () => {
    expect(rank([finding({ component: 'service/ledger', cause: 'oom_killed', strength: 0.3 })], evidence).verdict).toBe(
      'healthy',
    );
  });

  test('unknown when what would have to be seen was not', () => {
    const blind = evidenceOf(market(), { objects: unobserved(), events: unobserved() });
    const answer = rank([], blind);
    expect(answer.verdict).toBe('unknown');
    expect(answer.reasons).toContain('Not seen: objects; events.');
    expect(answer.unknown.join(' ')).toMatch(/objects, events\b.*: no data/);
  });

  test('slowness is no answer to who complains of failures alone, where failures were counted', () => {
    const slis = evidenceOf({ ...market(), metrics: [] }).slis!;
    if (slis.status !== 'observed') throw new Error('no service levels');
    const onset = new Date(Date.parse(evidence.asOf) - 600_000).toISOString();
    const items = slis.value.items.map((sli) =>
      sli.indicator === 'latency' ? { ...sli, value: 0.4, last: 0.4, onset, direction: 'up' as const, score: 9 } : sli,
    );
    const seen = { ...evidence, metrics: observed([]), slis: { ...slis, value: { ...slis.value, items } } };
    const slow = finding({ component: 'service/stall', cause: 'latency_regression', strength: 0.6, grade: 'measured' });
    expect(rank([slow], { ...seen, question: 'stall is slow' }).verdict).toBe('fault');
    expect(rank([slow], { ...seen, question: 'customers see 502s' }).verdict).toBe('unknown');
  });

  test('events that a recording has none of are told by the rest; events that were refused are not', () => {
    const logs = observed([{ service: 'stall', lines: 40, levels: { info: 40 }, patterns: [], namespace: 'market' }]);
    const rest = { logs, metrics: observed([]), slis: evidenceOf({ ...market(), metrics: [] }).slis };
    const none = { ...unobserved('list_events'), absent: true as const };
    const answer = rank([], evidenceOf(market(), { ...rest, events: none }));
    expect([answer.verdict, answer.unknown.join(' ')]).toEqual(['healthy', expect.stringContaining('events')]);
    expect(rank([], evidenceOf(market(), { ...rest, events: unobserved() })).verdict).toBe('unknown');
    const { logs: _, ...without } = rest;
    expect(rank([], evidenceOf(market(), { ...without, logs: unobserved(), events: none })).verdict).toBe('unknown');
  });

  test('unknown, not healthy, when something hints at a fault and does not suffice to name it', () => {
    const hint = finding({ component: 'service/ledger', cause: 'dependency_unavailable', strength: 0.38 });
    const answer = rank([hint], evidence);
    expect(answer.verdict).toBe('unknown');
    expect(answer.reasons.join(' ')).toContain('too little');
  });

  test('unknown after a complaint of slowness that no figures can confirm or deny', () => {
    const seen = {
      ...evidenceOf(market(), { metrics: unobserved(), slis: unobserved() }),
      question: 'checkout is slow',
    };
    expect(rank([], seen).verdict).toBe('unknown');
    expect(rank([], { ...seen, question: 'checkout restarts' }).verdict).toBe('healthy');
  });

  test('unknown when something is down and no rule says why', () => {
    const answer = rank([finding({ component: 'service/ledger', strength: 0.3 })], evidence);
    expect(answer.verdict).toBe('unknown');
    expect(answer.reasons[0]).toContain('No cause for it was found');
  });

  describe('of what is over', () => {
    const now = Date.parse(evidence.asOf);
    const ago = (minutes: number) => new Date(now - minutes * 60_000).toISOString();
    const locks = finding({
      component: 'service/ledger',
      cause: 'lock_contention',
      grade: 'measured',
      onset: ago(40),
      until: ago(15),
    });
    const sli = (until: string | undefined): Sli => ({
      service: 'ledger',
      side: 'server',
      indicator: 'latency',
      statistic: 'p95',
      unit: 's',
      basis: 'histogram',
      metric: 'http_request_duration_seconds',
      points: 60,
      stepSeconds: 60,
      normal: 0.04,
      value: 2,
      last: until === undefined ? 2 : 0.04,
      worst: 3,
      onset: ago(40),
      ...(until && { until }),
      direction: 'up',
      score: 40,
      course: Array.from({ length: 60 }, (_, minute) => {
        const at = now - (59 - minute) * 60_000;
        const bad = at >= Date.parse(ago(40)) && (until === undefined || at <= Date.parse(until));
        return [at / 1000, bad ? 2 : 0.04] as const;
      }),
    });
    const seen = (until: string | undefined, over = {}) =>
      evidenceOf(market(), {
        slis: {
          status: 'observed',
          value: { items: [sli(until)], leftOut: [] },
          tool: 'list_slis',
          query: '',
          at: evidence.asOf,
        },
        ...over,
      });

    test('recovered, with the cause and from when to when, once all that was felt has ended', () => {
      const answer = rank([locks], seen(ago(14)));
      expect(answer.verdict).toBe('recovered');
      expect(answer.hypotheses[0]).toMatchObject({ cause: 'lock_contention', from: ago(40), until: ago(14) });
    });

    test('what is over elsewhere is no answer to who asked about what was measured and is well', () => {
      const {
        onset: _,
        until: __,
        direction: ___,
        ...well
      } = { ...sli(undefined), service: 'till', value: 0.04, worst: 0.05 };
      const calm = { ...well, last: 0.04, score: 0, course: well.course.map(([at]) => [at, 0.04] as const) };
      const asked = (items: readonly Sli[], calls: Readonly<Record<string, readonly string[]>>) =>
        rank([locks], {
          ...seen(ago(14), {
            slis: {
              status: 'observed',
              value: { items, leftOut: [] },
              tool: 'list_slis',
              query: '',
              at: evidence.asOf,
            },
            topology: { status: 'observed', value: calls, tool: 'get_topology', query: '', at: evidence.asOf },
          }),
          target: { kind: 'service', name: 'till' },
          question: 'till is slow',
        });
      expect(asked([sli(ago(14)), calm], { till: [], ledger: [] })).toMatchObject({
        verdict: 'healthy',
        hypotheses: [],
      });
      expect(asked([sli(ago(14)), calm], { till: ['ledger'], ledger: [] }).verdict).toBe('recovered');
      expect(asked([sli(ago(14))], { till: [], ledger: [] }).verdict).toBe('recovered');
    });

    const erring = (first: string, last: string) =>
      observed([
        {
          service: 'ledger',
          lines: 100,
          levels: { error: 40 },
          lastSeen: last,
          patterns: [
            {
              template: 'e',
              count: 40,
              level: 'error' as const,
              firstSeen: first,
              lastSeen: last,
              samples: [{ text: 'e' }],
            },
          ],
        },
      ]);

    test.each([
      ['has not come since, though its log was not read further', ago(40), ago(13), 'recovered'],
      ['began before the window and before the fault, and trickles on', ago(200), ago(1), 'recovered'],
      ['began with it and still comes', ago(40), ago(1), 'fault'],
    ])('an error that %s: %s', (_, first, last, verdict) => {
      expect(rank([locks], seen(ago(14), { logs: erring(first, last) })).verdict).toBe(verdict);
    });

    test('an alert that began meanwhile and fires on forbids it, whoever it is about; one from before does not', () => {
      const dead = {
        labels: { alertname: 'DeadLettersWaiting', service: 'ledger-dead' },
        annotations: {},
        state: 'active' as const,
        startsAt: ago(30),
      };
      const alerts = observed([dead]);
      const failed = finding({
        ...locks,
        grade: 'said',
        strength: 0.9,
        evidence: [{ source: 'logs', tool: 't', target: 'service/ledger', text: 'e' }],
      });
      const before = evidenceOf(market(), { alerts: observed([{ ...dead, startsAt: ago(50) }]) });
      expect(rank([failed], evidenceOf(market(), { alerts })).verdict).toBe('fault');
      expect(rank([failed], before).verdict).toBe('recovered');
    });

    test('lines without times tell neither that it lasts nor that it is over', () => {
      const undated = erring(ago(40), ago(1));
      const logs = undated.status === 'observed' ? undated.value : [];
      const stripped = logs.map(({ lastSeen: _, patterns, ...rest }) => ({
        ...rest,
        patterns: patterns.map(({ firstSeen: __, lastSeen: ___, ...one }) => one),
      }));
      expect(rank([locks], seen(ago(14), { logs: observed(stripped) })).verdict).toBe('recovered');
    });

    test('what was slow for longer than a blip is not called healthy where no cause of it is known', () => {
      expect(rank([], seen(ago(14))).verdict).toBe('unknown');
      expect(rank([], seen(ago(38))).verdict).toBe('healthy');
    });

    test('a change that only coincided and is still in place is not what is over', () => {
      const change = finding({
        component: 'service/ledger',
        cause: 'bad_deploy',
        grade: 'coincides',
        strength: 0.55,
        onset: ago(45),
      });
      const slow = finding({ component: 'service/ledger', cause: 'latency_regression', strength: 0.5, onset: ago(40) });
      expect(rank([change, slow], seen(ago(14))).hypotheses[0]?.cause).toBe('latency_regression');
      expect(rank([change, slow], seen(undefined)).hypotheses[0]?.cause).toBe('bad_deploy');
    });

    test('a fault while requests are slow, while its own figure stays, and when it was well for a minute only', () => {
      expect(rank([locks], seen(undefined)).verdict).toBe('fault');
      expect(rank([{ ...locks, until: undefined, lasts: true }], seen(ago(14))).verdict).toBe('fault');
      expect(rank([{ ...locks, until: ago(2) }], seen(ago(1))).verdict).toBe('fault');
    });
  });
});

test('a limit that holds back a container harms where something is slow, and an alert on the processor tells nothing more', () => {
  const held = finding({ component: 'service/parcel', cause: 'pod_cpu_throttled', grade: 'shown', strength: 0.9 });
  const alert = {
    labels: { alertname: 'PodCPUHigh', severity: 'warning', service: 'parcel' },
    annotations: {},
    startsAt: evidence.window.start,
    state: 'active' as const,
  };
  const asked = { ...evidence, question: 'is greeter slow?', alerts: observed([alert]) };
  expect(rank([held], asked).verdict).not.toBe('fault');
  const slow: Sli = {
    ...{ service: 'parcel', side: 'server', indicator: 'latency', statistic: 'p95', unit: 's', basis: 'histogram' },
    ...{ metric: 'http_requests', points: 12, stepSeconds: 300, requests: 3600, normal: 0.04, spread: 0.002 },
    ...{ value: 2, last: 2, worst: 2, onset: evidence.window.start, direction: 'up', shape: 'level-shift', score: 50 },
    course: [],
  };
  expect(rank([held], { ...asked, slis: observed({ items: [slow], leftOut: [] }) }).verdict).toBe('fault');
});
