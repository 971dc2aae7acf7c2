import type { ErrorText } from './error-text.ts';

/**
 * What the Erlang run-time system prints at its own limits, whatever runs on it (Elixir, RabbitMQ, EMQX, ejabberd). Source:
 * Erlang/OTP, "Efficiency Guide, System Limits" (processes: `+P`, 262 144 by default before OTP 27; ports: `+Q`; atoms: `+t`)
 * and the documentation of `erlang:spawn/3` (`system_limit`).
 */
export const ERLANG: readonly ErrorText[] = [
  {
    id: 'erlang-processes',
    pattern: String.raw`Too many processes\b|system_limit[^\n]{0,40}\berlang[:,] ?spawn\w*|SystemLimitError\)? a system limit has been reached[\s\S]{0,200}:erlang\.spawn\w*`,
    context: String.raw`system_limit|SystemLimitError|<\d+\.\d+\.\d+>|ERROR REPORT`,
    example: '[error] <0.811.0> Error in process <0.9421.3> with exit value: Too many processes',
    nearMiss: 'spawn: fork failed: Too many processes for this user',
    meaning: 'can start no more Erlang processes',
    cause: 'thread_limit_reached',
    blamed: 'writer',
    strength: 0.85,
    recurs: 2,
    engine: 'erlang',
  },
  {
    id: 'erlang-atoms',
    pattern: String.raw`no more index entries in atom_tab \(max=\d+\)`,
    example: 'no more index entries in atom_tab (max=1048576)',
    nearMiss: 'atom_tab: 24811 entries (max=1048576)',
    meaning: 'ends because its table of atoms is full, which is never cleared',
    cause: 'memory_leak',
    blamed: 'writer',
    strength: 0.8,
    anyLevel: true,
    engine: 'erlang',
  },
];
