/**
 * A calendar as iCalendar text (RFC 5545), with the names and refresh time of RFC 7986. Pure.
 *
 * Text that users wrote never leaves the value of its property. A TEXT holds one form of line end and no other
 * control character but tabs, and every special character is escaped. All times are UTC.
 */

export interface CalendarEvent {
  /** Stable for the life of the event. */
  uid: string;
  /** Grows with every change. */
  sequence: number;
  changedAtMs: number;
  atMs: number;
  /** How long before the event a reminder comes. */
  alarmBeforeMs: number;
  summary: string;
  description: string;
  url: string;
}

export interface Calendar {
  name: string;
  description: string;
  /** How often a reader should refresh. */
  refreshMs: number;
  events: readonly CalendarEvent[];
}

const octetsMax = 75;
/** The length of a task: it is a moment, and readers hide events without a length. */
const slotMs = 15 * 60_000;

export function calendarText({ name, description, refreshMs, events }: Calendar): string {
  const refresh = duration(refreshMs);
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Scoville//Tasks//EN',
    'CALSCALE:GREGORIAN',
    `NAME:${text(name)}`,
    `X-WR-CALNAME:${text(name)}`,
    `DESCRIPTION:${text(description)}`,
    `REFRESH-INTERVAL;VALUE=DURATION:${refresh}`,
    `X-PUBLISHED-TTL:${refresh}`,
    ...events.flatMap(eventLines),
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

function eventLines(event: CalendarEvent): string[] {
  const summary = text(event.summary);
  return [
    'BEGIN:VEVENT',
    `UID:${text(event.uid)}`,
    `SEQUENCE:${event.sequence}`,
    // Without a METHOD this is the last change, so the same tasks render the same text.
    `DTSTAMP:${utc(event.changedAtMs)}`,
    `LAST-MODIFIED:${utc(event.changedAtMs)}`,
    `DTSTART:${utc(event.atMs)}`,
    `DURATION:${duration(slotMs)}`,
    `SUMMARY:${summary}`,
    `DESCRIPTION:${text(event.description)}`,
    `URL:${event.url}`,
    'STATUS:CONFIRMED',
    'TRANSP:TRANSPARENT',
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    `DESCRIPTION:${summary}`,
    `TRIGGER:-${duration(event.alarmBeforeMs)}`,
    'END:VALARM',
    'END:VEVENT',
  ];
}

/** Returns the text with line ends as `\n`, no other control characters but tabs, and no halved characters. */
export function holdable(value: string): string {
  return value
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/(?![\n\t])\p{Cc}/gu, '');
}

function text(value: string): string {
  return holdable(value)
    .replace(/[\\;,]/g, '\\$&')
    .replaceAll('\n', '\\n');
}

/**
 * Returns a content line in pieces of at most 75 octets of UTF-8, each after the first behind a space; no character
 * is cut.
 */
export function folded(line: string): string {
  const pieces: string[] = [];
  let piece = '';
  let octets = 0;
  for (const character of line) {
    const more = octetsOf(character);
    if (octets + more > octetsMax) {
      pieces.push(piece);
      piece = ' ';
      octets = 1;
    }
    piece += character;
    octets += more;
  }
  return [...pieces, piece].join('\r\n');
}

function octetsOf(character: string): number {
  const point = character.codePointAt(0) ?? 0;
  if (point < 0x80) return 1;
  if (point < 0x800) return 2;
  return point < 0x1_0000 ? 3 : 4;
}

/** `20261224T090000Z` */
function utc(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
}

/** Whole minutes. */
function duration(ms: number): string {
  return `PT${Math.round(ms / 60_000)}M`;
}
