/** What is typed between the key that logs a call and the form that it opens, which may be loading: it is the note. */
import { keepTyped, type TypedAhead } from '../keys/typed-ahead.ts';

let kept: (() => TypedAhead) | null = null;

/** Keeps what is typed for the form, which takes it by getting the focus. */
export function keepForLog(): void {
  dropForLog();
  kept = keepTyped(dropForLog, 'form input, form textarea');
}

/** Returns what was typed meanwhile, once. */
export function typedForLog(): string {
  const text = kept?.().text ?? '';
  kept = null;
  return text;
}

/** Leaves the keys to the page again: there is no form for them. */
export function dropForLog(): void {
  typedForLog();
}
