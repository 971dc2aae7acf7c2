import { IMAGE_ANSWERS } from './image-answers.ts';
import type { PlatformWords } from './platform-words.ts';

/** The image of the pause container, without which no pod gets a sandbox (containerd's `sandbox_image`, CRI-O's `pause_image`). */
const SANDBOX_IMAGE = /failed to (?:get|pull) sandbox image|failed pulling image "[^"]*\/pause[^"]*"/i;
const IMAGE = /^Failed to (?:pull|inspect) image "/;

/** Images that a node cannot pull, by what the registry answered, where no object tells of it. */
export const PULL_WORDS: readonly PlatformWords[] = IMAGE_ANSWERS.flatMap(([answer, cause, why]) => [
  {
    cause,
    kinds: ['Pod'],
    reason: /^FailedCreatePodSandBox$/,
    message: SANDBOX_IMAGE,
    answer,
    what: `has no sandbox, as its node cannot pull the image of the pause container: ${why}`,
  },
  // Where pods were read, their containers say whether they still wait for it.
  {
    cause,
    kinds: ['Pod'],
    reason: /^Failed$/,
    message: IMAGE,
    answer,
    withoutObjects: true,
    overBy: /^(?:Pulled|Started)$/,
    what: `cannot pull its image: ${why}`,
  },
]);
