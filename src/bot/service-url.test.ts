import { describe, expect, it } from 'vitest';
import { mayServe } from './service-url.ts';

const local = { isLocal: true, extraHosts: [] };
const teams = { isLocal: false, extraHosts: ['127.0.0.1:4000'] };

describe('mayServe', () => {
  it.each([
    'http://127.0.0.1:3978/connector',
    'https://localhost:1/',
    'http://[::1]:80/x',
    'http://127.8.9.1/',
    'http://LOCALHOST',
  ])('in local mode allows %s', (url) => {
    expect(mayServe(url, local)).toBe(true);
  });

  it.each([
    'https://smba.trafficmanager.net/uk/',
    'http://127.0.0.1.evil.example',
    'http://localhost.evil.example',
    'http://0.0.0.0/',
    'http://10.0.0.1/',
    'http://169.254.169.254/latest/meta-data',
    'http://user@127.0.0.1/',
    'http://127.0.0.1@evil.example/',
    'http://evil.example\\@127.0.0.1/',
    'http://127.0.0.1\t.evil.example',
    'file:///127.0.0.1',
    'ftp://127.0.0.1/',
    'javascript:alert(1)',
    '//127.0.0.1/',
    '127.0.0.1',
    '',
  ])('in local mode refuses %s', (url) => {
    expect(mayServe(url, local)).toBe(false);
  });

  it.each([
    'https://smba.trafficmanager.net/uk/tenant/',
    'https://SMBA.trafficmanager.net',
    'https://smba.infra.gcc.teams.microsoft.com/',
    'https://smba.infra.gov.teams.microsoft.us/',
    'https://webchat.botframework.com/',
    'http://127.0.0.1:4000/any',
  ])('with credentials allows %s', (url) => {
    expect(mayServe(url, teams)).toBe(true);
  });

  it.each([
    'http://smba.trafficmanager.net/',
    'https://smba.trafficmanager.net:8443/',
    'https://smba.trafficmanager.net.evil.example/',
    'https://smba.trafficmanager.net./',
    'https://xsmba.trafficmanager.net/',
    'https://evil.trafficmanager.net/',
    'https://botframework.com/',
    'https://evilbotframework.com/',
    'https://a.botframework.com.evil.example/',
    'https://user:secret@smba.trafficmanager.net/',
    'https://smba.trafficmanager.net@evil.example/',
    'https://evil.example/?https://smba.trafficmanager.net/',
    'http://127.0.0.1:4001/',
    'http://localhost:4000/',
  ])('with credentials refuses %s', (url) => {
    expect(mayServe(url, teams)).toBe(false);
  });
});
