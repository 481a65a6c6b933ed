/** The message of a channel: its lines in the words and the form of its kind. Pure. */

import type { DueNotice } from './digest.core.ts';
import { mailMessage } from './mail-message.ts';
import type { Listener } from './notice.core.ts';
import type { Compose } from './notice-rows.ts';
import { slackMessage } from './slack-message.ts';
import { oneLine, type Story, storyOf } from './story.ts';

/** How messages are made that lead back to the console at this address. */
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

/** The message that tells whether a channel works. */
export function testMessage(publicUrl: string, channel: Listener, nowMs: number): object {
  const base = publicUrl.replace(/\/+$/, '');
  const { id, name, kind } = channel;
  if (kind === 'webhook')
    return { type: 'channel.test', timestamp: new Date(nowMs).toISOString(), data: { channel: id, name } };
  const story: Story = {
    headline: 'A test: this channel works',
    fields: [
      { label: 'Channel', value: oneLine(name) },
      { label: 'Tells of', value: channel.types.join(', ') },
    ],
    link: { text: 'Open the console', url: `${base}/` },
  };
  return written(channel, base, [story]);
}

/** What the live stream says, and whom it is for; the sender shortens what is too long. */
function webhookBody({ alert }: DueNotice): object {
  const { id, type, at, person, owner, recipients, data } = alert;
  return { type, timestamp: at, data: { alert: id, person, owner, recipients, ...data } };
}

function written({ kind, name, scope }: Listener, base: string, stories: readonly Story[]): object {
  const footer = `This comes by the channel “${oneLine(name)}”, which tells of ${scopeInWords[scope]}. Change or mute it in Scoville.`;
  return kind === 'mail' ? mailMessage(stories, footer, `${base}/`) : slackMessage(stories, footer);
}

const scopeInWords: Record<Listener['scope'], string> = {
  mine: 'what is yours',
  'my team': 'what is your team’s',
  queue: 'what waits in the queue',
  all: 'everything',
};
