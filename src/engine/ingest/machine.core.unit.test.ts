/** Signs of machines: how something was asked for, and who says to have asked. */
import { describe, expect, test } from 'vitest';
import { limits } from '../../base/kernel/kernel.ts';
import type { JsonObject } from '../../contract/language/language.ts';
import { agentSignOf, contextSignOf, machineSignOf, robotSignOf, ViewedSeconds } from './machine.core.ts';

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

const chrome = `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36`;
const googlebot = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)';
const headless = chrome.replace('Chrome', 'HeadlessChrome');

describe('events of browsers', () => {
  const origin = 'https://shop.example';
  test.each<[Record<string, string>, string | undefined]>([
    [{ origin, 'user-agent': chrome }, undefined],
    [{ origin, 'user-agent': googlebot }, 'robot'],
    [{ origin, 'user-agent': headless }, 'robot'],
    [{ origin, 'user-agent': gmail }, undefined],
    [{ origin }, undefined],
    // Servers of the operator: no page sends without an origin.
    [{ 'user-agent': 'analytics-node/3.1.0' }, undefined],
    [{ 'user-agent': 'axios/1.12.2' }, undefined],
    [{ 'user-agent': 'python-requests/2.32' }, undefined],
    [{ 'user-agent': 'node' }, undefined],
    [{ 'user-agent': googlebot }, undefined],
  ])('the request %j', (headers, sign) => {
    expect(robotSignOf({ headers })).toBe(sign);
  });

  test.each<[JsonObject | null, string | undefined]>([
    [null, undefined],
    [{}, undefined],
    [{ webdriver: true }, 'driven'],
    [{ webdriver: 'true' }, undefined],
    [{ webdriver: false, userAgent: googlebot }, 'robot'],
    [{ userAgent: chrome }, undefined],
    [{ userAgent: gmail }, undefined],
    // A server that names its own library, and not a visitor.
    [{ userAgent: 'axios/1.12.2' }, undefined],
    [{ userAgent: 'Mozilla/5.0' }, undefined],
    [{ userAgent: 7 }, undefined],
    [{ userAgent: `${chrome}${' '.repeat(limits.userAgentLengthMax)}Googlebot` }, undefined],
  ])('the context %j', (context, sign) => {
    expect(contextSignOf(context)).toBe(sign);
  });
});

describe('speed', () => {
  const { pageViewsPerSecondMax: most } = limits;
  const view = (atMs: number) => ({ type: 'page', via: 'public', profile: 'p', atMs }) as const;

  test('so many pages in a second are seen, and no more; the next second has its own', () => {
    const viewed = new ViewedSeconds();
    const signs = (times: number[]) => times.map((atMs) => viewed.signOf(view(atMs)));
    expect(signs(Array(most).fill(5_999))).toEqual(Array(most).fill(undefined));
    expect(signs([5_000, 6_000, 5_500, 4_999])).toEqual(['speed', undefined, 'speed', undefined]);
    expect(viewed.signOf({ ...view(5_000), profile: 'q' })).toBe(undefined);
  });

  test('servers and other events are not counted', () => {
    const viewed = new ViewedSeconds();
    const others = [{ type: 'page', profile: 'p', atMs: 0 } as const, { ...view(0), type: 'track' } as const];
    for (const other of others)
      for (let index = 0; index < 2 * most; index++) expect(viewed.signOf(other)).toBe(undefined);
    expect(viewed.signOf({ ...view(0), type: 'screen' })).toBe(undefined);
  });

  test('it remembers so many seconds, and forgets all of them then', () => {
    const viewed = new ViewedSeconds();
    for (let index = 0; index <= most; index++) viewed.signOf(view(0));
    for (let second = 1; second < limits.viewedSecondsMax; second++) viewed.signOf(view(second * 1_000));
    expect(viewed.signOf(view(0))).toBe('speed');
    viewed.signOf(view(limits.viewedSecondsMax * 1_000));
    expect(viewed.signOf(view(0))).toBe(undefined);
  });
});
