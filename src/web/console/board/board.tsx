/** The columns of one pipeline, in one row or one for each lane or owner, with the card that is being dragged above them. */
import {
  DndContext,
  type DragEndEvent,
  DragOverlay,
  MouseSensor,
  TouchSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import { Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useRef, useState } from 'react';
import type { BoardView } from '../../../contract/api/api.ts';
import { api } from '../api/api.ts';
import { useKeys } from '../keys/use-keys.tsx';
import { lazyDialog } from '../parts/lazy-part.tsx';
import { Foreign } from '../parts/others.tsx';
import { Refusal } from '../parts/refusal.tsx';
import { useMayChange } from '../session/session.tsx';
import { useOwnerName } from '../team/use-owner-name.ts';
import { CardFace } from './board-card.tsx';
import { BoardColumn } from './board-column.tsx';
import { listOfKind } from './board-lists.ts';
import { type Card, dropOf } from './board-moves.ts';
import { type BoardBy, type BoardRow, isInRow, keyOfColumn, type RowFilter, rowsOf } from './board-rows.ts';
import { Pace } from './pace.ts';
import { sayWhy, useBoardMove } from './use-board-move.tsx';

const MoveDialog = lazyDialog(() => import('../work/move-dialog.tsx'), 'MoveDialog');

/** A click is no drag, and a swipe scrolls. */
const mouse = { activationConstraint: { distance: 6 } };
const touch = { activationConstraint: { delay: 250, tolerance: 8 } };
/** Its own words for the keys: dragging is for a pointer. */
const instructions = { draggable: 'Choose a card with j and k, and press m to move it to another stage.' };

interface Props {
  board: BoardView;
  /** When that was read, ms. */
  readAt: number;
  /** Whose records it has. */
  filter: RowFilter;
  by: BoardBy | undefined;
}

export function Board({ board, readAt, filter, by }: Props) {
  const [pace] = useState(() => new Pace());
  const rows = rowsOf(board, by, filter);
  const list = listOfKind[board.kind];
  const may = useMayChange();
  const sensors = useSensors(useSensor(MouseSensor, mouse), useSensor(TouchSensor, touch));
  const [dragged, setDragged] = useState<Card | null>(null);
  const [asked, setAsked] = useState<{ card: Card; to: string | null } | null>(null);
  const { onTheWay, move } = useBoardMove(list);
  const definition = useQuery({
    queryKey: ['work', 'pipeline', board.pipeline, board.version],
    queryFn: () => api.pipeline(`${board.pipeline}@${board.version}`),
    staleTime: 60_000,
  });
  const drop = ({ active, over }: DragEndEvent) => {
    setDragged(null);
    const card = active.data.current?.['card'] as Card | undefined;
    if (card === undefined || over === null) return;
    const { stage: to = '', filter: of = {} } = (over.data.current ?? {}) as {
      stage?: string;
      filter?: RowFilter;
    };
    if (!isInRow(card, of)) return sayWhy(card, 'a drop moves it to another stage; its owner stays');
    const wanted = dropOf(card, to, definition.data?.stages ?? []);
    if (wanted.kind === 'refused') sayWhy(card, wanted.why);
    if (wanted.kind === 'ask') setAsked({ card, to });
    if (wanted.kind === 'move') void move(card, wanted.move);
  };
  const nameOfOwner = useOwnerName();
  const mayMove = (card: Card) => card.next.length > 0 && may(`/${list}/${card.id}`);
  const askFor = useCallback((card: Card) => setAsked({ card, to: null }), []);
  const { chosen, onCards } = useChosen(rows, list, (card) => mayMove(card) && askFor(card));
  return (
    <DndContext
      sensors={sensors}
      accessibility={{ screenReaderInstructions: instructions }}
      onDragStart={({ active }) => setDragged((active.data.current?.['card'] as Card | undefined) ?? null)}
      onDragCancel={() => setDragged(null)}
      onDragEnd={drop}
    >
      <Refusal error={definition.error} />
      <div className="board" data-by={by ?? 'stage'}>
        {rows.length === 0 && (
          <Text ta="center" py="xl" className="quiet" data-testid="empty">
            Nobody of these has a record here.
          </Text>
        )}
        {rows.map((row) => (
          <section
            key={row.key}
            className="board-row"
            aria-label={row.name ?? 'Stages'}
            data-testid="board-row"
          >
            {by !== undefined && (
              <Title order={2} size="h5">
                {row.name === null ? (
                  nobody[by]
                ) : (
                  <Foreign text={by === 'owner' ? nameOfOwner(row.name) : row.name} />
                )}
              </Title>
            )}
            <div className="board-columns">
              {row.columns.map((column) => {
                const id = keyOfColumn(row, column);
                return (
                  <BoardColumn
                    key={id}
                    {...{ column, id, list, readAt, pace, onTheWay, chosen, mayMove, onCards }}
                    filter={row.filter}
                    pipeline={board.pipeline}
                    onMove={askFor}
                  />
                );
              })}
            </div>
          </section>
        ))}
      </div>
      <DragOverlay dropAnimation={null}>
        {dragged && (
          <article className="board-card" data-dragged="true">
            <CardFace card={dragged} list={list} />
          </article>
        )}
      </DragOverlay>
      {asked && (
        <MoveDialog record={{ list, id: asked.card.id }} to={asked.to} onClose={() => setAsked(null)} />
      )}
    </DndContext>
  );
}

/** The rows of no lane, and of no owner. */
const nobody = { lane: 'No lane', owner: 'In the queue' } as const;

/** The card that the keys have chosen: up and down in a column, left and right between columns. */
function useChosen(rows: readonly BoardRow[], list: string, onMove: (card: Card) => void) {
  const navigate = useNavigate();
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = useRef(new Map<string, readonly Card[]>());
  const onCards = useCallback((id: string, cards: readonly Card[]) => void shown.current.set(id, cards), []);
  const columns = () =>
    rows
      .flatMap((row) => row.columns.map((column) => shown.current.get(keyOfColumn(row, column)) ?? []))
      .filter((cards) => cards.length > 0);
  const positionOf = (all: readonly (readonly Card[])[]) => {
    const column = all.findIndex((cards) => cards.some(({ id }) => id === chosen));
    return { column, row: all[column]?.findIndex(({ id }) => id === chosen) ?? -1 };
  };
  const go = (by: number) => {
    const all = columns();
    const { column, row } = positionOf(all);
    const cards = all[Math.max(0, column)] ?? [];
    setChosen(cards[Math.max(0, Math.min(cards.length - 1, row + by))]?.id ?? null);
  };
  const goAcross = (by: number) => {
    const all = columns();
    const { column, row } = positionOf(all);
    const cards = all[Math.max(0, Math.min(all.length - 1, column + by))] ?? [];
    setChosen(cards[Math.max(0, Math.min(cards.length - 1, row))]?.id ?? null);
  };
  const current = () =>
    columns()
      .flat()
      .find(({ id }) => id === chosen);
  useKeys([
    { keys: 'j', label: 'Next card', run: () => go(1) },
    { keys: 'k', label: 'Previous card', run: () => go(-1) },
    { keys: 'ArrowRight', label: 'Next column', run: () => goAcross(1) },
    { keys: 'ArrowLeft', label: 'Previous column', run: () => goAcross(-1) },
    {
      keys: 'Enter',
      label: 'Open the card',
      run: () => {
        const card = current();
        if (card) void navigate({ to: `/${list}/${card.id}` as string });
      },
    },
    {
      keys: 'm',
      label: 'Move the card to another stage',
      run: () => {
        const card = current();
        if (card) onMove(card);
      },
    },
  ]);
  return { chosen, onCards };
}
