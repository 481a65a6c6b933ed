/** What messages say, that nothing in them does anything, and that each is within its bounds. */
import { describe, expect, test } from 'vitest';
import { leadOf, listenerOf, noticeOf, reason, taskOf } from '../../../test/sales/notifications/alerts.ts';
import { startMs } from '../../../test/sales/records.ts';
import { limits } from '../../base/kernel/kernel.ts';
import { composeFor, testMessage } from './compose.ts';
import { type MailMessage, mailMessage } from './mail-message.ts';
import { type SlackMessage, slackMessage } from './slack-message.ts';
import { momentInWords, oneLine, type Story, spanInWords, storyOf } from './story.ts';

const reading = { publicUrl: 'https://scoville.example.com', timeZone: 'Europe/Berlin', nowMs: startMs };
const evil = '<!channel> <http://evil|click> & "\' <b>bold</b>\r\nBcc: all@example.com';
const link = { text: 'Open the lead', url: 'https://scoville.example.com/leads/ld_1' };
const story = (headline: string, ...values: string[]): Story => ({
  headline,
  fields: values.map((value) => ({ label: 'Note', value })),
  link,
});

describe('a story', () => {
  test('says who is hot, how, why, until when, and why it is theirs', () => {
    const reasons = [
      reason('Click', 4),
      { ...reason('Basket', 30), left: '2 × Cloud\nS, worth 120' },
      reason('Page', 15),
      reason('Video', 8),
      reason('Cap', 0),
    ];
    const lead = leadOf({ tier: 2, tierName: '2 chilies', score: 57.04, reasons });
    expect(storyOf(noticeOf({ data: { lead, task: taskOf() } }), reading)).toEqual({
      headline: '🌶🌶 New hot lead: Ada Lovelace, Engines Ltd',
      fields: [
        { label: 'Heat', value: '🌶🌶 2 chilies, score 57' },
        { label: 'Reasons', value: 'Basket +30 (2 × Cloud S, worth 120); Page +15; Video +8; and 1 more' },
        { label: 'Deadline', value: 'Tue 24 Nov 2026, 13:00 (Europe/Berlin), 24 hours left' },
        { label: 'Why it is yours', value: 'round robin' },
      ],
      link,
    });
  });

  test('of a task says what is to be done, of a record what happened', () => {
    const overdue = noticeOf(
      { type: 'task.overdue', data: { task: taskOf({ lead: null }) } },
      { dueAt: '2026-11-23T09:00:00.000Z' },
    );
    const composed = storyOf(overdue, reading);
    expect(composed.fields).toContainEqual({ label: 'Task', value: 'Contact Ada Lovelace within 24 hours' });
    expect(composed.fields).toContainEqual({
      label: 'Deadline',
      value: 'Mon 23 Nov 2026, 10:00 (Europe/Berlin), 3 hours ago',
    });
    expect(composed.link.url).toBe('https://scoville.example.com/tasks/tk_1');
    const record = {
      kind: 'order',
      id: 'or_1',
      name: 'Pens',
      stage: 'Proofing',
      for: 'owner',
      text: 'Send the proof',
    };
    expect(
      storyOf(noticeOf({ type: 'record.notified', data: { record } }, { routingReason: null }), reading),
    ).toEqual({
      headline: 'Note: Pens',
      fields: [
        { label: 'What', value: 'Send the proof' },
        { label: 'Where', value: 'Pens, at Proofing' },
      ],
      link: { text: 'Open the console', url: 'https://scoville.example.com/' },
    });
  });

  test.each([
    [59_999, 'less than a minute'],
    [60_000, '1 minute'],
    [3_599_999, '59 minutes'],
    [3_600_000, '1 hour'],
    [48 * 3_600_000 - 1, '47 hours'],
    [48 * 3_600_000, '2 days'],
  ])('%i ms are %s', (ms, words) => expect(spanInWords(ms)).toBe(words));

  test('a moment is of the reader’s zone, also when the clock has been turned', () => {
    expect(momentInWords(Date.parse('2026-07-01T22:30:00Z'), 'Europe/London')).toBe(
      'Wed 1 Jul 2026, 23:30 (Europe/London)',
    );
    expect(momentInWords(Date.parse('2026-11-24T00:00:00Z'), 'UTC')).toBe('Tue 24 Nov 2026, 00:00 (UTC)');
  });

  test('what others wrote is one line of bounded length', () => {
    expect(oneLine('Ada\r\nBcc: x\u0000\u202etxt')).toBe('Ada Bcc: x txt');
    const max = limits.messageTextLengthMax;
    for (const length of [max - 1, max]) expect(oneLine('x'.repeat(length))).toHaveLength(length);
    expect(oneLine('x'.repeat(max + 1))).toBe(`${'x'.repeat(max - 1)}…`);
    expect(oneLine('🌶'.repeat(max))).toBe(`${'🌶'.repeat((max - 2) / 2)}…`);
  });
});

