export interface SqlToken {
  readonly kind: 'comment' | 'text' | 'code';
  readonly source: string;
}

/** What a semicolon may stand in without ending a statement: comments, and texts in quotes of four kinds. */
const TOKENS =
  /(?<comment>--[^\n]*|\/\*[\s\S]*?\*\/)|(?<text>[eE]'(?:[^'\\]|\\[\s\S]|'')*'|'(?:[^']|'')*'|(\$(?:[A-Za-z_]\w*)?\$)[\s\S]*?\3)|"(?:[^"]|"")*"|[A-Za-z_][\w$]*|[\s\S]/g;

/** Cuts SQL into its statements, each with the comments before it, for whoever may not run all of it as one transaction. */
export function sqlStatements(sql: string): SqlToken[][] {
  const statements: SqlToken[][] = [[]];
  for (const { 0: source, groups } of sql.matchAll(TOKENS)) {
    if (source === ';') {
      statements.push([]);
      continue;
    }
    const kind = groups?.['comment'] === undefined ? (groups?.['text'] === undefined ? 'code' : 'text') : 'comment';
    statements.at(-1)?.push({ kind, source });
  }
  return statements.filter((tokens) => tokens.some(({ kind, source }) => kind === 'code' && source.trim() !== ''));
}
