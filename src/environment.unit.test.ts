import { describe, expect, test } from 'vitest';
import { limits } from './base/kernel/kernel.ts';
import { readEnvironment, readStartOptions } from './environment.ts';

describe('the options of a start', () => {
  test.each([
    [[], { isDemo: false, hasShop: false }],
    [['--shop'], { isDemo: false, hasShop: true }],
    [['--demo'], { isDemo: true, hasShop: true }],
  ])('are %o', (words, options) => {
    expect(readStartOptions(words)).toEqual(options);
  });

  test.each(['demo', '--deom', '--port=4500', ''])('refuse "%s" with the remedy', (word) => {
    expect(() => readStartOptions(['--demo', word])).toThrow(
      `"${word}" is no option of a start: expected --demo or --shop; ports, folders and stores are environment variables, as in PORT=4500 npm start`,
    );
  });
});

describe('the settings of load and health', () => {
  test('may all be left out', () => {
    const { OPS_PORT } = readEnvironment({
      OPS_PORT: '',
    });
    expect(OPS_PORT).toBeUndefined();
  });

  test.each([
    [{ PORT: '0', OPS_PORT: '0' }, { OPS_PORT: 0 }],
    [{ OPS_PORT: '4401' }, { OPS_PORT: 4401 }],
  ])('take %o', (variables, read) => {
    expect(readEnvironment(variables)).toMatchObject(read);
  });
});

describe('the connections of a process', () => {
  test.each([
    ['8', 8],
    ['1000', 1_000],
    ['', limits.databaseConnections],
  ])('take %o', (text, connections) => {
    expect(readEnvironment({ DATABASE_CONNECTIONS: text }).DATABASE_CONNECTIONS).toBe(connections);
  });

  test.each(['7', '1001', '9.5', 'ten'])('refuse %o', (text) => {
    expect(() => readEnvironment({ DATABASE_CONNECTIONS: text })).toThrow(/DATABASE_CONNECTIONS=/);
  });
});

describe('the settings of what goes out', () => {
  test('may all be left out', () => {
    const { SMTP_URL, MAIL_FROM, OUTGOING_ALLOW } = readEnvironment({});
    expect([SMTP_URL, MAIL_FROM, OUTGOING_ALLOW]).toEqual([undefined, undefined, '']);
    expect(readEnvironment({ SMTP_URL: '', MAIL_FROM: '' }).SMTP_URL).toBeUndefined();
  });

  test.each(['sales@shop.example', 'Sales <sales@shop.example>'])(
    'take %s as where mails are from',
    (from) => {
      const variables = { SMTP_URL: 'smtps://user:pass@mail.example:465', MAIL_FROM: from };
      expect(readEnvironment(variables)).toMatchObject(variables);
    },
  );

  test.each([
    [{ SMTP_URL: 'https://user:hidden@mail.example' }, 'SMTP_URL: expected a URL such as smtp://'],
    [{ SMTP_URL: 'smtp://mail.example' }, 'MAIL_FROM'],
    [{ MAIL_FROM: 'Sales' }, 'MAIL_FROM=Sales: expected an address'],
    [{ MAIL_FROM: 'a@b.example, c@d.example' }, 'expected an address'],
    [{ MAIL_FROM: 'Sales\nBcc: x <sales@shop.example>' }, 'expected an address'],
    [{ ADMIN_PASSWORD: 'hidden-9c' }, `expected at least ${limits.passwordLengthMin} characters`],
    [{ OPS_PORT: '4400' }, 'OPS_PORT=4400: the same as PORT'],
    [{ PORT: '8080', OPS_PORT: '8080' }, 'OPS_PORT=8080: the same as PORT'],
    [{ OPS_PORT: '65536' }, 'OPS_PORT=65536'],
    [{ PROFILE_DAYS: '8' }, 'PROFILE_DAYS=8: too few beside LATENESS_DAYS'],
    [{ OUTGOING_ALLOW: '10.0.0.0/8,https://a.example' }, '"https://a.example" is no host'],
  ])('%o is refused, by name and without secrets', (variables, words) => {
    expect(() => readEnvironment(variables)).toThrow(words);
    expect(() => readEnvironment(variables)).not.toThrow('hidden');
  });
});
