import { describe, expect, it } from '@jest/globals';
import { sqlStatements } from './sql-statements.js';

const cut = (sql: string): string[] =>
  sqlStatements(sql).map((tokens) =>
    tokens
      .map(({ source }) => source)
      .join('')
      .trim(),
  );

describe('the statements of a file', () => {
  it('are cut at semicolons, and at no others than their own', () => {
    expect(cut(`SELECT 1; SELECT 'a;''b', "c;d" ; SELECT E'e\\';f'`)).toEqual([
      'SELECT 1',
      `SELECT 'a;''b', "c;d"`,
      `SELECT E'e\\';f'`,
    ]);
    expect(cut('DO $$ BEGIN; END $$; DO $do$ $$;$$; $do$;')).toEqual(['DO $$ BEGIN; END $$', 'DO $do$ $$;$$; $do$']);
  });

  it('have the comments that stand before them, and comments alone are none', () => {
    expect(cut('-- one; two\nSELECT 1; /* three; */ SELECT 2; -- four\n')).toEqual([
      '-- one; two\nSELECT 1',
      '/* three; */ SELECT 2',
    ]);
    expect(cut(' ;; -- nothing\n')).toEqual([]);
  });

  it('say what is code and what is not', () => {
    const [tokens = []] = sqlStatements(`-- why\nALTER TABLE "a" ADD b text DEFAULT 'NOT NULL'`);
    expect(tokens.filter(({ kind }) => kind !== 'code').map(({ source }) => source)).toEqual(['-- why', `'NOT NULL'`]);
  });
});
