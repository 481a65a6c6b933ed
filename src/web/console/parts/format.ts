/** Values as people of the viewer's country write them. Pure but for the locale and zone of the browser. */

/** An amount with its currency; of an unknown one, the number and the code. */
export function amountInWords(amount: number | string, currency: string | null): string {
  const value = Number(amount);
  if (!Number.isFinite(value)) return String(amount);
  if (currency === null) return numberInWords(value);
  const format = moneyFormat(currency);
  return format === null ? `${numberInWords(value)} ${currency}` : format.format(value);
}

/** A number with the separators of the viewer's country. */
export const numberInWords = (value: number): string => plain.format(value);

/** A day, or a moment with its time. A day has no zone: it is the same everywhere. */
export function dateInWords(text: string): string {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text);
  const at = new Date(isDay ? `${text}T00:00:00` : text);
  if (Number.isNaN(at.getTime())) return text;
  return (isDay ? longDay : moment).format(at);
}

/** The same where there is less room, as in a cell. The year is said where it is another one than now, and then no time. */
export function shortDateInWords(text: string, nowMs: number): string {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text);
  const at = new Date(isDay ? `${text}T00:00:00` : text);
  if (Number.isNaN(at.getTime())) return text;
  if (at.getFullYear() !== new Date(nowMs).getFullYear()) return longDay.format(at);
  return (isDay ? shortDay : shortMoment).format(at);
}

/** The day of a moment in few words, where there is little room: `18 Dec`. */
export function dayInWords(text: string): string {
  const at = new Date(text.length === 10 ? `${text}T00:00:00` : text);
  return Number.isNaN(at.getTime()) ? text : shortDay.format(at);
}

// Made once: to make one costs more than a row of a table may.
const plain = new Intl.NumberFormat();
const longDay = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const shortMoment = new Intl.DateTimeFormat(undefined, {
  ...{ day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' },
});
const shortDay = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });

const currencyFormats = new Map<string, Intl.NumberFormat | null>();

/** Null for what is no currency. */
function moneyFormat(currency: string): Intl.NumberFormat | null {
  const known = currencyFormats.get(currency);
  if (known !== undefined) return known;
  const format = newMoneyFormat(currency);
  currencyFormats.set(currency, format);
  return format;
}

function newMoneyFormat(currency: string): Intl.NumberFormat | null {
  try {
    return new Intl.NumberFormat(undefined, { style: 'currency', currency });
  } catch {
    return null;
  }
}

/** A sentence of the server with its moments in the words of the viewer's country. */
export function momentsInWords(sentence: string): string {
  return sentence.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, dateInWords);
}
