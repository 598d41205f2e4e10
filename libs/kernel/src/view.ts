/** How a view is read from a table: the columns of its SELECT, and how a row or an aggregate becomes the view. */
export interface ViewReader<View> {
  readonly columns: string;
  readonly view: (source: object) => View;
}

/**
 * Derives a view's reader from its fields. `organizationId` is the column organization_id; instants become ISO 8601
 * text, what is missing becomes null, and what the view does not name is left behind.
 */
export function viewOf<View extends object>(fields: Readonly<Record<keyof View, true>>): ViewReader<View> {
  const names = Object.keys(fields);
  return {
    columns: names
      .map((name) => `${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)} AS "${name}"`)
      .join(', '),
    view: (source) => {
      const row = source as Record<string, unknown>;
      const view: Record<string, unknown> = {};
      for (const name of names) view[name] = plain(row[name]);
      return view as View;
    },
  };
}

const plain = (value: unknown): unknown => (value instanceof Date ? value.toISOString() : (value ?? null));
