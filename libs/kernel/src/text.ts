/**
 * The beginning of a text: at most so many characters, counted as contracts and the database count them. Not by slice(),
 * which counts halves of surrogate pairs and may leave one at the end, which no JSON column takes.
 */
export function beginningOf(text: string, lengthMax: number): string {
  return text.length <= lengthMax ? text : [...text.slice(0, 2 * lengthMax)].slice(0, lengthMax).join('');
}
