/** Effects, conditions and moments of a stage as its page says them. */
import { expect, test } from 'vitest';
import type { DefinedStage } from '../../../contract/api/api.ts';
import { conditionInWords, effectInWords, momentInWords, openedBy } from './effect-words.ts';

/** Without the marks that isolate names. */
const plain = (text: string) => text.replace(/[\u2068\u2069]/g, '');

test.each([
  [
    { do: 'task', subject: 'Call', for: 'owner', within: '1 working day' },
    'Task for owner: Call, within 1 working day',
  ],
  [{ do: 'task', subject: 'Call', for: 'Sales' }, 'Task for Sales: Call'],
  [{ do: 'mail', template: 'slip', to: 'person' }, 'Mail slip to person'],
  [{ do: 'notify', who: 'Sales', text: 'Help' }, 'Notifies Sales: Help'],
  [{ do: 'note', text: 'Sent' }, 'Note: Sent'],
  [{ do: 'open', pipeline: 'job' }, 'Opens a record of job'],
  [{ do: 'open', pipeline: 'job', at: 'Planned' }, 'Opens a record of job in Planned'],
  [{ do: 'set', field: 'sent-on', to: 'today' }, 'Sets sent-on to today'],
  [{ do: 'set', field: 'sent-on', to: '' }, 'Sets sent-on to nothing'],
  [{ do: 'set', field: 'paid', to: false }, 'Sets paid to false'],
  [{ do: 'make person', kind: 'customer' }, 'Makes the person a customer'],
  [{ do: 'stop contact', if: { wants: false } }, 'Marks the person “do not contact”, if wants is false'],
  [{ do: 'sing' }, '{"do":"sing"}'],
])('%o', (effect, words) => {
  expect(plain(effectInWords(effect))).toBe(words);
});

test('names of the file are isolated, so that they turn nothing of ours', () => {
  expect(effectInWords({ do: 'note', text: '\u05d0' })).toBe('Note: \u2068\u05d0\u2069');
  expect(plain(conditionInWords({ a: 1, b: 'x' }))).toBe(', if a is 1 and b is x');
  expect([conditionInWords(null), conditionInWords({})]).toEqual(['', '']);
});

test.each([
  [{ after: '5 days', from: 'entered' }, '5 days after it entered'],
  [{ after: '5 days', from: 'call-on' }, '5 days after Call on'],
  [{ after: null, from: 'call-on' }, 'on the day in Call on'],
  [{ after: null, from: 'entered' }, 'at once'],
  [
    { after: '5 days', from: 'entered', plus: 'ready-in' },
    '5 days after it entered plus the days in Ready in',
  ],
  [{ after: null, from: 'call-on', plus: 'ready-in' }, 'Call on plus the days in Ready in'],
])('%o', (moment, words) => {
  const labels: Record<string, string> = { 'call-on': 'Call on', 'ready-in': 'Ready in' };
  expect(plain(momentInWords(moment, (field) => labels[field] ?? field))).toBe(words);
});

test('the pipelines that a stage opens are found wherever it opens them, each once', () => {
  const open = (pipeline: string) => ({ do: 'open', pipeline });
  const stage = {
    ...{ onEnter: [open('order'), { do: 'note', text: 'x' }], onLeave: [open('job')] },
    ...{
      every: [{ after: '1 day', do: [open('order')] }],
      later: [{ after: null, from: 'x', do: [open('deal')] }],
    },
  } as unknown as DefinedStage;
  expect(openedBy(stage)).toEqual(['order', 'job', 'deal']);
});
