/** The time left until a task is due, ticking; its colour says how urgent it is, its words say so too. */
import { useEffect, useState } from 'react';
import { timeLeft } from './work-item.ts';

const tickMs = 1_000;

/** The present, once a second, for everything on the page that ticks. */
export function useNow(): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), tickMs);
    return () => clearInterval(timer);
  }, []);
  return nowMs;
}

interface Props {
  dueAt: string;
  nowMs: number;
  /** What the time is for, said below it. */
  until: string;
}

export function Countdown({ dueAt, nowMs, until }: Props) {
  const { text, isOverdue, hours } = timeLeft(dueAt, nowMs);
  const color = isOverdue
    ? 'var(--mantine-color-red-6)'
    : hours < 4
      ? 'var(--mantine-color-orange-6)'
      : 'inherit';
  return (
    <span
      className="countdown"
      data-testid="lead-countdown"
      title={`Due ${new Date(dueAt).toLocaleString()}`}
    >
      <span className="number" style={{ color, fontWeight: 650, fontSize: '1.05rem' }}>
        {text}
      </span>
      <br />
      <small className="quiet">{isOverdue ? 'overdue' : until}</small>
    </span>
  );
}
