import { isUuid } from '#kernel';
import type { Alternatives, Condition } from './conditions.js';
import { rarePieces } from './rare-pieces.js';

const PART_OF_AN_ID = /^[\da-f-]{1,36}$/;

/** Makes conditions of where a text is looked for, a column or an expression, and of the text. */
type Contains = (where: string, text: string) => readonly Condition[];

/** Wildcards stand for themselves. */
const contains: Contains = (where, text) => [
  { text: `${where} LIKE ?`, value: `%${text.replace(/[\\%_]/g, '\\$&')}%` },
];

/** A row of a sample of a list: what is searched of it. */
export interface SampledTexts {
  readonly text: string;
  /** Null where no id is looked for. */
  readonly ids: string | null;
}

/** Where the texts of a list are. */
export interface TextsOfList {
  /** The table that has them: the list's own, or one beside it that has the id of each row, its owner and when it was made. */
  readonly table: string;
  /** Kept in lower case. */
  readonly column: string;
  /** Columns of ids that are looked for as well. */
  readonly ids: readonly string[];
}

/**
 * A text that some rows of a list have: in a column, or in their ids. Those have a unique index each in the table of the list,
 * and together one of trigrams beside the texts, which is asked only for what could be a part of one: otherwise their digits
 * would be in the way of every number that is searched.
 */
export class SearchedText {
  private readonly text: string;
  /** Where parts of ids are looked for; null for a text that is a whole one, or none. */
  private readonly joinedIds: string | null;

  constructor(
    private readonly list: string,
    private readonly texts: TextsOfList,
    text: string,
  ) {
    const { ids } = texts;
    this.text = text.toLowerCase();
    const isPart = ids.length > 0 && PART_OF_AN_ID.test(this.text) && !isUuid(this.text);
    this.joinedIds = isPart ? `(${ids.map((id) => `${id}::text`).join(` || ' ' || `)})` : null;
  }

  get table(): string {
    return this.texts.table;
  }

  /** SELECT list of a sample. */
  get sampled(): string {
    return `${this.texts.column} AS text, ${this.joinedIds ?? 'NULL'} AS ids`;
  }

  /** As the rows have it. */
  asItIs(): Alternatives {
    return this.wherever(contains);
  }

  /** By its rare pieces, judged by a sample of the list, so that only what these find is compared with the text. */
  byRarePieces(sample: readonly SampledTexts[]): Alternatives {
    return this.wherever((where, text) => {
      const texts = sample.map((row) => (where === this.texts.column ? row.text : (row.ids ?? '')));
      const pieces = rarePieces(text, texts);
      if (pieces === null) return contains(where, text);
      return [
        { text: `${where} LIKE ?`, value: pieces },
        { text: `strpos(${where}, ?) > 0`, value: text },
      ];
    });
  }

  private wherever(found: Contains): Alternatives {
    const whole = isUuid(this.text) ? this.texts.ids.map((id) => [{ text: this.isTheOne(id), value: this.text }]) : [];
    const parts = this.joinedIds === null ? [] : [found(this.joinedIds, this.text)];
    return [found(this.texts.column, this.text), ...whole, ...parts];
  }

  private isTheOne(id: string): string {
    return this.table === this.list ? `${id} = ?` : `id = ANY(ARRAY(SELECT id FROM ${this.list} WHERE ${id} = ?))`;
  }
}
