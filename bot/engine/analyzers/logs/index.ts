import type { Analyzer } from '../../define-analyzer.ts';
import { clockWords } from './clock-words.ts';
import { crashOnStart } from './crash-on-start.ts';
import { deniedCall } from './denied-call.ts';
import { errorClass } from './error-class.ts';
import { errorSurge } from './error-surge.ts';
import { externalService } from './external-service.ts';
import { keptRestarting } from './kept-restarting.ts';
import { logNotCollected } from './log-not-collected.ts';
import { movedAddress } from './moved-address.ts';
import { nameService } from './name-service.ts';
import { ownFailures } from './own-failures.ts';
import { pathNotFound } from './path-not-found.ts';
import { refusedAlone } from './refused-alone.ts';
import { refusedTogether } from './refused-together.ts';
import { repeatedMessage } from './repeated-message.ts';
import { resolverUnit } from './resolver-unit.ts';
import { silentService } from './silent-service.ts';
import { unreachablePeer } from './unreachable-peer.ts';
import { virtualAddressTimeout } from './virtual-address-timeout.ts';
import { wrongAddress } from './wrong-address.ts';

/** The analyzers that read logs. */
export const logAnalyzers: readonly Analyzer[] = [
  clockWords,
  crashOnStart,
  deniedCall,
  errorClass,
  errorSurge,
  externalService,
  keptRestarting,
  logNotCollected,
  movedAddress,
  nameService,
  ownFailures,
  pathNotFound,
  refusedAlone,
  refusedTogether,
  repeatedMessage,
  resolverUnit,
  silentService,
  unreachablePeer,
  virtualAddressTimeout,
  wrongAddress,
];
