/** Keys of the page: what is on it adds its own while it is shown; one listener reads them all. */
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef } from 'react';
import { isForThePage, type KeyBinding, KeyReader } from './key-reader.ts';

/** The keys of the parts that are shown, in the order in which they came. */
class BoundKeys {
  readonly #parts = new Map<object, { current: readonly KeyBinding[] }>();

  add(part: object, bindings: { current: readonly KeyBinding[] }): () => void {
    this.#parts.set(part, bindings);
    return () => void this.#parts.delete(part);
  }

  get all(): readonly KeyBinding[] {
    return [...this.#parts.values()].flatMap(({ current }) => current);
  }
}

const Keys = createContext<BoundKeys | null>(null);

export function KeysProvider({ children }: { children: ReactNode }) {
  const bound = useMemo(() => new BoundKeys(), []);
  useEffect(() => {
    const reader = new KeyReader();
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return;
      const target = event.target instanceof HTMLElement ? event.target : null;
      const type = target instanceof HTMLInputElement ? target.type : undefined;
      const { key, ctrlKey, metaKey, altKey, isComposing } = event;
      const where = target && { tagName: target.tagName, isContentEditable: target.isContentEditable, type };
      if (!isForThePage({ key, ctrlKey, metaKey, altKey, isComposing, target: where })) return;
      const found = reader.read(key, event.timeStamp, bound.all);
      if (found === null) return;
      event.preventDefault();
      found.run();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [bound]);
  return <Keys value={bound}>{children}</Keys>;
}

function useBound(): BoundKeys {
  const bound = useContext(Keys);
  if (bound === null) throw new Error('keys are bound within a KeysProvider');
  return bound;
}

/** Binds keys while the part is shown. */
export function useKeys(bindings: readonly KeyBinding[]): void {
  const bound = useBound();
  const latest = useRef(bindings);
  useEffect(() => {
    latest.current = bindings;
  });
  useEffect(() => bound.add(latest, latest), [bound]);
}

/** All keys that do something now. */
export function useBoundKeys(): () => readonly KeyBinding[] {
  const bound = useBound();
  return () => bound.all;
}
