/** Bounds of a score that contradict each other, tiers that nobody reaches or leaves, and actions that go nowhere. */
import { gradeBounds } from '../grades.ts';
import { type Action, boundOfTier, type Tier, tierBoundInWords } from '../ladder.ts';
import type { Programme } from '../programme.ts';
import type { Doubt, Path } from './doubt.ts';
import { textDoubts } from './match-doubts.ts';
import { capDoubts, finePoints } from './rule-doubts.ts';

/** Returns the doubts of a ladder and of what bounds the score below it. */
export function ladderDoubts(programme: Programme): Doubt[] {
  return [
    ...boundDoubts(programme),
    ...tierDoubts(programme),
    ...hysteresisDoubts(programme),
    ...gradeDoubts(programme),
    ...visitDoubts(programme),
    ...programme.ladder.tiers.flatMap((tier, index) => actionDoubts(tier, ['ladder', 'tiers', index])),
  ];
}

/** The most that may stand: behaviour and fit together. */
function mostOf({ cap }: Programme): number | undefined {
  return typeof cap?.standing === 'object' ? cap.standing.atMost : cap?.standing;
}

function boundDoubts(programme: Programme): Doubt[] {
  const { cap, floor, publicPointsPerHour, ladder } = programme;
  const doubts = cap === undefined ? [] : capDoubts(cap, ['cap']);
  const most = mostOf(programme);
  if (floor !== undefined && most !== undefined && floor > most)
    doubts.push({
      path: ['floor'],
      message: `${floor} is above the cap of ${most} under "standing"; every score is ${floor}, so lower it below the cap`,
    });
  const lowest = ladder.tiers[0];
  if (floor !== undefined && lowest !== undefined && floor >= boundOfTier(lowest).from)
    doubts.push({
      path: ['floor'],
      message: `${floor} is in the tier "${lowest.name}" (${tierBoundInWords(boundOfTier(lowest))}): nobody who scores is ever below it; lower the floor`,
    });
  if (publicPointsPerHour === 0)
    doubts.push({
      path: ['publicPointsPerHour'],
      message: 'nothing that pages send is ever paid; write a number above 0, or remove it',
    });
  return [...doubts, ...(floor === undefined ? [] : finePoints(floor, ['floor']))];
}

function tierDoubts(programme: Programme): Doubt[] {
  const most = mostOf(programme);
  const seen = new Set<string>();
  return programme.ladder.tiers.flatMap((tier, index) => {
    const { name } = tier;
    const { from, above } = boundOfTier(tier);
    const path = ['ladder', 'tiers', index];
    const [word, number] = above === undefined ? ['from', from] : ['above', above];
    const doubts = textDoubts(name, [...path, 'name']);
    if (seen.has(name))
      doubts.push({
        path: [...path, 'name'],
        message: `"${name}" is the name of a tier before it; nobody sees which of them is meant, so rename one`,
      });
    seen.add(name);
    if (most !== undefined && from > most)
      doubts.push({
        path: [...path, word],
        message: `nobody reaches "${name}": ${above === undefined ? `${from} is above the cap of ${most}` : `no score above ${above} is within the cap of ${most}`} under "standing"; lower it, or raise the cap`,
      });
    return [...doubts, ...finePoints(number, [...path, word])];
  });
}

function hysteresisDoubts({ ladder: { hysteresis, tiers } }: Programme): Doubt[] {
  const { from } = boundOfTier(tiers[0] ?? {});
  if (from <= 0 || hysteresis < from) return [];
  return [
    {
      path: ['ladder', 'hysteresis'],
      message: `nobody leaves "${tiers[0]?.name}" before a score below ${from - hysteresis}, because ${hysteresis} is not below its bound of ${from}; write a smaller number`,
    },
  ];
}

function gradeDoubts({ fit }: Programme): Doubt[] {
  const { grades, cap, rules = [] } = fit ?? {};
  if (grades === undefined) return [];
  const sum = rules.reduce((most, { points }) => most + Math.max(0, points), 0);
  const most = Math.min(sum, cap?.atMost ?? sum);
  const reason = most < sum ? `the cap of the fit is ${most}` : `all rules of the fit together give ${most}`;
  return gradeBounds(grades).flatMap(({ grade, from }) =>
    from !== null && from > most
      ? [
          {
            path: ['fit', 'grades', grade],
            message: `nobody has the grade ${grade}: it begins at ${from}, and ${reason}; lower it`,
          },
        ]
      : [],
  );
}

const dayMs = 86_400_000;

function visitDoubts({ visit: { endsAfter } }: Programme): Doubt[] {
  if (endsAfter <= dayMs) return [];
  return [
    {
      path: ['visit', 'endsAfter'],
      message: 'a visit lasts at most 24 hours, so that a longer gap has no effect; write 24 hours or less',
    },
  ];
}

function actionDoubts(tier: Tier, path: Path): Doubt[] {
  return (['up', 'down'] as const).flatMap((way) =>
    (tier[way] ?? []).flatMap((action, index) => webhookDoubts(action, [...path, way, index, 'url'])),
  );
}

function webhookDoubts(action: Action, path: Path): Doubt[] {
  if (action.do !== 'webhook' || !URL.canParse(action.url)) return [];
  const { hostname, protocol } = new URL(action.url);
  if (isPrivate(hostname))
    return [
      {
        path,
        message: `"${hostname}" is in a private network: nothing is posted there unless OUTGOING_ALLOW of the operator names it; use a public address`,
      },
    ];
  if (protocol !== 'https:') return [{ path, message: 'is posted to without encryption; write https://' }];
  return [];
}

/** Names and addresses that are surely not public; the sender looks at every address itself. */
function isPrivate(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  if (host.includes(':')) return /^(?:::1?$|f[cd]|fe[89ab])/.test(host);
  if (/^[\d.]+$/.test(host)) return /^(?:0|10|127|169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01]))\./.test(host);
  return !host.includes('.') || /\.(?:local|localhost|internal|lan|home|intranet)$/.test(host);
}
