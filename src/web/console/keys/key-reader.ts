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
  /** Pressed twice in quick succession it acts once: what it acts on is another by then. */
  isOnce?: boolean;
}

/** How long the first of two keys waits for the second, ms. */
export const secondKeyWithinMs = 1_500;

/** How long a key that acts once does nothing more, ms. */
export const onceWithinMs = 500;

export class KeyReader {
  #first: string | null = null;
  #firstAtMs = 0;
  #once: string | null = null;
  #onceAtMs = 0;

  /** Returns what a key does, and remembers it where it begins two; null where it does nothing yet. Of two of the same keys, the later. */
  read(key: string, atMs: number, bindings: readonly KeyBinding[]): KeyBinding | null {
    const isWithin = this.#first !== null && atMs - this.#firstAtMs <= secondKeyWithinMs;
    const pressed = isWithin ? `${this.#first} ${key}` : key;
    this.#first = null;
    const found = bindings.findLast(({ keys }) => keys === pressed);
    if (found !== undefined) return this.#isAgain(found, atMs) ? null : found;
    // The second key leads nowhere: it is a first of its own.
    if (isWithin) return this.read(key, atMs, bindings);
    if (bindings.some(({ keys }) => keys.startsWith(`${key} `))) {
      this.#first = key;
      this.#firstAtMs = atMs;
    }
    return null;
  }

  /** Whether it is the second press of one that acts once, without another key between them. */
  #isAgain({ keys, isOnce = false }: KeyBinding, atMs: number): boolean {
    const isAgain = isOnce && this.#once === keys && atMs - this.#onceAtMs <= onceWithinMs;
    this.#once = isOnce ? keys : null;
    if (!isAgain) this.#onceAtMs = atMs;
    return isAgain;
  }
}

/** What of a keyboard event decides whether it is for the page. */
interface Pressed {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  isComposing: boolean;
  /** The key is held, and comes again by itself. */
  repeat: boolean;
  /** The focus is within a form: a letter there is meant for its fields. */
  isInForm: boolean;
  /** The element that has the focus. */
  target: { tagName: string; isContentEditable: boolean; type?: string | undefined } | null;
}

const typedInto = new Set(['INPUT', 'TEXTAREA', 'SELECT']);
const pressedAlone = new Set(['checkbox', 'radio', 'button', 'submit', 'reset', 'range']);

/** The keys that only move the choice: they go on while they are held. Every other acts once for each press. */
const moving = new Set(['j', 'k', 'J', 'K', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'ArrowUp']);

/** Whether a key is the page's own: not one with Ctrl, Alt or Meta, and not Shift by itself. One typed into a field or form is not. */
export function isForThePage(pressed: Pressed): boolean {
  const { key, target } = pressed;
  if (pressed.ctrlKey || pressed.metaKey || pressed.altKey || pressed.isComposing || key === 'Shift')
    return false;
  if (pressed.repeat && !moving.has(key)) return false;
  if (pressed.isInForm && letter.test(key)) return false;
  if (target === null) return true;
  // Enter and Space press what has the focus.
  if (key === 'Enter' || key === ' ')
    return !['BUTTON', 'A', 'SUMMARY', 'INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName);
  if (target.isContentEditable) return false;
  if (!typedInto.has(target.tagName)) return true;
  return target.tagName === 'INPUT' && pressedAlone.has(target.type ?? 'text');
}

const letter = /^\p{L}$/u;

/** Whether Enter is held on what it presses: the first press was meant for what had the focus then. In a text it writes lines. */
export function isHeldEnter({ key, repeat, target }: Pick<Pressed, 'key' | 'repeat' | 'target'>): boolean {
  return key === 'Enter' && repeat && target?.tagName !== 'TEXTAREA' && target?.isContentEditable !== true;
}
