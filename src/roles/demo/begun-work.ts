/** What marketer and operator of the demo have begun: a draft, its backtest, a key. Made by the API, as they would. */

import { type Caller, logInAs } from './calls.ts';
import { type Member, marketer, operator } from './cast.core.ts';
import { passwordOf } from './users.ts';

interface Options {
  baseUrl: string;
  secretKey: string;
  signal: AbortSignal;
}

const programme = 'emea-lead-scoring';
/** Videos before and in the draft: what the marketer wonders about. */
const videoPoints = { rule: '- id: demo-video', before: 'points: 8', after: 'points: 12' };

/** Begins it at the first start. A later one leaves it as people did. */
export async function beginWork(options: Options): Promise<void> {
  const marketing = await callerOf(options, marketer);
  const { items } = await marketing.call<{ items: object[] }>('GET', '/drafts');
  if (items.length > 0) return;
  const live = await marketing.call<{ text: string; examples: string | null; version: string }>(
    'GET',
    `/programmes/${programme}`,
  );
  const text = withMorePoints(live.text);
  const { examples, version: basedOn } = live;
  await marketing.call('PUT', `/drafts/${programme}`, { text, examples, basedOn });
  await marketing.call('POST', `/programmes/${programme}/backtest`, { draft: text, since: '7d' });
  const operating = await callerOf(options, operator);
  await operating.call('POST', '/keys', { name: 'Mobile app', kind: 'public' });
}

/** The text with more points for a video; as it is, where it has no such rule. */
function withMorePoints(text: string): string {
  const { rule, before, after } = videoPoints;
  const at = text.indexOf(before, Math.max(0, text.indexOf(rule)));
  return at < 0 ? text : text.slice(0, at) + after + text.slice(at + before.length);
}

const callerOf = ({ baseUrl, secretKey, signal }: Options, member: Member): Promise<Caller> =>
  logInAs(baseUrl, { email: member.email, password: passwordOf(member, secretKey) }, signal);
