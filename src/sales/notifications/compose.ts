/** Composes the message of a channel in the form of its kind. Pure. */

import type { DueNotice } from './digest.core.ts';
import { mailMessage } from './mail-message.ts';
import type { Listener } from './notice.core.ts';
import type { Compose } from './notice-rows.ts';
import { slackMessage } from './slack-message.ts';
import { oneLine, type Story, storyOf } from './story.ts';

/** Returns how to compose messages that link to the console at this address. */
export function composeFor(publicUrl: string): Compose {
  const base = publicUrl.replace(/\/+$/, '');
  return (channel, lines, nowMs) => {
    if (channel.kind === 'webhook') return webhookBody(lines[0] as DueNotice);
    const { timeZone } = channel;
    const reading = { publicUrl: base, timeZone: channel.quietHours?.timeZone ?? timeZone, nowMs };
    return written(
      channel,
      base,
      lines.map((line) => storyOf(line, reading)),
    );
  };
}

/** Returns the test message of a channel. */
export function testMessage(publicUrl: string, channel: Listener, nowMs: number): object {
  const base = publicUrl.replace(/\/+$/, '');
  const { id, name, kind } = channel;
  if (kind === 'webhook')
    return { type: 'channel.test', timestamp: new Date(nowMs).toISOString(), data: { channel: id, name } };
  const story: Story = {
    headline: 'A test: this channel works',
    fields: [
      { label: 'Channel', value: oneLine(name) },
      { label: 'Alert types', value: channel.types.join(', ') },
    ],
    link: { text: 'Open the console', url: `${base}/` },
  };
  return written(channel, base, [story]);
}

/** Returns the same data as the live stream, with the person and the recipients. The sender shortens a body that is too long. */
function webhookBody({ alert, person }: DueNotice): object {
  const { id, type, at, owner, recipients, data } = alert;
  return { type, timestamp: at, data: { alert: id, person, owner, recipients, ...data } };
}

function written({ kind, name, scope }: Listener, base: string, stories: readonly Story[]): object {
  const footer = `You get this through the channel “${oneLine(name)}”, which covers ${scopeInWords[scope]}. Change or mute it in Scoville.`;
  return kind === 'mail' ? mailMessage(stories, footer, `${base}/`) : slackMessage(stories, footer);
}

const scopeInWords: Record<Listener['scope'], string> = {
  mine: 'your own leads and tasks',
  'my team': 'the leads and tasks of your team',
  queue: 'the queue',
  all: 'everything',
};
