import { endOfDoualaDay, offsetOf, type PageRequest } from '#kernel';
import { conditionOf, whereOf, type Alternatives, type Choice, type Condition } from './conditions.js';
import type { Database } from './database.js';
import type { ListCounts } from './list-counts.js';
import { SAMPLE_SIZE } from './rare-pieces.js';
import { SearchedText, type SampledTexts, type TextsOfList } from './searched-text.js';

/** Matches that a list has at most which was narrowed by what nothing counts: text somewhere, or amounts. */
export const FOUND_MAX = 1000;

/** Rows that are walked to a page at most before it is worth to look up on which day the page begins. */
const WALKED_MAX = 1000;

const NEWEST_FIRST = 'ORDER BY created_at DESC, id DESC';
const OLDEST_FIRST = 'ORDER BY created_at, id';

/** Rows that are listed otherwise than is written down. */
interface Late {
  readonly does: 'join' | 'leave';
  readonly condition: Condition;
}

/**
 * A list of one tenant's records: the one place where the organisation and the mode of a list are put into SQL.
 * Conditions are texts of ours with `?` for the value; a condition whose value is undefined is left out.
 */
export class FilteredList {
  private readonly owner: Condition[] = [];
  /** When its rows were made. */
  private readonly instants: Condition[] = [];
  private readonly conditions: Condition[] = [];
  private readonly choices: Choice[] = [];
  private late: Late | null = null;
  private searched: SearchedText | null = null;
  private isSought = false;
  private isDated = false;

  /** `counts` know the total of the list as long as it is narrowed by what they count by. */
  constructor(
    private readonly table: string,
    private counts: ListCounts | null = null,
  ) {}

  /** Whose list it is: what the index that has it in order begins with. */
  of(column: string, value: string): this {
    this.owner.push({ text: `${column} = ?`, value });
    return this;
  }

  and(condition: string, value: unknown): this {
    if (value === undefined) return this;
    this.counts = null;
    this.conditions.push({ text: condition, value });
    return this;
  }

  /** A condition of ours without a value. */
  holds(condition: string): this {
    this.counts = null;
    this.conditions.push({ text: condition });
    return this;
  }

  /** Has one of these values in a column of this type. */
  among(column: string, type: string, values: readonly string[] | undefined): this {
    if (values === undefined) return this;
    this.counts = this.counts?.among(column, values) ?? null;
    this.choices.push({ column, type, values });
    return this;
  }

  /**
   * The first choice follows the time, and a job writes down for lists what the time has done. Rows that it has not come to,
   * for which this condition holds, are listed as if it had: they join those that were chosen, or leave them. They are few,
   * and an index finds them.
   */
  whileLate(does: Late['does'], condition: string, now: Date): this {
    this.late = { does, condition: { text: condition, value: now } };
    return this;
  }

  /** Was created between these instants, both included. */
  created({ from, to }: { readonly from?: Date; readonly to?: Date }): this {
    const counts = this.counts?.created(from, to) ?? null;
    if (from) this.instants.push({ text: 'created_at >= ?', value: from });
    if (to) this.instants.push({ text: 'created_at <= ?', value: to });
    this.counts = counts;
    return this;
  }

  /**
   * Has a day in this column between these, both included: one of its own, by which the list is counted as well. None is before
   * the day on which the row was made, so that those that were made later need not be walked.
   */
  dated(column: string, firstDay: string | undefined, lastDay: string | undefined): this {
    if (firstDay === undefined && lastDay === undefined) return this;
    const counts = this.counts?.dated(firstDay, lastDay) ?? null;
    this.and(`${column} >= ?`, firstDay).and(`${column} <= ?`, lastDay);
    this.and('created_at <= ?', lastDay && endOfDoualaDay(lastDay));
    this.isDated = true;
    this.counts = counts;
    return this;
  }

  /** Like `and`, for what neither orders the list nor is counted: no more than the newest FOUND_MAX are listed. */
  sought(condition: string, value: unknown): this {
    if (value !== undefined) this.isSought = true;
    return this.and(condition, value);
  }

  /** Has this text somewhere, in any case: in this column, which is kept in lower case, or in an id; `apart` from the list or in it. */
  containing(column: string, text: string | undefined, apart: Partial<Omit<TextsOfList, 'column'>> = {}): this {
    if (text === undefined) return this;
    this.isSought = true;
    this.counts = null;
    this.searched = new SearchedText(this.table, { table: this.table, ids: [], ...apart, column }, text);
    return this;
  }

