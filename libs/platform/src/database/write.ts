/** A data-modifying statement with its own `$1…`; the flush renumbers and joins them. */
export interface Write {
  readonly sql: string;
  readonly values: readonly unknown[];
}
