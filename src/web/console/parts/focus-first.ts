/** Puts the focus on the first field of what has just come by a key, so that the hands stay where they are. */

/** Its first field, or its first button where it has none. */
export function focusFirst(form: HTMLElement | null): void {
  const field = form?.querySelector<HTMLElement>('input, textarea, select');
  (field ?? form?.querySelector<HTMLElement>('button'))?.focus();
}
