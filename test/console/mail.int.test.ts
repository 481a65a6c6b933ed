/** Links of mails over the API, and accounts at mail providers by the command line. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mailInWords } from '../../src/commands/mail.ts';
import type { MailLinksView } from '../../src/contract/api/api.ts';
import { testConnections } from '../support/mail-providers.ts';
import { type ConsoleApp, startConsoleApp } from './console-app.ts';
import { type Caller, type Method, program } from './log-ins.ts';

let consoleApp: ConsoleApp;
let api: Caller;
const folder = mkdtempSync(path.join(tmpdir(), 'mail-'));
const file = path.join(folder, 'mail-connections.json');
const secretFile = path.join(folder, 'secret');
beforeAll(async () => {
  consoleApp = await startConsoleApp();
  api = program(consoleApp);
});
afterAll(async () => {
  await consoleApp?.close();
  rmSync(folder, { recursive: true });
});

async function ask<Answer>(method: string, given: string, body?: object): Promise<Answer> {
  const answer = await api.ask(method as Method, given, body);
  expect([answer.statusCode, answer.body]).toEqual([200, expect.anything()]);
  return answer.json();
}
const url = 'https://shop.example/offer';
const message = { address: 'Ada@Shop.example', emailId: 'spring-1', links: [{ url, id: 'offer' }, { url }] };

test('links that the API makes lead where they say, and the pixel is an image', async () => {
  const { pixel, links } = await ask<MailLinksView>('POST', '/mail-links', { ...message, subject: 'Hello' });
  expect(links.map(({ url: to, id }) => [to, id])).toEqual([
    [url, 'offer'],
    [url, null],
  ]);
  for (const { href } of links) {
    const { pathname, origin } = new URL(href);
    expect(origin).toBe('https://scoville.example.com');
    const { statusCode, headers } = await consoleApp.app.inject({ url: pathname });
    expect([statusCode, headers.location]).toEqual([302, url]);
  }
  const { statusCode, headers } = await consoleApp.app.inject({ url: new URL(pixel).pathname });
  expect([statusCode, headers['content-type']]).toEqual([200, 'image/gif']);
});

test.each<[string, object, string]>([
  ['a script', { links: [{ url: 'javascript:alert(1)' }] }, 'links'],
  ['a password', { links: [{ url: 'https://a:b@shop.example/' }] }, 'password'],
  ['no address', { address: 'nobody' }, 'address'],
  ['no message', { emailId: ' ' }, 'emailId'],
  ['a strange field', { more: 1 }, 'more'],
])('%s is refused', async (_name, more, named) => {
  const answer = await api.ask('POST', '/mail-links', { ...message, ...more });
  expect([answer.statusCode, answer.json().code]).toEqual([400, 'invalid_request']);
  expect(answer.json().detail).toContain(named);
});

describe('the command line', () => {
  const none = { proves: false };
  const run = (words: string[], options: object = {}) =>
    mailInWords({ ask, file }, words, { ...none, ...options });
  const withSecret = (secret: string) => {
    writeFileSync(secretFile, `${secret}\n`);
    return { 'secret-file': secretFile };
  };
  const secretsOf = (name: string): string[] =>
    JSON.parse(readFileSync(file, 'utf8')).connections.find((one: { name: string }) => one.name === name)
      .secrets;

  test('connects, replaces a secret while both count, and removes', async () => {
    expect(await run([])).toEqual(['no mail provider is connected']);
    expect(await run(['connect', 'mailgun', 'EU'], withSecret('the-first-key'))).toEqual([
      'EU  mailgun  POST /v1/mail/mailgun',
    ]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect((await run(['rotate', 'EU'], withSecret('the-second-key')))[0]).toContain('2 secrets');
    expect(secretsOf('EU')).toEqual(['the-second-key', 'the-first-key']);
    await run(['rotate', 'EU']);
    expect(secretsOf('EU')).toEqual(['the-second-key']);
    const topic = 'arn:aws:sns:eu-west-1:123456789012:mail';
    expect((await run(['connect', 'ses'], { topic })).at(-1)).toBe(`ses  ses  POST /v1/mail/ses  ${topic}`);
    expect(await run(['remove', 'EU'])).toHaveLength(1);
    expect(await run([])).toHaveLength(1);
  });

  test.each(testConnections.map((one) => [one.provider, one] as const))(
    'takes what %s shows',
    async (provider, one) => {
      const { secrets, topicArn: topic, url: address } = one;
      const lines = await run(['connect', provider, `of ${provider}`], {
        ...(secrets[0] && withSecret(secrets[0])),
        ...{ topic, url: address },
      });
      expect(lines.at(-1)).toContain(`of ${provider}  ${provider}  POST /v1/mail/${provider}`);
      expect(lines.join()).not.toContain(secrets[0] ?? 'nothing at all');
    },
  );

  test.each<[string[], () => object, string]>([
    [['connect', 'pigeon'], () => ({}), '"pigeon" is no provider'],
    [['connect', 'mailgun', 'x'], () => ({}), '--secret-file is missing'],
    [['connect', 'sendgrid', 'x'], () => withSecret('no-public-key'), 'verification key'],
    [['connect', 'resend', 'x'], () => withSecret('whsec_!!!!!'), 'whsec_'],
    [['connect', 'postmark', 'x'], () => withSecret('no-colon-in-it'), 'user:password'],
    [['connect', 'mandrill', 'x'], () => withSecret('mandrill-key'), 'address of the webhook'],
    [['connect', 'ses', 'x'], () => ({ topic: 'mail' }), 'arn:aws:sns'],
    [['connect', 'ses', 'x'], () => ({}), 'ARN of the SNS topic'],
    [['rotate', 'nobody'], () => ({}), 'there is no account "nobody"'],
    [['rotate'], () => ({}), 'a name is missing'],
    [['forget', 'of ses'], () => ({}), '"forget" is not known'],
    [['link', 'ada@shop.example'], () => ({}), 'missing'],
  ])('%j is refused', async (words, options, why) => {
    await expect(run(words, options())).rejects.toThrow(why);
  });

  test('makes links', async () => {
    const [pixel = '', link = ''] = await run(['link', 'ada@shop.example', 'spring-2', url], {
      proves: true,
    });
    expect(pixel).toMatch(/\/o\/[\w.-]+\.gif$/);
    const { headers } = await consoleApp.app.inject({ url: new URL(link).pathname });
    expect(headers.location).toContain(`${url}?scoville_proof=`);
  });

  test('a file that is not usable is named', async () => {
    writeFileSync(file, '{"connections": [{"name": "x", "provider": "mailgun", "secrets": ["short"]}]}');
    await expect(run([])).rejects.toThrow(/mail-connections\.json is not usable: connections\.0\.secrets/);
    writeFileSync(file, 'no JSON');
    await expect(run([])).rejects.toThrow('it is no JSON');
  });
});
