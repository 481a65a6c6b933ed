/** A column of the board: its count and sums, and its cards, which come as somebody scrolls. */
import { useDroppable } from '@dnd-kit/core';
import { Skeleton, Text, UnstyledButton } from '@mantine/core';
import { useIntersection, useMergedRef } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import { amountInWords } from '../parts/format.ts';
import { failedPageOf, nextPageOf } from '../parts/next-page.ts';
import { Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { BoardCard } from './board-card.tsx';
import type { List } from './board-lists.ts';
import { type Card, cardsIn } from './board-moves.ts';
import { type Column, isInRow, type RowFilter } from './board-rows.ts';
import type { Pace } from './pace.ts';
import { useCards } from './use-cards.ts';

/** The height of most cards, and the space between two, px. */
const cardHeight = 128;
const gap = 8;
const overscan = 4;
/** Columns as near as this are read before they come into sight. */
const nearBy = { rootMargin: '300px' };

interface Props {
  column: Column;
  /** Unlike that of every other column. */
  id: string;
  pipeline: string;
  list: List;
  /** Whose cards it has. */
  filter: RowFilter;
  /** When its counts were read, ms. */
  readAt: number;
  pace: Pace;
  onTheWay: ReadonlyMap<string, { card: Card; to: string }>;
  chosen: string | null;
  mayMove: (card: Card) => boolean;
  onMove: (card: Card) => void;
  /** Hears which cards it shows, in their order. */
  onCards: (id: string, cards: readonly Card[]) => void;
}

export function BoardColumn(props: Props) {
  const { column, id, filter } = props;
  const { stage, ends } = column;
  const { setNodeRef, isOver } = useDroppable({ id, data: { stage, filter } });
  // What has ended is much and of little use on a board.
  const [isOpen, setOpen] = useState(ends === null);
  return (
    <section
      ref={setNodeRef}
      className="board-column"
      aria-label={stage}
      data-testid="board-column"
      data-stage={stage}
      data-over={isOver}
      data-ends={ends}
    >
      <header>
        <Text span fw={650} lineClamp={2}>
          <Foreign text={stage} />
        </Text>
        <span className="quiet number" data-testid="column-count">
          {column.count.count.toLocaleString()}
          {column.count.isCapped && '+'}
        </span>
        <Sums column={column} />
      </header>
      {isOpen ? (
        <Cards {...props} />
      ) : (
        <UnstyledButton className="quiet show-ended" onClick={() => setOpen(true)} data-testid="show-ended">
          {column.count.count === 0 ? 'None yet. Drop one here.' : 'Show them'}
        </UnstyledButton>
      )}
    </section>
  );
}

/** What its records are worth, and what that is by the probability of the stage. */
function Sums({ column: { sums, probability } }: { column: Props['column'] }) {
  if (sums.length === 0) return null;
  return (
    <Text span size="xs" className="quiet" data-testid="column-sums">
      {sums.map(({ currency, amount, weighted }) => (
        <span key={currency}>
          {amountInWords(amount, currency)}
          {weighted !== null && weighted !== amount && (
            <>
              {' · '}
              <span title={`At ${probability} %`}>weighted {amountInWords(weighted, currency)}</span>
            </>
          )}
        </span>
      ))}
    </Text>
  );
}

function Cards({
  column: { stage, count, changeTag },
  id,
  pipeline,
  list,
  filter,
  readAt,
  pace,
  onTheWay,
  chosen,
  mayMove,
  onMove,
  onCards,
}: Props) {
  const box = useRef<HTMLElement>(null);
  const { ref, entry } = useIntersection<HTMLElement>(nearBy);
  const both = useMergedRef(ref, box);
  const coming = ofRow(onTheWay, filter);
  const holdsAny = count.count > 0 || count.isCapped || [...coming.values()].some(({ to }) => to === stage);
  const pages = useCards({
    ...{ list, pace, tag: changeTag ?? String(readAt) },
    query: { pipeline, stage, ...filter },
    isWanted: holdsAny && entry?.isIntersecting === true,
  });
  const listed = holdsAny ? (pages.data?.pages.flatMap(({ items }) => items) ?? []) : [];
  const cards = cardsIn(stage, listed, coming);
  const virtual = useVirtualizer({
    ...{ count: cards.length, gap, overscan, getScrollElement: () => box.current },
    estimateSize: () => cardHeight,
    getItemKey: (index) => cards[index]?.id ?? index,
  });
  const shown = virtual.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  const more = nextPageOf(pages);
  useEffect(() => {
    if (more && last >= cards.length - overscan) more();
  }, [more, last, cards.length]);
  useEffect(() => onCards(id, cards));
  const position = cards.findIndex(({ id }) => id === chosen);
  useEffect(() => {
    if (position >= 0) virtual.scrollToIndex(position);
  }, [position, virtual]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard
    <section className="board-cards" ref={both} tabIndex={0} aria-label={`Cards of ${stage}`}>
      <Refusal error={pages.error} again={failedPageOf(pages) ?? (() => void pages.refetch())} />
      {holdsAny &&
        pages.isPending &&
        [1, 2].map((one) => <Skeleton key={one} height={cardHeight} mb={gap} />)}
      {(!holdsAny || pages.isSuccess) && cards.length === 0 && (
        <Text size="sm" className="quiet" ta="center" py="md">
          Nothing here.
        </Text>
      )}
      <div className="heights" style={{ height: virtual.getTotalSize() }}>
        {shown.map(({ index, start, key }) => {
          const card = cards[index] as Card;
          return (
            <div
              key={key}
              ref={virtual.measureElement}
              data-index={index}
              style={{ transform: `translateY(${start}px)` }}
            >
              <BoardCard
                card={card}
                list={list}
                isChosen={card.id === chosen}
                mayMove={mayMove(card)}
                onMove={onMove}
              />
            </div>
          );
        })}
      </div>
    </section>
  );
}

/** Those on their way that are of the row. */
function ofRow(onTheWay: Props['onTheWay'], filter: RowFilter): Props['onTheWay'] {
  return new Map([...onTheWay].filter(([, { card }]) => isInRow(card, filter)));
}
