/** Signs of machines: how something was asked for, and who says to have asked. */
import { describe, expect, test } from 'vitest';
import { agentSignOf, machineSignOf } from './machine.core.ts';

const apple = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)';
const gmail = 'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)';
const get = (headers: Record<string, string>) => machineSignOf({ method: 'GET', headers }, 'open');

describe('how it was asked for', () => {
  test.each<[Record<string, string>, string | undefined]>([
    [{}, undefined],
    [{ 'user-agent': apple }, undefined],
    [{ 'sec-purpose': 'prefetch' }, 'prefetch'],
    [{ 'sec-purpose': 'prefetch;prerender' }, 'prefetch'],
    [{ purpose: 'Prefetch' }, 'prefetch'],
    [{ 'x-purpose': 'preview' }, 'prefetch'],
    [{ 'x-moz': 'prefetch' }, 'prefetch'],
    [{ 'sec-purpose': 'none' }, undefined],
    [{ purpose: 'refetched' }, undefined],
  ])('%j is %s', (headers, sign) => {
    expect(get(headers)).toBe(sign);
  });

  test('a HEAD shows nobody anything, with any other sign too', () => {
    expect(machineSignOf({ method: 'HEAD', headers: { 'user-agent': apple } }, 'open')).toBe('head');
    expect(machineSignOf({ method: 'HEAD', headers: { 'x-moz': 'prefetch' } }, 'click')).toBe('head');
  });
});

describe('who asked', () => {
  test.each<[string, string | undefined]>([
    [apple, undefined],
    // A person opened it: these proxies load an image when the mail is shown.
    [gmail, undefined],
    ['YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html', undefined],
    ['Mozilla/5.0', 'mail-privacy'],
    ['Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)', 'scanner'],
    ['Barracuda Sentinel (EE)', 'scanner'],
    ['Mozilla/5.0 (Windows NT 10.0) Chrome/120 Safari/537.36 BingPreview/1.0b', 'scanner'],
    ['Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)', 'scanner'],
    ['Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/120.0', 'scanner'],
    ['node', undefined],
    ['curl/8.5.0', undefined],
    ['', undefined],
  ])('%s', (agent, sign) => {
    expect(agentSignOf(agent, 'open')).toBe(sign);
  });

  test('mail privacy loads images; nothing but a browser follows a link as "Mozilla/5.0"', () => {
    expect(agentSignOf('Mozilla/5.0', 'click')).toBe(undefined);
    expect(agentSignOf(undefined, 'open')).toBe(undefined);
    expect(agentSignOf(['a'], 'open')).toBe(undefined);
  });
});
