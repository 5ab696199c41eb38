/** Which addresses the bot may send to. A forged activity must never make it post, or show its token, elsewhere. */

/** What is allowed; `isLocal` is the mode without credentials. */
export type ServiceUrlPolicy = {
  readonly isLocal: boolean;
  /** Further `host:port` pairs, http or https, for tests against a local service. */
  readonly extraHosts: readonly string[];
};

const teamsHosts: ReadonlySet<string> = new Set([
  'smba.trafficmanager.net',
  'smba.infra.gcc.teams.microsoft.com',
  'smba.infra.gov.teams.microsoft.us',
]);

function isLoopbackHost(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** Whether activities may be sent to `serviceUrl`; anything that is not a plain http(s) address is refused. */
export function mayServe(serviceUrl: string, policy: ServiceUrlPolicy): boolean {
  // The parser forgives what other readers of the same text may not: blanks, line breaks and backslashes.
  if (serviceUrl.length > 1_000 || /[\s\\]/.test(serviceUrl) || !URL.canParse(serviceUrl)) return false;
  const address = new URL(serviceUrl);
  if (address.username !== '' || address.password !== '') return false;
  if (address.protocol !== 'https:' && address.protocol !== 'http:') return false;
  if (policy.isLocal) return isLoopbackHost(address.hostname);
  if (policy.extraHosts.includes(address.host)) return true;
  if (address.protocol !== 'https:' || address.port !== '') return false;
  return teamsHosts.has(address.hostname) || address.hostname.endsWith('.botframework.com');
}

/** The officer's service address is not one the bot may send to; nothing was sent. */
export class ServiceUrlRefusedError extends Error {
  readonly code = 'SERVICE_URL_REFUSED';
  constructor() {
    super(
      'The service address of this conversation is not one the bot may send to. Nothing was sent. ' +
        'Teams uses smba.trafficmanager.net; local mode only addresses of this machine.',
    );
    this.name = 'ServiceUrlRefusedError';
  }
}
