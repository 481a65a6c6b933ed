/** Reads the keys that a user presses: one letter, or two one after the other, as `g n`. Pure. */

/** What keys do. */
export interface KeyBinding {
  /** `c`, `?`, `Enter`, or `g n`. */
  keys: string;
  /** What they do, in words, as the sheet of keys shows it. */
  label: string;
  run: () => void;
  /** It works in every dialog too; others do so in the dialog that binds them alone. */
  isEverywhere?: boolean;
}

/** How long the first of two keys waits for the second, ms. */
export const secondKeyWithinMs = 1_500;

export class KeyReader {
  #first: string | null = null;
  #firstAtMs = 0;

  /** Returns what a key does, and remembers it where it begins two; null where it does nothing yet. Of two of the same keys, the later. */
  read(key: string, atMs: number, bindings: readonly KeyBinding[]): KeyBinding | null {
    const isWithin = this.#first !== null && atMs - this.#firstAtMs <= secondKeyWithinMs;
    const pressed = isWithin ? `${this.#first} ${key}` : key;
    this.#first = null;
    const found = bindings.findLast(({ keys }) => keys === pressed);
    if (found !== undefined) return found;
    // The second key leads nowhere: it is a first of its own.
    if (isWithin) return this.read(key, atMs, bindings);
    if (bindings.some(({ keys }) => keys.startsWith(`${key} `))) {
      this.#first = key;
      this.#firstAtMs = atMs;
    }
    return null;
  }
}

/** What of a keyboard event decides whether it is for the page. */
interface Pressed {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  isComposing: boolean;
  /** The element that has the focus. */
  target: { tagName: string; isContentEditable: boolean; type?: string | undefined } | null;
}

const typedInto = new Set(['INPUT', 'TEXTAREA', 'SELECT']);
const pressedAlone = new Set(['checkbox', 'radio', 'button', 'submit', 'reset', 'range']);

/** Whether a key is the page's own: not one with Ctrl, Alt or Meta, not Shift by itself, and not one typed into a field. */
export function isForThePage({ key, ctrlKey, metaKey, altKey, isComposing, target }: Pressed): boolean {
  if (ctrlKey || metaKey || altKey || isComposing || key === 'Shift') return false;
  if (target === null) return true;
  // Enter and Space press what has the focus.
  if (key === 'Enter' || key === ' ')
    return !['BUTTON', 'A', 'SUMMARY', 'INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName);
  if (target.isContentEditable) return false;
  if (!typedInto.has(target.tagName)) return true;
  return target.tagName === 'INPUT' && pressedAlone.has(target.type ?? 'text');
}
