/** Keys that are pressed before the field they are meant for has the focus: kept for it, and away from the page. */

/** What of a keyboard event decides whether it is kept. */
export interface PressedAhead {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

/** What was typed so far. Pure. */
export class TypedAhead {
  text = '';
  /** Enter was pressed last. */
  isEntered = false;

  /** Keeps a key. Returns whether it was meant for the field: the browser's own are not. */
  take({ key, ctrlKey, metaKey, altKey }: PressedAhead): boolean {
    // Ctrl and Alt together write a letter on many keyboards, as "@".
    if (key === 'Tab' || metaKey || (ctrlKey && !altKey)) return false;
    // The page is loaded again by F5, and left by Alt with an arrow or Home.
    if (/^F\d+$/.test(key) || (altKey && /^(Arrow|Home$)/.test(key))) return false;
    const letters = [...this.text];
    if (key === 'Backspace') this.text = letters.slice(0, -1).join('');
    else if ([...key].length === 1) this.text += key;
    this.isEntered = key === 'Enter' && this.text !== '';
    return true;
  }
}

/**
 * Keeps the keys from now on. What `ends` selects ends it by taking the focus, and so do a pointer and Escape, which calls `onEscape`.
 * Returns what ends it too, and gives the typed keys once.
 */
export function keepTyped(onEscape: () => void, ends = '[role="dialog"], input, textarea'): () => TypedAhead {
  let typed = new TypedAhead();
  const within = new AbortController();
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      typed = new TypedAhead();
      within.abort();
      onEscape();
    } else if (!typed.take(event)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  const options = { capture: true, signal: within.signal };
  addEventListener('keydown', onKey, options);
  const onFocus = ({ target }: FocusEvent) => {
    // A page that comes meanwhile takes the focus for itself; that is no field.
    if (target instanceof Element && target.closest(ends) !== null) within.abort();
  };
  addEventListener('focusin', onFocus, options);
  addEventListener('pointerdown', () => within.abort(), options);
  return () => {
    within.abort();
    const given = typed;
    typed = new TypedAhead();
    return given;
  };
}
