/**
 * Alerts as a message for Slack's incoming webhooks, within Slack's limits. A lead's name can form no link and no
 * mention. Pure.
 */
import { limits } from '../../base/kernel/kernel.ts';
import { digestHeadline, type Story } from './story.ts';

export interface SlackMessage {
  /** What a notification shows. */
  text: string;
  blocks: SlackBlock[];
}

type SlackBlock =
  | { type: 'header'; text: { type: 'plain_text'; text: string; emoji: true } }
  | { type: 'section'; text: SlackText; accessory: SlackButton }
  | { type: 'context'; elements: SlackText[] };
/** Verbatim: Slack detects no links and no names in it. */
interface SlackText {
  type: 'mrkdwn';
  text: string;
  verbatim: true;
}
interface SlackButton {
  type: 'button';
  text: { type: 'plain_text'; text: string };
  url: string;
}

/**
 * Returns one story as a message of its own. Several become a digest of as many as Slack accepts, with the number of
 * the others.
 */
export function slackMessage(stories: readonly Story[], footer: string): SlackMessage {
  const [only] = stories;
  const isDigest = stories.length !== 1;
  const title = !isDigest && only ? only.headline : digestHeadline(stories);
  const head = escapedWithin(title, limits.slackHeaderLengthMax);
  const first: SlackBlock = { type: 'header', text: { type: 'plain_text', text: head, emoji: true } };
  const messageOf = (shown: number): SlackMessage => {
    const left = stories.length - shown;
    const last = left > 0 ? `And ${left} more in the console. ${footer}` : footer;
    return {
      text: head,
      blocks: [
        first,
        ...stories.slice(0, shown).map((story) => sectionOf(story, isDigest)),
        { type: 'context', elements: [mrkdwn(escapedWithin(last, limits.slackSectionLengthMax))] },
      ],
    };
  };
  let shown = Math.min(stories.length, limits.slackBlocksMax - 2);
  let message = messageOf(shown);
  while (shown > 0 && JSON.stringify(message).length > limits.slackMessageLengthMax) {
    shown--;
    message = messageOf(shown);
  }
  return message;
}

/** A digest shows the headline in the section; a single message shows it in the header. */
function sectionOf({ headline, fields, link }: Story, isDigest: boolean): SlackBlock {
  const lines = [
    ...(isDigest || fields.length === 0
      ? [`*${escapedWithin(headline, limits.slackSectionLengthMax - 2)}*`]
      : []),
    ...fields.map(({ label, value }) => `*${escaped(label)}:* ${escaped(value)}`),
  ];
  return {
    type: 'section',
    text: mrkdwn(linesWithin(lines, limits.slackSectionLengthMax)),
    accessory: { type: 'button', text: { type: 'plain_text', text: link.text }, url: link.url },
  };
}

/** Returns as many whole lines as fit; an escape is never cut. */
function linesWithin(lines: readonly string[], lengthMax: number): string {
  let text = lines[0] ?? '';
  for (const line of lines.slice(1)) {
    if (text.length + 1 + line.length > lengthMax) break;
    text = `${text}\n${line}`;
  }
  return text;
}

function mrkdwn(text: string): SlackText {
  return { type: 'mrkdwn', text, verbatim: true };
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Escapes the three characters that start a link, a channel or a mention in Slack. */
function escaped(text: string): string {
  return text.replace(/[&<>]/g, (character) => entities[character] ?? character);
}

/** Returns the escaped text within the limit. No character and no escape is halved; a cut ends in `…`. */
function escapedWithin(text: string, lengthMax: number): string {
  const whole = escaped(text);
  if (whole.length <= lengthMax) return whole;
  let kept = '';
  for (const character of text) {
    const piece = escaped(character);
    if (kept.length + piece.length > lengthMax - 1) break;
    kept += piece;
  }
  return `${kept}…`;
}
