import type { ApiMethod } from '../method.ts';
import { agentMethods } from './agents.ts';
import { assistantMethods } from './assistant.ts';
import { authMethods } from './auth.ts';
import { canvasMethods } from './canvases.ts';
import { chatMethods } from './chat.ts';
import { streamMethods } from './chat-stream.ts';
import { conversationMethods } from './conversations.ts';
import { fileMethods } from './files.ts';
import { historyMethods } from './history.ts';
import { markMethods } from './marks.ts';
import { userMethods } from './users.ts';
import { viewMethods } from './views.ts';

/** Every method the local workspace answers; any other is `unknown_method`. */
export const apiMethods: readonly ApiMethod[] = [
  ...authMethods,
  ...chatMethods,
  ...streamMethods,
  ...conversationMethods,
  ...historyMethods,
  ...userMethods,
  ...markMethods,
  ...viewMethods,
  ...fileMethods,
  ...assistantMethods,
  ...agentMethods,
  ...canvasMethods,
];
