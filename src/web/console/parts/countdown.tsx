/** The time left until a task is due, ticking; its colour says how urgent it is, its words say so too. */
import { useNow } from './clock.ts';
import { timeLeft } from './time.ts';

interface Props {
  dueAt: string;
  /** What the time is for, said below it. */
  until: string;
}

export function Countdown({ dueAt, until }: Props) {
  const { text, isOverdue, hours } = timeLeft(dueAt, useNow());
  const urgency = isOverdue ? 'overdue' : hours < 4 ? 'soon' : 'later';
  return (
    <span
      className="countdown"
      data-testid="lead-countdown"
      data-urgency={urgency}
      title={`Due ${new Date(dueAt).toLocaleString()}`}
    >
      <span className="number left">{text}</span>
      <br />
      <small className="quiet">{isOverdue ? 'overdue' : until}</small>
    </span>
  );
}
