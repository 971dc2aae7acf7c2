import type { SecretRule } from './rules.ts';

/** Keys and tokens that are known by the form their vendor gives them, wherever they stand. */
export const VENDOR_RULES: readonly SecretRule[] = [
  { kind: 'key', pattern: /\b(?:AKIA|ASIA|AIDA|AROA|AGPA|ANPA|ANVA|ABIA|ACCA)[A-Z2-7]{16}\b/g },
  // A session token of AWS: Base64 of what its service puts first.
  { kind: 'token', pattern: /(?<![A-Za-z0-9+/])(?:IQoJb3JpZ2luX2Vj|F[wQ]oGZXIvYXdz)[A-Za-z0-9+/]{40,4096}={0,2}/g },
  { kind: 'token', pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{30,255}|github_pat_[A-Za-z0-9_]{22,255})/g },
  { kind: 'token', pattern: /\bgl(?:pat|ptt|dt|rt|soat|cbt|ft|imt|agent|oas)-[A-Za-z0-9_.-]{16,300}/g },
  { kind: 'token', pattern: /\bx(?:ox[a-z]|app|wfp)-[A-Za-z0-9.-]{10,255}/g },
  {
    kind: 'webhook',
    pattern: /\bhooks\.slack\.com\/(?:services|workflows|triggers)\/(?<secret>[A-Za-z0-9/_+-]{20,255})/g,
  },
  { kind: 'webhook', pattern: /\bdiscord(?:app)?\.com\/api\/webhooks\/(?<secret>\d+\/[A-Za-z0-9_-]{20,255})/g },
  { kind: 'webhook', pattern: /\bwebhook\.office\.com\/webhookb2\/(?<secret>[^\s"']{30,512})/g },
  { kind: 'key', pattern: /\b(?:sk|rk|pk|whsec)_(?:(?:live|test|prod)_)?[A-Za-z0-9]{16,255}/g },
  // A client secret of Microsoft Entra.
  { kind: 'key', pattern: /(?<![\w~.-])[\w~.]{3}\dQ~[\w~.-]{31,34}(?![\w~.-])/g },
  { kind: 'key', pattern: /\bAIza[A-Za-z0-9_-]{35}/g },
  { kind: 'token', pattern: /\bya29\.[A-Za-z0-9_-]{20,2048}/g },
  { kind: 'token', pattern: /\b1\/\/0[A-Za-z0-9_-]{30,255}/g },
  { kind: 'key', pattern: /\bGOCSPX-[A-Za-z0-9_-]{20,64}/g },
  { kind: 'key', pattern: /\bsk-(?:ant-|proj-|svcacct-|or-)?[A-Za-z0-9_-]{20,255}/g },
  { kind: 'token', pattern: /\bhf_[A-Za-z0-9]{30,64}/g },
  {
    kind: 'token',
    pattern:
      /\b(?:npm_[A-Za-z0-9]{36}|pypi-[A-Za-z0-9_-]{50,512}|rubygems_[a-f0-9]{48}|dckr_pat_[A-Za-z0-9_-]{20,64})/g,
  },
  { kind: 'key', pattern: /\bSG\.[A-Za-z0-9_-]{16,64}\.[A-Za-z0-9_-]{16,128}/g },
  { kind: 'key', pattern: /\bkey-[a-f0-9]{32}\b/g },
  { kind: 'key', pattern: /\b(?:SK|AC)[a-f0-9]{32}\b/g },
  {
    kind: 'token',
    pattern:
      /\b(?:hv[sbr]\.[A-Za-z0-9_-]{20,512}|atlasv1\.[A-Za-z0-9_-]{20,255}|dop_v1_[a-f0-9]{64}|dapi[a-f0-9]{32}|glsa_[A-Za-z0-9]{32}_[a-f0-9]{8})/g,
  },
  {
    kind: 'token',
    pattern:
      /\b(?:shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}|EAA[A-Za-z0-9]{40,512}|lin_api_[A-Za-z0-9]{30,64}|NRAK-[A-Z0-9]{27}|[a-z0-9]{36}NRAL|PMAK-[a-f0-9-]{50,80})/g,
  },
  { kind: 'token', pattern: /\b\d{8,10}:AA[A-Za-z0-9_-]{32,35}\b/g },
  { kind: 'token', pattern: /\bey[A-Za-z0-9_-]{15,}\.eyJ[A-Za-z0-9_-]{8,}/g },
  { kind: 'key', pattern: /\bAGE-SECRET-KEY-1[A-Z0-9]{58}\b/g },
];
