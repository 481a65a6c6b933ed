/** A tier as chilies: as many lit as it has reached, the rest of the ladder dim. */

const body =
  'M15.4 5.6c2.9 1.2 4.3 4.4 2.8 8.1-1.9 4.6-6.8 7.5-14.7 7.3-.6 0-.8-.8-.2-1 4.7-1.9 6.4-4.3 7-8.1.5-3.4 1.9-6.9 5.1-6.3Z';
const stem =
  'M14.3 6.1c.2-1.9 1.3-3.3 3.4-3.9.7-.2 1.1.7.5 1.1-1 .6-1.5 1.3-1.6 2.3 1.1.3 1.7.9 2 1.7-1.3-.5-3-.7-4.3-1.2Z';
const shine = 'M13.9 8.3c-1 1.2-1.3 3.2-1.7 4.9';

interface Props {
  tier: number;
  tiers: number;
  /** In words, for those who do not see it; empty where the words stand beside it. */
  name: string;
}

export function Chilies({ tier, tiers, name }: Props) {
  const numbers = Array.from({ length: tiers }, (_, index) => index + 1);
  return (
    <span
      {...(name === '' ? { 'aria-hidden': true } : { role: 'img', 'aria-label': name, title: name })}
      style={{ display: 'inline-flex', marginLeft: -4 }}
    >
      {numbers.map((number) => {
        const isLit = number <= tier;
        return (
          <svg
            key={number}
            width="24"
            height="24"
            viewBox="0 0 24 24"
            aria-hidden="true"
            style={{ opacity: isLit ? 1 : 0.22, marginRight: -3 }}
          >
            <path d={body} fill={isLit ? '#e0301e' : 'currentColor'} />
            <path d={stem} fill={isLit ? '#3f8f3a' : 'currentColor'} />
            {isLit && <path d={shine} fill="none" stroke="#ffb3a3" strokeWidth="1.1" strokeLinecap="round" />}
          </svg>
        );
      })}
    </span>
  );
}