describe('a name that runs from right to left', () => {
  const person = { ...(leadOf().person as object), name: '\u202eשלום\u2069', company: 'Ada\u202eInc' };
  const composed = storyOf(
    noticeOf({ data: { lead: leadOf({ person: person as never }), task: taskOf() } }),
    reading,
  );

  test('is closed in, in every form of a message; what would turn our words is gone', () => {
    const mail = mailMessage([composed], 'Because.', 'https://scoville.example.com/');
    const slack = slackMessage([composed], 'Because.');
    for (const text of [mail.subject, mail.text, mail.html, JSON.stringify(slack)]) {
      expect(text).toContain('\u2068שלום\u2069, Ada Inc');
      expect(text).not.toMatch(/[\u202a-\u202e\u2066\u2067]/);
      expect(text.match(/\u2068/g)).toHaveLength(text.match(/\u2069/g)?.length ?? 0);
    }
  });
});

describe('a mail', () => {
  /** What a reader of the HTML sees, without the title. */
  const seen = (html: string) =>
    html
      .replace(/<title>.*?<\/title>/, '')
      .replace(/<[^>]*>/g, ' ')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&amp;', '&');
  const words = (text: string) => text.split(/\s+/).filter((word) => word !== '' && word !== '--');

  test('says the same in text and in HTML, without images and colours', () => {
    for (const stories of [[story('One', 'a', 'b')], [story('One', 'a'), story('Two', evil)]]) {
      const mail = mailMessage(stories, 'Because of <this>.', 'https://scoville.example.com/');
      expect(words(seen(mail.html))).toEqual(words(mail.text));
      expect(mail.html).not.toMatch(/<img|background|[^-]color:/);
      expect(mail.html).toContain('<meta name="color-scheme" content="light dark">');
    }
  });

  test('escapes everything, in text and in attributes', () => {
    const mail = mailMessage(
      [{ ...story(evil, evil), link: { text: '<i>', url: 'https://x/"><script>' } }],
      evil,
      '',
    );
    expect(mail.html).not.toMatch(/<b>bold|<script|<i>|<!channel|<http/);
    expect(mail.html).toContain('href="https://x/&quot;&gt;&lt;script&gt;"');
    expect(mail.html).toContain('&lt;!channel&gt; &lt;http://evil|click&gt; &amp; &quot;&#39;');
  });

  test.each([
    [limits.mailSubjectLengthMax - 1, false],
    [limits.mailSubjectLengthMax, false],
    [limits.mailSubjectLengthMax + 1, true],
  ])('has a subject within its bound: %i', (length, isCut) => {
    const { subject } = mailMessage([story('x'.repeat(length))], '', '');
    expect(subject.length).toBe(Math.min(length, limits.mailSubjectLengthMax));
    expect(subject.endsWith('…')).toBe(isCut);
  });

  test.each([
    [limits.mailLinesMax - 1, null],
    [limits.mailLinesMax, null],
    [limits.mailLinesMax + 1, 'And 1 more in the console: https://s/'],
  ])('of %i lines says how many are left out', (count, more) => {
    const mail = mailMessage(
      Array.from({ length: count }, (_, position) => story(`Line ${position}`)),
      '',
      'https://s/',
    );
    expect(mail.text.match(/^Line \d+$/gm)).toHaveLength(Math.min(count, limits.mailLinesMax));
    expect(/And \d+ more.*/.exec(mail.text)?.[0] ?? null).toBe(more);
    expect(mail.subject).toBe(`${count} alerts, first: Line 0`);
  });
});

