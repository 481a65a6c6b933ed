/** Routing, escalation or review: its text with what it says, its versions, and leads on trial. */
import { useParams } from '@tanstack/react-router';
import { RuleFrame } from './rule-frame.tsx';

const list = { to: '/sales-rules', label: 'Routing and deadlines' };
const text = { path: '', label: 'Text' };
const versions = { path: '/versions', label: 'Versions' };
const calendar = { path: '/calendar', label: 'Calendar' };
const trial = { path: '/try', label: 'Try a lead' };

export function SalesRulePage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string };
  const own = { routing: [trial], escalation: [calendar] }[id] ?? [];
  const parts = [text, ...own, versions];
  return <RuleFrame key={id} folder="sales" id={id} list={list} parts={parts} />;
}
