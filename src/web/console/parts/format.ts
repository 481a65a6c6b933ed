/** Values as people of the viewer's country write them. Pure but for the locale and zone of the browser. */

/** An amount with its currency; of an unknown one, the number and the code. */
export function amountInWords(amount: number | string, currency: string | null): string {
  const value = Number(amount);
  if (!Number.isFinite(value)) return String(amount);
  if (currency === null) return value.toLocaleString();
  try {
    return value.toLocaleString(undefined, { style: 'currency', currency });
  } catch {
    return `${value.toLocaleString()} ${currency}`;
  }
}

/** A day, or a moment with its time. A day has no zone: it is the same everywhere. */
export function dateInWords(text: string): string {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text);
  const at = new Date(isDay ? `${text}T00:00:00` : text);
  if (Number.isNaN(at.getTime())) return text;
  return isDay
    ? at.toLocaleDateString(undefined, { dateStyle: 'medium' })
    : at.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
}

/** The day of a moment in few words, where there is little room: `18 Dec`. */
export function dayInWords(text: string): string {
  const at = new Date(text.length === 10 ? `${text}T00:00:00` : text);
  return Number.isNaN(at.getTime())
    ? text
    : at.toLocaleDateString(undefined, { day: 'numeric', month: 'short' });
}
