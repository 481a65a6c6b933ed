/** Times as people say them: how long is left, and the day some days from now. Pure. */

/** Time left as people say it: `23:59:07`, `2 d 3 h`, or how long it is over. */
export function timeLeft(dueAt: string, nowMs: number): { text: string; isOverdue: boolean; hours: number } {
  const leftMs = Date.parse(dueAt) - nowMs;
  const seconds = Math.floor(Math.abs(leftMs) / 1_000);
  const two = (value: number) => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3_600);
  const clock = `${two(hours)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  const text = hours >= 24 ? `${Math.floor(hours / 24)} d ${hours % 24} h` : clock;
  return { text: leftMs < 0 ? `${text} over` : text, isOverdue: leftMs < 0, hours: leftMs / 3_600_000 };
}

/** The day some days from now, in the browser's zone: `2026-12-01`. */
export function dayFrom(nowMs: number, days: number): string {
  const at = new Date(nowMs);
  at.setDate(at.getDate() + days);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}
