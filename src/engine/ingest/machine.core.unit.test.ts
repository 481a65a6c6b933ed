/** Signs of machines: how something was asked for, and who says to have asked. */
import { describe, expect, test } from 'vitest';
import { limits } from '../../base/kernel/kernel.ts';
import type { EventType, JsonObject } from '../../contract/language/language.ts';
import { agentSignOf, BusySeconds, contextSignOf, machineSignOf, robotSignOf } from './machine.core.ts';

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
  const { pageViewsPerSecondMax: views, profileEventsPerSecondMax: most } = limits;
  const home = '192.0.2.1';
  let hash = 0;
  const event = (type: EventType, atMs: number) =>
    ({ type, via: 'public', profile: 'p', atMs, hash: ++hash }) as const;
  /** How many of so many are signs of speed. */
  const fast = (busy: BusySeconds, count: number, type: EventType, atMs = 5_000) =>
    Array.from({ length: count }, () => busy.signOf(event(type, atMs), home)).filter(
      (sign) => sign === 'speed',
    ).length;

  test.each([
    ...(['page', 'screen'] as const).map((type) => [type, views] as const),
    ...(['track', 'identify', 'group', 'alias'] as const).map((type) => [type, most] as const),
  ])('%s: so many in a second, and no more; the next second has its own', (type, allowed) => {
    const busy = new BusySeconds();
    expect(fast(busy, allowed - 1, type)).toBe(0);
    expect(fast(busy, 1, type, 5_999)).toBe(0);
    expect(fast(busy, 2, type)).toBe(2);
    expect(fast(busy, 1, type, 6_000) + fast(busy, 1, type, 4_999)).toBe(0);
    expect(busy.signOf({ ...event(type, 5_000), profile: 'q' }, home)).toBe(undefined);
  });

  test('pages are events too', () => {
    const busy = new BusySeconds();
    expect(fast(busy, views, 'page')).toBe(0);
    expect(fast(busy, most - views, 'track')).toBe(0);
    expect(fast(busy, 1, 'track')).toBe(1);
  });

  test('one that is sent again counts once, and is what it was', () => {
    const busy = new BusySeconds();
    const [one, ...others] = Array.from({ length: most }, () => event('track', 5_000));
    for (let attempt = 1; attempt <= 3; attempt++)
      for (const each of others) expect(busy.signOf(each, home)).toBe(undefined);
    expect(one && busy.signOf(one, home)).toBe(undefined);
    const beyond = event('track', 5_000);
    for (let attempt = 1; attempt <= 2; attempt++) expect(busy.signOf(beyond, home)).toBe('speed');
  });

  test('who names somebody uses up no second of theirs: each network has its own, and so has who has a signature', () => {
    const busy = new BusySeconds();
    expect(fast(busy, most + 1, 'page')).toBe(most + 1 - views);
    expect(busy.signOf(event('page', 5_000), '192.0.2.10')).toBe(undefined);
    expect(busy.signOf({ ...event('page', 5_000), via: 'signed' }, home)).toBe(undefined);
    expect(busy.signOf(event('page', 5_000), home)).toBe('speed');
  });

  test('servers are not counted', () => {
    const busy = new BusySeconds();
    for (let index = 0; index < 2 * most; index++)
      expect(busy.signOf({ ...event('track', 0), via: undefined } as never, home)).toBe(undefined);
  });

  test('it remembers so many seconds, and forgets all of them then', () => {
    const busy = new BusySeconds();
    fast(busy, views, 'page', 0);
    for (let second = 1; second < limits.busySecondsMax; second++)
      busy.signOf(event('page', second * 1_000), home);
    expect(fast(busy, 1, 'page', 0)).toBe(1);
    busy.signOf(event('page', limits.busySecondsMax * 1_000), home);
    expect(fast(busy, 1, 'page', 0)).toBe(0);
  });
});
