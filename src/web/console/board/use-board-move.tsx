/** Moves of cards: shown at once, sent with the revision that was seen, and taken back with the reason where they are refused. */
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { isolated } from '../../../base/text/text.ts';
import { api, type Move } from '../api/api.ts';
import { useAct } from '../parts/undo.tsx';
import { useSession } from '../session/session.tsx';
import { doneTo } from '../work/just-done.ts';
import { nameOfCard } from './board-card.tsx';
import { boardKey, cardsOf } from './board-key.ts';
import type { List } from './board-lists.ts';
import type { Card } from './board-moves.ts';

/** A card that was let go over another column. */
interface Sent {
  card: Card;
  move: Move;
}

export function useBoardMove(list: List) {
  const queries = useQueryClient();
  const { email } = useSession();
  const [onTheWay, setOnTheWay] = useState<ReadonlyMap<string, { card: Card; to: string }>>(new Map());
  const land = (id: string) => setOnTheWay((before) => new Map([...before].filter(([one]) => one !== id)));
  const act = useAct({
    name: 'move',
    run: ({ card, move }: Sent) => doneTo(card.id, email, api.moveFrom({ list, id: card.id }, move, card)),
    said: ({ answer: { stage } }, { card }) => `${isolated(nameOfCard(card))} is in ${isolated(stage ?? '')}`,
    undo: ({ takeBack }) => takeBack(),
  });
  const move = async (card: Card, wanted: Move) => {
    setOnTheWay((before) => new Map(before).set(card.id, { card, to: wanted.stage }));
    try {
      await act.mutateAsync({ card, move: wanted });
      // It stays where it was put until the columns have it there.
      await Promise.all([
        queries.invalidateQueries({ queryKey: boardKey }),
        queries.invalidateQueries(cardsOf(list, [card.stage ?? '', wanted.stage])),
      ]);
    } catch (error) {
      void queries.invalidateQueries({ queryKey: boardKey });
      void queries.invalidateQueries(cardsOf(list, [card.stage ?? '']));
      sayWhy(card, (error as Error).message);
    } finally {
      land(card.id);
    }
  };
  return { onTheWay, move };
}

/** Says why a card has sprung back. */
export function sayWhy(card: Card, why: string): void {
  notifications.show({
    color: 'red',
    title: `${isolated(nameOfCard(card))} was not moved`,
    message: isolated(why),
    closeButtonProps: { 'aria-label': 'Dismiss' },
  });
}
