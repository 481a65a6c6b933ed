/** Keys of the page: what is on it adds its own while it is shown; one listener reads them all. A dialog keeps them from its page. */
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
} from 'react';
import { isForThePage, isHeldEnter, type KeyBinding, KeyReader } from './key-reader.ts';

/** The keys of the parts that are shown, in the order in which they came. */
class BoundKeys {
  readonly #parts = new Map<{ current: readonly KeyBinding[] }, string | null>();

  /** `dialog` is the id of the one that binds them; null of a page. */
  add(bindings: { current: readonly KeyBinding[] }, dialog: string | null): () => void {
    this.#parts.set(bindings, dialog);
    return () => void this.#parts.delete(bindings);
  }

  /** Those of a dialog; of the page where it is null. */
  of(dialog: string | null): readonly KeyBinding[] {
    return [...this.#parts].flatMap(([{ current }, its]) => (its === dialog ? current : []));
  }

  /** Those that do something where a key is pressed: over a page lies the dialog that has the focus. */
  at(target: Element | null): readonly KeyBinding[] {
    const over = target?.closest('[role="dialog"]') ?? null;
    return [...this.#parts].flatMap(([{ current }, dialog]) => {
      const isIts =
        over === null || (dialog !== null && over.querySelector(`[data-keys="${dialog}"]`) !== null);
      return isIts ? current : current.filter(({ isEverywhere }) => isEverywhere === true);
    });
  }
}

const Keys = createContext<BoundKeys | null>(null);
const Dialog = createContext<string | null>(null);

export function KeysProvider({ children }: { children: ReactNode }) {
  const bound = useMemo(() => new BoundKeys(), []);
  useEffect(() => {
    const reader = new KeyReader();
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      const target = event.target instanceof HTMLElement ? event.target : null;
      if (!isForThePage(pressedIn(event))) return;
      const found = reader.read(event.key, event.timeStamp, bound.at(target));
      if (found === null) return;
      event.preventDefault();
      found.run();
    };
    // Before anything else hears it: a button that has come under the focus is not pressed by it.
    const onHeld = (event: KeyboardEvent) => {
      if (isHeldEnter(pressedIn(event))) event.preventDefault();
    };
    addEventListener('keydown', onHeld, true);
    addEventListener('keydown', onKey);
    return () => {
      removeEventListener('keydown', onHeld, true);
      removeEventListener('keydown', onKey);
    };
  }, [bound]);
  return <Keys value={bound}>{children}</Keys>;
}

/** What decides whether a key is for the page. */
function pressedIn({ key, ctrlKey, metaKey, altKey, isComposing, repeat, target: element }: KeyboardEvent) {
  const target = element instanceof HTMLElement ? element : null;
  const type = target instanceof HTMLInputElement ? target.type : undefined;
  return {
    ...{ key, ctrlKey, metaKey, altKey, isComposing, repeat },
    isInForm: (target?.closest('form') ?? null) !== null,
    target: target && { tagName: target.tagName, isContentEditable: target.isContentEditable, type },
  };
}

function useBound(): BoundKeys {
  const bound = useContext(Keys);
  if (bound === null) throw new Error('keys are bound within a KeysProvider');
  return bound;
}

/** The content of a dialog: keys that are bound in it work while it has the focus. */
export function KeysOfDialog({ children }: { children: ReactNode }) {
  const id = useId();
  return (
    <Dialog value={id}>
      <div data-keys={id}>{children}</div>
    </Dialog>
  );
}

/** Binds keys while the part is shown. */
export function useKeys(bindings: readonly KeyBinding[]): void {
  const bound = useBound();
  const dialog = useContext(Dialog);
  const latest = useRef(bindings);
  // With what is drawn: who sees it may press its key at once.
  useLayoutEffect(() => {
    latest.current = bindings;
  });
  useLayoutEffect(() => bound.add(latest, dialog), [bound, dialog]);
}

/**
 * Does once what a key does in the parts that stand before it: where they were opened by that key. Nothing, where none of them has it
 * now.
 */
export function KeyPressed({ keys, onDone }: { keys: string; onDone: () => void }) {
  const bound = useBound();
  const dialog = useContext(Dialog);
  const done = useRef(onDone);
  useEffect(() => {
    bound
      .of(dialog)
      .findLast((one) => one.keys === keys)
      ?.run();
    done.current();
  }, [bound, dialog, keys]);
  return null;
}

/** Returns what gives the keys that do something where the focus is: of two of the same keys, the one that works. */
export function useBoundKeys(): () => readonly KeyBinding[] {
  const bound = useBound();
  return useCallback(
    () => [...new Map(bound.at(document.activeElement).map((one) => [one.keys, one])).values()],
    [bound],
  );
}
