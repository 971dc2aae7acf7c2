import { expect, test } from '@jest/globals';
import type { Finding } from '../../../bot/domain/finding.ts';
import { defineAnalyzer } from '../../../bot/engine/define-analyzer.ts';
import { evidenceOf, market, unobserved } from '../../support/kubernetes.ts';

const found: Finding = { analyzer: 'made-up', component: 'service/a', statement: 'a', strength: 0.5, evidence: [] };
const ruleWith = (findings: readonly Finding[]) =>
  defineAnalyzer({
    id: 'made-up',
    title: 'Made up',
    causes: [],
    needs: ['objects'],
    prefers: ['events'],
    example: 'None.',
    analyze: () => (findings.length > 0 ? { status: 'found', findings } : { status: 'clear', checked: 'all' }),
  });
const blind = evidenceOf(market(), { events: unobserved() });

test('a rule still finds what it can without what it prefers', () => {
  expect(ruleWith([found]).analyze(blind).status).toBe('found');
});

test('without what it prefers a rule is never clear', () => {
  expect(ruleWith([]).analyze(evidenceOf(market())).status).toBe('clear');
  expect(ruleWith([]).analyze(blind)).toMatchObject({ status: 'unknown', reason: expect.stringContaining('events') });
});

test('without what it needs a rule is not run', () => {
  expect(ruleWith([found]).analyze(evidenceOf(market(), { objects: unobserved() })).status).toBe('unknown');
});
