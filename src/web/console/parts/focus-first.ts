/** Puts the focus on the first field of what has just come by a key, so that the hands stay where they are. */

/** Its first field, or its first button where it has none; of radio buttons the one that is chosen. */
export function focusFirst(form: HTMLElement | null): void {
  const field = form?.querySelector<HTMLElement>('input, textarea, select');
  const isRadio = field?.getAttribute('type') === 'radio';
  const chosen = isRadio ? form?.querySelector<HTMLElement>('input[type="radio"]:checked') : null;
  const first = chosen ?? field ?? form?.querySelector<HTMLElement>('button');
  if (!first) return;
  // A dialog that has just opened takes the focus once more, a moment later: to what is marked so, else to its button to close.
  first.dataset['autofocus'] = '';
  first.focus();
}
