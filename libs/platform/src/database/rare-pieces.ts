/** Texts of a list that are looked at for what is rare in it. */
export const SAMPLE_SIZE = 100;

const PIECES_MAX = 4;
/** A piece that more of the sample have than this tells hardly anything apart. */
const COMMON = SAMPLE_SIZE / 2;
/** Pieces that no larger a share of a list has together are enough: to go through the rows of one more costs more than it spares. */
const ENOUGH = 1 / 1000;

/** As an index of trigrams has them: three letters or digits of a word, or a shorter word with what is beside it. */
const PIECE = /(?=([\p{L}\p{N}]{3}|(?:^|[^\p{L}\p{N}])[\p{L}\p{N}]{1,2}(?:[^\p{L}\p{N}]|$)))/gu;
const NO_WORD = /[^\p{L}\p{N}]+/u;

interface Piece {
  readonly begin: number;
  readonly end: number;
  /** Which of the words it is a part of. */
  readonly word: number;
  /** Places in the sample of the texts that have it. */
  readonly found: ReadonlySet<number>;
}

/**
 * A LIKE pattern for some pieces of a text that few of a list's texts have together, judged by a sample of them. Whatever
 * contains the text matches the pattern, other texts may. A trigram index goes through the rows of every trigram that it
 * is asked for, and some that a merchant's texts share ("order", "@gmail", "+237") are in all of them.
 * Null for a text that is short enough to be asked for as it is.
 */
export function rarePieces(text: string, sample: readonly string[]): string | null {
  const pieces = [...text.matchAll(PIECE)].map(({ index, 1: piece = '' }): Piece => {
    const found = sample.flatMap((one, place) => (one.includes(piece) ? [place] : []));
    const word = text.slice(0, index + 1).split(NO_WORD).length;
    return { begin: index, end: index + piece.length, word, found: new Set(found) };
  });
  if (pieces.length === 0 || text.length <= 3) return null;
  return `%${runsOf(picked(pieces.toReversed()))
    .map(({ begin, end }) => text.slice(begin, end).replace(/[\\%_]/g, '\\$&'))
    .join('%')}%`;
}

/**
 * One after the other that which leaves the fewest texts. Of equals one of another word, for the parts of a word come
 * together, then the rarer one, then the one that is far from the others, and then the first of those given: the last in
 * the text, for ids and numbers begin alike and end as they like.
 */
function picked(pieces: readonly Piece[]): Piece[] {
  const chosen: Piece[] = [];
  let left = Array.from({ length: SAMPLE_SIZE }, (_, place) => place);
  for (let others = [...pieces]; chosen.length < PIECES_MAX && shareOf(chosen) > ENOUGH;) {
    const worth = ({ begin, word, found }: Piece): number[] => [
      left.filter((place) => found.has(place)).length,
      chosen.filter((other) => other.word === word).length,
      found.size,
      -Math.min(...chosen.map((other) => Math.abs(other.begin - begin)), Number.MAX_SAFE_INTEGER),
    ];
    const [best] = others.map((piece) => ({ piece, worth: worth(piece) })).toSorted((a, b) => order(a.worth, b.worth));
    if (!best) break;
    chosen.push(best.piece);
    left = left.filter((place) => best.piece.found.has(place));
    others = others.filter((piece) => piece !== best.piece && piece.found.size <= COMMON);
  }
  return chosen;
}

/** What share of a list has all of these at most, as far as a sample tells: words come by themselves, parts of a word together. */
function shareOf(pieces: readonly Piece[]): number {
  const ofWords = new Map<number, number>();
  for (const { word, found } of pieces) ofWords.set(word, Math.min(found.size, ofWords.get(word) ?? SAMPLE_SIZE));
  return [...ofWords.values()].reduce((share, found) => share * ((found + 1) / (SAMPLE_SIZE + 1)), 1);
}

/** By the first figure that differs. */
const order = (a: readonly number[], b: readonly number[]): number =>
  a.map((value, place) => value - (b[place] ?? 0)).find((difference) => difference !== 0) ?? 0;

/** What overlaps is one piece. */
function runsOf(pieces: readonly Piece[]): { begin: number; end: number }[] {
  const runs: { begin: number; end: number }[] = [];
  for (const { begin, end } of pieces.toSorted((a, b) => a.begin - b.begin)) {
    const last = runs.at(-1);
    if (last && begin < last.end) last.end = end;
    else runs.push({ begin, end });
  }
  return runs;
}
