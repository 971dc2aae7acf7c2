import type { NextStep } from '../domain/answer.ts';
import type { CauseCode } from '../domain/cause.ts';
import type { Component } from '../domain/target.ts';

export function nextSteps(
  _cause: CauseCode,
  _component: Component,
  _parameters: Readonly<Record<string, string>>,
): readonly NextStep[] {
  return [];
}
