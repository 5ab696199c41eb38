/** Headers of every answer of the local chat: nothing from elsewhere runs, loads, frames or reads it. */
import type { ServerResponse } from 'node:http';

// adaptivecards writes `innerHTML` through these named policies only; any other such write in the page is refused.
const cardPolicies = [
  'adaptivecards#markdownPassthroughPolicy',
  'adaptivecards#restoreContentsPolicy',
  'adaptivecards#deprecatedExportedFunctionPolicy',
];

/** The content security policy of the page. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  `trusted-types ${cardPolicies.join(' ')}`,
].join('; ');

/** Sets the headers; call it before anything is written. */
export function setSecurityHeaders(response: ServerResponse): void {
  response.setHeader('content-security-policy', contentSecurityPolicy);
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('x-frame-options', 'DENY');
  response.setHeader('referrer-policy', 'no-referrer');
  response.setHeader('cross-origin-opener-policy', 'same-origin');
  response.setHeader('cross-origin-resource-policy', 'same-origin');
  response.setHeader('permissions-policy', 'camera=(), microphone=(), geolocation=(), payment=(), usb=()');
}
