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

/**
 * A text that some rows of a list have: in a column that is kept in lower case, or in their ids. Those have a unique index each,
 * and together one of trigrams, which is asked only for what could be a part of one: otherwise their digits would be in the
 * way of every number that is searched.
 */
export class SearchedText {
  private readonly text: string;
  /** Where parts of ids are looked for; null for a text that is a whole one, or none. */
  private readonly joinedIds: string | null;

  constructor(
    private readonly column: string,
    text: string,
    private readonly ids: readonly string[],
  ) {
    this.text = text.toLowerCase();
    const isPart = ids.length > 0 && PART_OF_AN_ID.test(this.text) && !isUuid(this.text);
    this.joinedIds = isPart ? `(${ids.map((id) => `${id}::text`).join(` || ' ' || `)})` : null;
  }

  /** SELECT list of a sample. */
  get sampled(): string {
    return `${this.column} AS text, ${this.joinedIds ?? 'NULL'} AS ids`;
  }

  /** As the rows have it. */
  asItIs(): Alternatives {
    return this.wherever(contains);
  }

  /** By its rare pieces, judged by a sample of the list, so that only what these find is compared with the text. */
  byRarePieces(sample: readonly SampledTexts[]): Alternatives {
    return this.wherever((where, text) => {
      const texts = sample.map((row) => (where === this.column ? row.text : (row.ids ?? '')));
      const pieces = rarePieces(text, texts);
      if (pieces === null) return contains(where, text);
      return [
        { text: `${where} LIKE ?`, value: pieces },
        { text: `strpos(${where}, ?) > 0`, value: text },
      ];
    });
  }

  private wherever(found: Contains): Alternatives {
    const ids = isUuid(this.text) ? this.ids.map((id) => [{ text: `${id} = ?`, value: this.text }]) : [];
    const parts = this.joinedIds === null ? [] : [found(this.joinedIds, this.text)];
    return [found(this.column, this.text), ...ids, ...parts];
  }
}
