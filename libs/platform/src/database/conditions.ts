/** A condition of ours in SQL, with `?` for its value. */
export interface Condition {
  readonly text: string;
  /** None where the text has no `?`. */
  readonly value?: unknown;
}

/** Of these groups of conditions one holds whole. */
export type Alternatives = readonly (readonly Condition[])[];

/** A choice of values of one column. */
export interface Choice {
  readonly column: string;
  readonly type: string;
  readonly values: readonly string[];
}

/** One value is told as such: an index gives its rows in order, which it does not for several. */
export const conditionOf = ({ column, type, values }: Choice): Condition =>
  values.length === 1
    ? { text: `${column} = ?`, value: values[0] }
    : { text: `${column} = ANY(?::${type}[])`, value: values };

/** The WHERE clause of what all holds, and one of each alternatives, if there are any. Values take their places after those given. */
export function whereOf(
  conditions: readonly Condition[],
  values: unknown[],
  eithers: readonly Alternatives[] = [],
): string {
  const sql = (condition: Condition): string =>
    'value' in condition ? condition.text.replaceAll('?', `$${values.push(condition.value)}`) : condition.text;
  const texts = conditions.map(sql);
  for (const either of eithers) {
    if (either.length > 0) texts.push(`(${either.map((all) => all.map(sql).join(' AND ')).join(' OR ')})`);
  }
  return texts.length > 0 ? `WHERE ${texts.join(' AND ')}` : '';
}
