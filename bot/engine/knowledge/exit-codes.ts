/**
 * Exit codes that tell how a container ended: 126 and 127 are the shell's (POSIX, 2.8.2), 128 and the number of the signal
 * is what the runtime reports of a killed one (SIGKILL is 9, SIGTERM is 15).
 */
export const EXIT_CODES = Object.freeze({
  notExecutable: 126,
  notFound: 127,
  killed: 137,
  terminated: 143,
});

/** Ends from outside: by the kernel or the kubelet, not of the program's own. */
export const ENDED_FROM_OUTSIDE: readonly number[] = [EXIT_CODES.killed, EXIT_CODES.terminated];
