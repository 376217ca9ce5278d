export interface Kills {
  readonly number: number;
  /** As `preloads/kill-at` takes them: "step when call", each in a process of its own. */
  readonly points: readonly string[];
  /** The same, for a test's name. */
  readonly where: string;
}

const whens = ['before', 'during', 'after'] as const;

/** In the order in which an import comes to them, so that what is killed at one can still come to the next. */
const imports: readonly (readonly string[])[] = [
  ['deliver during', 'insert *', 'publish after', 'claim after', 'report during'],
  ['upload during', 'insert after', 'mark *', 'settle *', 'finish before'],
  ['submit after', 'checkpoint before', 'claim *', 'publish *', 'finish during'],
  ['insert during', 'checkpoint *', 'settle after', 'mark before', 'finish after', 'copy before'],
];

/** Twenty-one points and more of progress, over several imports: the same for the same seed. */
export const killPoints = (seed: number): readonly Kills[] => {
  let state = seed;
  const below = (count: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return Math.floor((state / 0x80000000) * count);
  };
  const pointOf = (place: string): string => {
    const [step = '', when] = place.split(' ');
    const call = mostCalls.has(step) ? 1 + below(3) : 1;
    return `${step} ${when === '*' ? whens[below(whens.length)] : when} ${call}`;
  };
  return imports.map((places, number) => {
    const points = places.map(pointOf);
    return { number, points, where: points.join(', ') };
  });
};

/** Steps that even an import that goes on near its end takes a few times. */
const mostCalls: ReadonlySet<string> = new Set(['insert', 'checkpoint', 'publish', 'mark', 'claim', 'settle']);
