import { rarePieces, SAMPLE_SIZE } from './rare-pieces.js';

const names = ['jean mbarga', 'marie ngo', 'paul biya', 'aline essomba'];
const sample = Array.from(
  { length: SAMPLE_SIZE },
  (_, n) => `order ${1000 + n} ${names[n % 4]} client${n}@gmail.com +23767${String(n * 7919).padStart(7, '0')}`,
);

describe('the rare pieces of a text', () => {
  it.each([
    ['order 887766', '%887766%'],
    ['+237671880055', '%6718800%'],
    ['zoe.wandji@gmail.com', '%zoe%dji%'],
    // A short word tells apart with what is around it.
    ['order 77', '% 77%'],
    ['marie.10@gmail.com', '%marie%.10@%'],
    ['50% ngo_877766!', '%50\\%%766%'],
    ['jean m_10% of', '% m\\_% of%'],
    // One of each word, which is enough; of a single word as many as may be.
    ['paul essomba wandji', '%pau%omb%dji%'],
    ['wandjikouam', '%wan%jikouam%'],
  ])('are those that few others have: %s', (text, pieces) => {
    expect(rarePieces(text, sample)).toBe(pieces);
  });

  it('are in the text in this order, so that the text itself is always found', () => {
    for (const text of [
      ...sample,
      'b%a_c\\d',
      'émilie ébène',
      '🙂🙂 fête à ngaoundéré',
      'aaaaaaaa',
      'a_b a_b a_b',
      'x%%%yyy',
    ]) {
      const pieces = rarePieces(text, sample);
      if (pieces === null) throw new Error(text);
      let from = 0;
      for (const [piece] of pieces.matchAll(/(?:\\.|[^%\\])+/gu)) {
        const raw = piece.replace(/\\(.)/g, '$1');
        const place = text.indexOf(raw, from);
        expect(place).toBeGreaterThanOrEqual(from);
        from = place + raw.length;
      }
    }
  });

  it('are at least one, however common', () => {
    expect(rarePieces('order', sample)).toBe('%der%');
  });

  it('are none of a text that has none, or that is one', () => {
    expect(['', '42', '7.', '...', 'ngo'].map((text) => rarePieces(text, sample))).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
  });
});
