/** The cards of the list: those in sight are in the page. What is read stays where it is, and what is new can be reached. */
import { Button } from '@mantine/core';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useKeys } from '../keys/use-keys.tsx';
import { LeadCard } from './lead-card.tsx';
import { positionsById, unseenAfter } from './unseen.ts';
import type { Opened, WorkItem } from './work-item.ts';

/** The height of most cards, and the space between two, px. */
const cardHeight = 118;
const gap = 12;
/** Cards before and after those in sight. */
const overscan = 6;
/** What stands over the page at its top, px. */
const headHeight = 64;

/** What can be done with a card by a key, as where it is opened. */
const acts = [
  { keys: 'c', label: 'Claim the lead' },
  { keys: 'l', label: 'Log a call' },
  { keys: 'e', label: 'Complete the task', isOnce: true },
] as const;

interface Props {
  items: readonly WorkItem[];
  fresh: ReadonlySet<string>;
  onOpen: (opened: Opened) => void;
  /** Shows the one that the keys choose, where one is open beside the list; null: they choose alone. */
  onChoose: ((opened: Opened) => void) | null;
  /** Opens the one that the keys have chosen and does there what a key does; null where one is open beside the list. */
  onAct: ((opened: Opened, keys: string) => void) | null;
  /** Loads the next page; null when it cannot be loaded now. */
  more: (() => void) | null;
}

export function WorkRows({ items, fresh, onOpen, onChoose, onAct, more }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [chosen, setChosen] = useState<string | null>(null);
  const focused = useRef<string | null>(null);
  const virtual = useWindowVirtualizer({
    ...{ count: items.length, estimateSize: () => cardHeight, gap, overscan, scrollMargin: top },
    ...{ scrollPaddingStart: headHeight, getItemKey: (index: number) => items[index]?.id ?? index },
  });
  const cards = virtual.getVirtualItems();
  const { startIndex: first, endIndex: last } = virtual.range ?? { startIndex: 0, endIndex: -1 };
  const positions = useMemo(() => positionsById(items), [items]);
  useLayoutEffect(() => {
    setTop(box.current?.offsetTop ?? 0);
  }, []);
  useStillness(items, positions, virtual, top);
  const { unseen, seeAll } = useUnseen(items, positions, fresh, first, last);
  useEffect(() => {
    if (more && last >= items.length - overscan) more();
  }, [more, last, items.length]);
  const choose = (index: number) => {
    const id = items[index]?.id ?? null;
    setChosen(id);
    focused.current = id;
    virtual.scrollToIndex(index);
  };
  // The card that the keys have chosen comes into the page with the scrolling.
  useLayoutEffect(() => {
    const card = box.current?.querySelector<HTMLElement>(`[data-work-id="${focused.current}"]`);
    if (focused.current === null || !card) return;
    focused.current = null;
    card.focus({ preventScroll: true });
  });
  const go = (by: number) => {
    const index = positions.get(chosen ?? '') ?? -1;
    const next = Math.max(0, Math.min(items.length - 1, index + by));
    choose(next);
    const item = items[next];
    if (item) onChoose?.(item.opens);
  };
  const showNew = () => {
    const [highest = 0] = [...unseen].map((id) => positions.get(id) ?? 0).sort((one, other) => one - other);
    seeAll();
    choose(highest);
  };
  useKeys([
    { keys: 'j', label: 'Next row', run: () => go(1) },
    { keys: 'k', label: 'Previous row', run: () => go(-1) },
    { keys: 'Enter', label: 'Open the row', run: () => openAt(positions.get(chosen ?? '')) },
    ...(onAct === null ? [] : acts).map((act) => ({ ...act, run: () => actAt(chosen, act.keys) })),
    ...(unseen.size > 0 ? [{ keys: 'n', label: 'Show new rows', run: showNew }] : []),
  ]);
  const actAt = (id: string | null, keys: string) => {
    const item = items[positions.get(id ?? '') ?? -1];
    if (item) onAct?.(item.opens, keys);
  };
  const openAt = (index: number | undefined) => {
    const item = index === undefined ? undefined : items[index];
    if (item) onOpen(item.opens);
  };
  return (
    <>
      <div className="newer" aria-live="polite">
        {unseen.size > 0 && (
          <Button size="compact-md" radius="xl" onClick={showNew} data-testid="show-new">
            {unseen.size.toLocaleString()} new, show
          </Button>
        )}
      </div>
      <div className="cards" ref={box} style={{ height: virtual.getTotalSize() }}>
        {cards.map(({ index, start, key }) => {
          const item = items[index];
          return (
            item && (
              <div
                key={key}
                ref={virtual.measureElement}
                data-index={index}
                style={{ transform: `translateY(${start - top}px)` }}
              >
                <LeadCard
                  item={item}
                  isChosen={item.id === chosen}
                  isFresh={fresh.has(item.opens.id)}
                  onOpen={onOpen}
                />
              </div>
            )
          );
        })}
      </div>
    </>
  );
}

type Virtual = ReturnType<typeof useWindowVirtualizer<Element>>;

/** Keeps the first card in sight where it is, while cards come and go above it; at the top, what is hotter comes into sight. */
function useStillness(
  items: readonly WorkItem[],
  positions: ReadonlyMap<string, number>,
  virtual: Virtual,
  top: number,
): void {
  const held = useRef<{ items: readonly WorkItem[]; id: string; start: number } | null>(null);
  useLayoutEffect(() => {
    const startOf = (index: number | undefined) => virtual.measurementsCache[index ?? -1]?.start;
    const before = held.current;
    if (before !== null && before.items !== items) {
      const start = startOf(positions.get(before.id));
      if (start !== undefined && start !== before.start) window.scrollBy(0, start - before.start);
    }
    const { scrollY } = window;
    const index = virtual.range?.startIndex ?? 0;
    const [item, start] = [items[index], startOf(index)];
    held.current =
      scrollY <= top || item === undefined || start === undefined ? null : { items, id: item.id, start };
  });
}

/** What came while it was out of sight, until it is seen. */
function useUnseen(
  items: readonly WorkItem[],
  positions: ReadonlyMap<string, number>,
  fresh: ReadonlySet<string>,
  first: number,
  last: number,
) {
  const [unseen, setUnseen] = useState<ReadonlySet<string>>(new Set());
  const known = useRef<ReadonlySet<string>>(new Set());
  useEffect(() => {
    const came = [...fresh].filter((id) => !known.current.has(id));
    // Known once it is in the list: it may come a moment later than its alert.
    known.current = new Set([...fresh].filter((id) => known.current.has(id) || positions.has(id)));
    const inSight = new Set(items.slice(first, last + 1).map(({ id }) => id));
    setUnseen((before) => unseenAfter(before, came, positions, inSight));
  }, [items, positions, fresh, first, last]);
  const seeAll = useCallback(() => setUnseen(new Set()), []);
  return { unseen, seeAll };
}
