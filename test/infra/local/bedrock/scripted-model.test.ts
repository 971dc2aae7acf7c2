import { expect, test } from '@jest/globals';
import { READ_TOOLS } from '../../../../bot/investigation/reasoning/read-tools.ts';
import { createScriptedModel } from '../../../../infra/local/bedrock/scripted-model.ts';
import type { Act, ScriptedCall } from '../../../../infra/local/bedrock/server.ts';

const opening = [
  '<question>cart is slow</question>',
  '<hypothesis rank="1" component="service/cart" cause="oom_killed" confidence="0.90" for="E2" against="E3">r</hypothesis>',
  '<evidence id="E1" source="logs" target="cart">cart wrote &quot;no memory&quot; 12 times.</evidence>',
  '<evidence id="E2" source="kubernetes" target="cart">cart was killed at 2031-03-04T10:02:00Z.</evidence>',
  '<evidence id="E3" source="metrics" target="cart">Its memory is flat.</evidence>',
];
const call = (turn: number, lines?: readonly string[], sessionId = 's'): ScriptedCall => ({
  sessionId,
  turn,
  body: { ...(lines && { inputText: lines.join('\n') }) } as ScriptedCall['body'],
  results: [],
});
const words = (acts: readonly Act[]) => acts.map((act) => ('say' in act ? act.say : '')).join('');

test('it asks each specialist once for what a model may ask for, then quotes the likeliest explanation’s evidence', () => {
  const model = createScriptedModel(0);
  const asked = model(call(1, opening)).flatMap((act) => ('ask' in act ? act.ask : []));
  expect(asked.map(({ actionGroup }) => actionGroup)).toEqual(Object.keys(READ_TOOLS));
  for (const { actionGroup, function: name } of asked) {
    expect(READ_TOOLS[actionGroup as keyof typeof READ_TOOLS]).toContain(name);
  }
  expect(words(model(call(2))).split('\n')).toEqual([
    'cart was killed at 2031-03-04T10:02:00Z [E2].',
    'The invented-service failed 99999 times [E2].',
    'Its memory is flat [E3].',
    '',
  ]);
});

test('a question is answered with the evidence that shares its words, one of time with what has a time', () => {
  const model = createScriptedModel(0);
  const answer = (question: string) => words(model(call(1, [...opening, `<follow-up>${question}</follow-up>`])));
  expect(answer('when was it killed?')).toContain('2031-03-04T10:02:00Z [E2]');
  expect(answer('what about the memory?')).toContain('cart wrote "no memory" 12 times [E1].');
  expect(answer('lunch?')).not.toContain('[E');
});
