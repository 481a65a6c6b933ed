/** The rows of a list that are selected: some by their ids, or all that fit the filter, loaded or not. */
import { useState } from 'react';
import { rangeOf, toggled } from './selected-ids.ts';

export interface Selected {
  ids: ReadonlySet<string>;
  isAll: boolean;
  toggle(id: string): void;
  /** Selects from the row that was toggled last to this one, in the order of `shown`. */
  extend(id: string, shown: readonly string[]): void;
  set(ids: readonly string[]): void;
  takeAll(): void;
  clear(): void;
}

/** Nothing is selected at first. */
export function useSelection(): Selected {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const [isAll, setAll] = useState(false);
  const [last, setLast] = useState<string | null>(null);
  const choose = (next: Iterable<string>, isOfAll = false) => {
    setAll(isOfAll);
    setIds(new Set(next));
  };
  return {
    ids,
    isAll,
    toggle: (id) => {
      setLast(id);
      choose(toggled(ids, id));
    },
    extend: (id, shown) => {
      setLast(id);
      choose([...ids, ...rangeOf(shown, last ?? id, id)]);
    },
    set: (given) => choose(given),
    takeAll: () => setAll(true),
    clear: () => {
      setLast(null);
      choose([]);
    },
  };
}
