import { AwsError } from '../aws-json.ts';
import { createInputCheck, readServiceModel } from '../service-models/check.ts';

const problemsOf = createInputCheck(readServiceModel('bedrock-agent-runtime'));

/** Holds an input against the service's own model. Throws ValidationException. */
export function checkAgainstModel(operation: string, input: Readonly<Record<string, unknown>>): void {
  const [problem] = problemsOf(operation, input);
  if (problem === undefined) return;
  throw new AwsError(
    'ValidationException',
    `Value at '${problem.path}' failed to satisfy constraint: ${problem.message}`,
  );
}
