/**
 * Alerts as a mail, as text and as HTML of the same content. The HTML is escaped, has no images and works in dark
 * mode. Pure.
 */

import { limits } from '../../base/kernel/kernel.ts';
import { escapedHtml } from '../../base/text/text.ts';
import { clipped, digestHeadline, type Story } from './story.ts';

export interface MailMessage {
  subject: string;
  text: string;
  html: string;
}

/** Returns one story as a message of its own, several as a digest. `footer` says why the mail was sent. */
export function mailMessage(stories: readonly Story[], footer: string, consoleUrl: string): MailMessage {
  const [only] = stories;
  const title = stories.length === 1 && only ? only.headline : digestHeadline(stories);
  const shown = stories.slice(0, limits.mailLinesMax);
  const left = stories.length - shown.length;
  const more = left > 0 ? `And ${left} more in the console: ` : null;
  const isDigest = stories.length > 1;
  return {
    subject: clipped(title, limits.mailSubjectLengthMax),
    text: [
      ...(isDigest ? [title] : []),
      ...shown.map(textOf),
      ...(more === null ? [] : [`${more}${consoleUrl}`]),
      `-- \n${footer}`,
    ].join('\n\n'),
    html: [
      '<!doctype html>',
      '<html lang="en"><head><meta charset="utf-8">',
      '<meta name="viewport" content="width=device-width">',
      // No colours: the reader's mail program may invert them.
      '<meta name="color-scheme" content="light dark">',
      `<title>${escapedHtml(title)}</title></head>`,
      '<body style="font-family: sans-serif; line-height: 1.5; max-width: 40em">',
      ...(isDigest ? [`<h1 style="font-size: 1.3em">${escapedHtml(title)}</h1>`] : []),
      ...shown.map(htmlOf),
      ...(more === null ? [] : [`<p>${more}${anchor(consoleUrl, consoleUrl)}</p>`]),
      `<hr><p><small>${escapedHtml(footer)}</small></p>`,
      '</body></html>',
    ].join('\n'),
  };
}

function textOf({ headline, fields, link }: Story): string {
  return [
    headline,
    ...fields.map(({ label, value }) => `${label}: ${value}`),
    `${link.text}: ${link.url}`,
  ].join('\n');
}

function htmlOf({ headline, fields, link }: Story): string {
  return [
    `<h2 style="font-size: 1.1em; margin-bottom: 0">${escapedHtml(headline)}</h2>`,
    '<p style="margin-top: 0">',
    ...fields.map(({ label, value }) => `<b>${escapedHtml(label)}:</b> ${escapedHtml(value)}<br>`),
    `${anchor(link.url, `${link.text}: ${link.url}`)}</p>`,
  ].join('\n');
}

function anchor(url: string, text: string): string {
  return `<a href="${escapedHtml(url)}">${escapedHtml(text)}</a>`;
}