describe('a Slack message', () => {
  const texts = ({ blocks }: SlackMessage) =>
    blocks.flatMap((block) =>
      block.type === 'context' ? block.elements.map(({ text }) => text) : [block.text.text],
    );

  test('has a text, a header, a section with a button, and no name that does anything', () => {
    const message = slackMessage([story(evil, evil)], evil);
    expect(message.blocks.map(({ type }) => type)).toEqual(['header', 'section', 'context']);
    expect(message.blocks[1]).toMatchObject({ accessory: { type: 'button', url: link.url } });
    for (const text of [message.text, ...texts(message)]) {
      expect(text).not.toBe('');
      expect(text).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
    }
    for (const block of message.blocks)
      if (block.type === 'section') expect(block.text).toMatchObject({ type: 'mrkdwn', verbatim: true });
  });

  test.each([
    [limits.slackHeaderLengthMax - 1, false],
    [limits.slackHeaderLengthMax, false],
    [limits.slackHeaderLengthMax + 1, true],
  ])('has a header within its bound: %i', (length, isCut) => {
    const message = slackMessage([story('x'.repeat(length), 'a')], '');
    const [header = ''] = texts(message);
    expect(header).toHaveLength(Math.min(length, limits.slackHeaderLengthMax));
    expect(header.endsWith('…')).toBe(isCut);
    expect(message.text).toBe(header);
  });

  test('is cut between characters and escapes, never within one', () => {
    const [header = ''] = texts(slackMessage([story('&'.repeat(100), 'a')], ''));
    expect(header).toBe(`${'&amp;'.repeat(29)}…`);
    const [peppers = ''] = texts(slackMessage([story('🌶'.repeat(100), 'a')], ''));
    expect(peppers).toBe(`${'🌶'.repeat(74)}…`);
  });

  test.each([
    [limits.slackSectionLengthMax - 1, true],
    [limits.slackSectionLengthMax, true],
    [limits.slackSectionLengthMax + 1, false],
  ])('has a section within its bound: %i', (length, hasLast) => {
    const first = '*Note:* a'.length + 1 + '*Note:* '.length;
    const message = slackMessage([story('x', 'a', 'y'.repeat(length - first))], '');
    const section = texts(message)[1] ?? '';
    expect(section.length).toBe(hasLast ? length : '*Note:* a'.length);
  });

  test.each([
    [limits.slackBlocksMax - 3, 0],
    [limits.slackBlocksMax - 2, 0],
    [limits.slackBlocksMax - 1, 1],
  ])('of %i lines leaves out %i for want of blocks', (count, left) => {
    const message = slackMessage(
      Array.from({ length: count }, () => ({ ...story('x'), link: { text: 'o', url: 'u' } })),
      '',
    );
    expect(message.blocks).toHaveLength(Math.min(count + 2, limits.slackBlocksMax));
    expect(texts(message).at(-1)).toBe(left === 0 ? '' : `And ${left} more in the console. `);
  });

  test.each([
    [-1, 0],
    [0, 0],
    [1, 1],
  ])('at its bound of length and %i: leaves out %i', (over, left) => {
    const sized = (last: number) => [
      ...Array.from({ length: 4 }, () => story('x', 'y'.repeat(2_800))),
      story('x', 'y'.repeat(last)),
    ];
    const lengthOf = (message: SlackMessage) => JSON.stringify(message).length;
    const room = limits.slackMessageLengthMax - lengthOf(slackMessage(sized(0), ''));
    expect(room).toBeGreaterThan(0);
    const message = slackMessage(sized(room + over), '');
    expect(lengthOf(message)).toBeLessThanOrEqual(limits.slackMessageLengthMax);
    if (over === 0) expect(lengthOf(message)).toBe(limits.slackMessageLengthMax);
    expect(message.blocks.filter(({ type }) => type === 'section')).toHaveLength(5 - left);
  });

  test('of as much as can be is within every bound', () => {
    const wide = '&'.repeat(limits.messageTextLengthMax);
    const record = { kind: 'order', id: 'or_1', name: wide, stage: wide, for: 'owner', text: wide };
    const notices = Array.from({ length: 200 }, (_, id) =>
      noticeOf({
        id,
        data: { record, lead: leadOf({ id: `ld_${id}`, reasons: [reason(wide, 3), reason(wide, 2)] }) },
      }),
    );
    const compose = composeFor('https://scoville.example.com/');
    const message = compose(listenerOf({ kind: 'slack', name: wide }), notices, startMs) as SlackMessage;
    expect(JSON.stringify(message).length).toBeLessThanOrEqual(limits.slackMessageLengthMax);
    for (const block of message.blocks)
      if (block.type === 'section')
        expect(block.text.text.length).toBeLessThanOrEqual(limits.slackSectionLengthMax);
  });
});

describe('a channel’s message', () => {
  const compose = composeFor('https://scoville.example.com/');

  test('is of its kind, and in the zone of its hours', () => {
    const quietHours = { from: '19:00', until: '08:00', timeZone: 'Asia/Tokyo' };
    const mail = compose(listenerOf({ quietHours }), [noticeOf()], startMs) as MailMessage;
    expect(mail.text).toContain('21:00 (Asia/Tokyo)');
    expect(mail.text).toContain('“Mail”, which covers your own leads and tasks');
    expect(compose(listenerOf({ kind: 'slack' }), [noticeOf()], startMs)).toHaveProperty('blocks');
  });

  test('to a program is what the live stream says', () => {
    const notice = noticeOf({ id: 7 });
    expect(compose(listenerOf({ kind: 'webhook' }), [notice], startMs)).toEqual({
      type: 'lead.opened',
      timestamp: notice.alert.at,
      data: {
        alert: 7,
        person: leadOf().person,
        owner: 'rep@example.com',
        recipients: [],
        ...notice.alert.data,
      },
    });
  });

  test('for a test says so', () => {
    const message = (kind: 'mail' | 'slack' | 'webhook') =>
      testMessage('https://scoville.example.com', listenerOf({ kind }), startMs);
    expect(message('mail')).toMatchObject({ subject: 'A test: this channel works' });
    expect(message('slack')).toMatchObject({ text: 'A test: this channel works' });
    expect(message('webhook')).toEqual({
      type: 'channel.test',
      timestamp: '2026-11-23T12:00:00.000Z',
      data: { channel: 'ch_1', name: 'Mail' },
    });
  });
});