  /**
   * Figures over all of the list, whatever the page: `expressions` is a SELECT list of aggregates over groups of its rows, each
   * with the value of this column by its name, `currency`, `rows` and `amount`. No group is the only one of its kind.
   */
  async figures<Row extends object>(database: Database, column: string, expressions: string): Promise<Row> {
    const { text, values } =
      this.counts?.groups(column) ??
      this.statement(`${column}, currency, count(*) AS rows, sum(amount) AS amount`, `GROUP BY ${column}, currency`);
    const row = await database.first<Row>(`SELECT ${expressions} FROM (${text}) AS groups`, values);
    if (!row) throw new Error('Aggregates without a group have one row');
    return row;
  }

  /** One page, newest first, equal instants ordered by id, with the count of all, which `known` spares if it is kept. */
  async newestFirst<Row extends object>(
    database: Database,
    columns: string,
    page: PageRequest,
    known?: number,
  ): Promise<{ items: Row[]; total: number }> {
    const { limit } = page;
    const offset = offsetOf(page);
    if (this.isSought) return this.found(database, columns, limit, offset);
    const [items, total] = await Promise.all([
      this.read<Row>(database, columns, limit, offset),
      known ?? this.total(database),
    ]);
    return { items, total };
  }

  /** All of the list as one statement, for whoever reads it through a cursor; `rest` orders and limits it. */
  statement(columns: string, rest: string): { text: string; values: readonly unknown[] } {
    const values: unknown[] = [];
    return { text: `SELECT ${columns} FROM ${this.table} ${this.where(values)} ${rest}`, values };
  }

  private async total(database: Database): Promise<number> {
    const { text, values } = this.counts ? this.kept(this.counts) : this.statement('count(*)::int AS total', '');
    return (await database.first<{ total: number }>(text, values))?.total ?? 0;
  }

  /** The total from what is kept. In one statement, which sees one moment: a row is not missed while it is written down as late. */
  private kept(counts: ListCounts): { text: string; values: readonly unknown[] } {
    const { text, values } = counts.total();
    if (!this.late) return { text: `SELECT ${text}::int AS total`, values };
    const where = whereOf([...this.owner, ...this.instants, ...this.conditions, this.late.condition], values);
    const late = `(SELECT count(*) FROM ${this.table} ${where})`;
    return { text: `SELECT (${text} ${this.late.does === 'join' ? '+' : '-'} ${late})::int AS total`, values };
  }

  private async read<Row extends object>(
    database: Database,
    columns: string,
    limit: number,
    offset: number,
  ): Promise<Row[]> {
    const values: unknown[] = [];
    const place = offset > WALKED_MAX ? this.place(offset, values) : null;
    const skip = place ? '(SELECT skip FROM place)' : `$${values.push(offset)}`;
    const more = place ? [{ text: 'created_at < (SELECT before FROM place)' }] : [];
    // The page is cut on the index alone (ids), and only its rows are read whole: deep pages stay cheap.
    const ids = this.pageOfIds(values, more, `$${values.push(limit)}`, skip);
    const text = `${place ?? ''} SELECT ${columns} FROM ${this.table} WHERE id IN (${ids}) ${NEWEST_FIRST}`;
    // Of two columns with an index each, the one that has fewer of its value is the better: it depends on the values. So does
    // whether days are gathered, or met soon by walking.
    return this.choices.length > 1 || this.isDated
      ? database.queryOnce<Row>(text, values)
      : database.query<Row>(text, values);
  }

  /** The day of the page, where it is kept on which day a row is. Read with the page, which waits for nothing else then. */
  private place(offset: number, values: unknown[]): string | null {
    if (!this.counts || this.late || this.isDated) return null;
    return `WITH place AS MATERIALIZED (${this.counts.place(offset, values)})`;
  }

  /**
   * Several values of a column are merged, each cut from the order of the index that has it: the planner takes most merchants
   * to be small, for whom it would gather and sort them all. Those that are late are gathered (OFFSET 0), and never looked
   * for by walking the others.
   */
  private pageOfIds(values: unknown[], more: readonly Condition[], limit: string, skip: string): string {
    const window = `LIMIT ${limit} OFFSET ${skip}`;
    const [choice, ...others] = this.choices;
    const joining = this.joining();
    const isMerged =
      choice && (choice.values.length > 1 || joining) && others.every((other) => other.values.length === 1);
    if (!isMerged) return `SELECT id FROM ${this.table} ${this.where(values, { more })} ${NEWEST_FIRST} ${window}`;
    const some = (narrowing: Narrowing): string =>
      `SELECT id, created_at FROM ${this.table} ${this.where(values, { ...narrowing, joining: null })}`;
    const cut = `${NEWEST_FIRST} LIMIT ${limit}::bigint + ${skip}`;
    const branches = choice.values.map(
      (value) => `(${some({ more, choices: [{ ...choice, values: [value] }, ...others] })} ${cut})`,
    );
    if (joining) branches.push(`(${some({ more: [...more, joining], choices: others })} OFFSET 0)`);
    return `SELECT id FROM (${branches.join(' UNION ALL ')}) AS merged ${NEWEST_FIRST} ${window}`;
  }

