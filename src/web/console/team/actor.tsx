/** Who did something, by name: a colleague, a part of the product, a key. */
import { Foreign } from '../parts/others.tsx';
import { useOwnerName } from './use-owner-name.ts';

interface Props {
  by: string | null;
  /** What stands where nobody did. */
  nobody?: string;
}

export function Actor({ by, nobody }: Props) {
  return <Foreign text={useOwnerName()(by, nobody)} />;
}
