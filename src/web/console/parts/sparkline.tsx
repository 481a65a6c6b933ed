/** A short series as a line, without axes: the figure beside it says what it comes to. */

const width = 96;
const height = 20;

interface Props {
  /** The first on the left; null is a gap. The highest is as high as the line. */
  values: readonly (number | null)[];
  label: string;
}

export function Sparkline({ values, label }: Props) {
  return (
    <svg
      className="sparkline"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      {lines(values).map((points) => (
        <polyline
          key={points}
          points={points}
          fill="none"
          stroke="currentColor"
          strokeWidth="1.5"
          vectorEffect="non-scaling-stroke"
          strokeLinejoin="round"
          strokeLinecap="round"
        />
      ))}
    </svg>
  );
}

/** The points of each line between two gaps; one value alone is a dot. */
function lines(values: readonly (number | null)[]): string[] {
  const most = Math.max(1e-9, ...values.map((value) => value ?? 0));
  const step = values.length > 1 ? width / (values.length - 1) : width;
  const parts: string[][] = [[]];
  for (const [index, value] of values.entries()) {
    if (value === null) {
      parts.push([]);
      continue;
    }
    const y = height - 2 - (value / most) * (height - 4);
    parts.at(-1)?.push(`${(index * step).toFixed(1)},${y.toFixed(1)}`);
  }
  return parts
    .filter((part) => part.length > 0)
    .map((part) => (part.length === 1 ? `${part[0]} ${part[0]}` : part.join(' ')));
}