  /**
   * The newest matches, no more than are listed, and the page among them. Where few match, the index that finds them is read;
   * where many do, the list is walked until there are enough. Which it is depends on the very value that is sought.
   */
  private async found<Row extends object>(
    database: Database,
    columns: string,
    limit: number,
    offset: number,
  ): Promise<{ items: Row[]; total: number }> {
    const text = await this.searchedText(database);
    const values: unknown[] = [];
    const matches = `SELECT id, created_at FROM ${this.matching(values, text)} ${NEWEST_FIRST} LIMIT ${FOUND_MAX}`;
    const first = `$${values.push(Math.min(offset, FOUND_MAX) + 1)}::int`;
    // One pass, and no row is kept but its id: up to FOUND_MAX are counted for a page of them.
    const [found] = await database.queryOnce<{ total: number; ids: string[] | null }>(
      `SELECT count(*)::int AS total, (array_agg(id ${NEWEST_FIRST}))[${first}:${first} + $${values.push(limit)}::int - 1] AS ids
       FROM (${matches}) AS matches`,
      values,
    );
    const { total, ids } = found ?? { total: 0, ids: null };
    if (!ids?.length) return { items: [], total };
    const page = `SELECT ${columns} FROM ${this.table} WHERE id = ANY($1) ${NEWEST_FIRST}`;
    return { items: await database.query<Row>(page, [ids]), total };
  }

  /**
   * Table and conditions of what is sought. Texts beside the list are gone through there, for they have its order as well, and
   * only of those that match the rows are looked at.
   */
  private matching(values: unknown[], text: Alternatives): string {
    const { table, searched, owner, instants } = this;
    if (!searched || searched.table === table) return `${table} ${this.where(values, { text })}`;
    const isNarrowed = this.conditions.length + this.choices.length > 0;
    const rows = isNarrowed ? [{ text: `id IN (SELECT id FROM ${table} ${this.where(values, { text: [] })})` }] : [];
    return `${searched.table} ${whereOf([...owner, ...instants, ...rows], values, [text])}`;
  }

  /** How to look for the searched text in this list. */
  private async searchedText(database: Database): Promise<Alternatives> {
    if (!this.searched) return [];
    const values: unknown[] = [];
    const some = `SELECT ${this.searched.sampled} FROM ${this.searched.table} ${whereOf(this.owner, values)}`;
    // From both ends: ids and numbers of one time begin alike.
    const sample = await database.queryOnce<SampledTexts>(
      `(${some} ${NEWEST_FIRST} LIMIT ${SAMPLE_SIZE / 2}) UNION ALL (${some} ${OLDEST_FIRST} LIMIT ${SAMPLE_SIZE / 2})`,
      values,
    );
    return this.searched.byRarePieces(sample);
  }

  private joining(): Condition | null {
    return this.late?.does === 'join' ? this.late.condition : null;
  }

  private where(
    values: unknown[],
    { more = [], choices = this.choices, text = this.searched?.asItIs(), joining = this.joining() }: Narrowing = {},
  ): string {
    const [chosen, rest] = joining ? [choices.slice(0, 1), choices.slice(1)] : [[], choices];
    const owned = [...this.owner, ...this.instants];
    const all = [...owned, ...this.conditions, ...rest.map(conditionOf), ...more];
    if (this.late?.does === 'leave')
      all.push({ ...this.late.condition, text: `(${this.late.condition.text}) IS NOT TRUE` });
    const eithers: Alternatives[] = [];
    const texts = this.searched?.table ?? this.table;
    if (text?.length && texts === this.table) eithers.push(text);
    else if (text?.length) all.push({ text: `id IN (SELECT id FROM ${texts} ${whereOf(owned, values, [text])})` });
    if (joining) eithers.push([...chosen.map((choice) => [conditionOf(choice)]), [joining]]);
    return whereOf(all, values, eithers);
  }
}

/** What a statement has beside or instead of what its list has. */
interface Narrowing {
  readonly more?: readonly Condition[];
  readonly choices?: readonly Choice[];
  /** How the searched text is looked for. */
  readonly text?: Alternatives;
  /** Holds for rows that are there although they were not chosen. */
  readonly joining?: Condition | null;
}
