/** A card of the board: which record, about which person, how much, whose; dragged, or moved by its button. */
import { useDraggable } from '@dnd-kit/core';
import { Button, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { amountInWords, dayInWords } from '../parts/format.ts';
import { Dotted, Foreign } from '../parts/others.tsx';
import { useOwnerName } from '../team/use-owner-name.ts';
import { nameOf } from '../work/work-item.ts';
import type { List } from './board-lists.ts';
import type { Card } from './board-moves.ts';

export function nameOfCard({ name, person }: Pick<Card, 'name' | 'person'>): string {
  return name ?? nameOf(person);
}

interface Props {
  card: Card;
  list: List;
  isChosen: boolean;
  mayMove: boolean;
  onMove: (card: Card) => void;
}

/** Only what changes of a board is drawn again. */
export const BoardCard = memo(function BoardCard({ card, list, isChosen, mayMove, onMove }: Props) {
  const { setNodeRef, listeners, isDragging } = useDraggable({
    ...{ id: card.id, data: { card }, disabled: !mayMove },
  });
  return (
    <article
      ref={setNodeRef}
      className="board-card"
      data-testid="board-card"
      data-record={card.id}
      data-chosen={isChosen}
      data-dragging={isDragging}
      data-movable={mayMove}
      {...listeners}
    >
      <CardFace card={card} list={list} />
      {mayMove && (
        <Button
          size="compact-xs"
          h={24}
          variant="subtle"
          onClick={() => onMove(card)}
          data-testid="card-move"
        >
          Move to…
        </Button>
      )}
    </article>
  );
});

/** What a card says; also of the one that is being dragged. */
export function CardFace({ card, list }: { card: Card; list: List }) {
  const { person, owner, missing, nextActionAt, expectedClose, amount, currency, score, tierName } = card;
  const nameOfOwner = useOwnerName();
  const who = person && nameOf(person);
  return (
    <>
      <Text span display="block" fw={650} truncate>
        <Link to={`/${list}/${card.id}` as string} draggable={false}>
          <Foreign text={nameOfCard(card)} />
        </Link>
      </Text>
      <Text span display="block" size="sm" className="quiet" truncate>
        <Dotted texts={[who === nameOfCard(card) ? null : who, person?.company]} />
        {'\u00a0'}
      </Text>
      <Text span display="flex" size="sm" className="sums">
        {amount != null && Number(amount) > 0 && (
          <b className="number">{amountInWords(amount, currency ?? null)}</b>
        )}
        {score !== undefined && score > 0 && (
          <b className="number" title={tierName}>
            {score}
          </b>
        )}
        <span className="quiet ahead">
          {nextActionAt ? `next ${dayInWords(nextActionAt)}` : null}
          {!nextActionAt && expectedClose ? `close ${dayInWords(expectedClose)}` : null}
        </span>
      </Text>
      <Text span display="block" size="xs" className="quiet" truncate>
        <Dotted texts={[nameOfOwner(owner), missing.length > 0 ? `${missing.length} to fill in` : null]} />
      </Text>
    </>
  );
}
