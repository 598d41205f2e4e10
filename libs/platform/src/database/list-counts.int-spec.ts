import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { endOfDoualaDay, startOfDoualaDay, uuidv7, type Tenant } from '#kernel';
import { startTestPlatform, type TestPlatform } from '../../../../test/support/platform.js';
import {
  ADD_CUSTOMERS,
  ADD_DELIVERIES,
  ADD_LINES,
  ADD_ORDERS,
  ADD_PAYMENTS,
  DELIVER,
} from '../../../../test/support/rows-of-lists.js';
import { JobWorkers } from '../queue/job-workers.js';
import type { FilteredList } from './filtered-list.js';
import { filtered, filteredByDialect, filteredByOrganization } from './filtered.js';
import { recountLists } from './list-counts.js';

describe('a list that is counted by day', () => {
  let platform: TestPlatform;
  let tenant: Tenant;
  beforeAll(async () => {
    platform = await startTestPlatform();
  });
  afterAll(() => platform?.close());
  beforeEach(() => {
    tenant = { organizationId: uuidv7(), mode: 'sandbox' };
  });

  const add = (text: string, rows: number) => platform.database.query(text, [tenant.organizationId, tenant.mode, rows]);
  const fold = () => platform.get(JobWorkers).runNow('fold-list-counts');
  const pageOf = (list: FilteredList, page: number, limit: number) =>
    list.newestFirst<{ id: string }>(platform.database, 'id', { page, limit });
  const totalOf = async (list: FilteredList): Promise<number> => (await pageOf(list, 1, 1)).total;
  const read = async (list: FilteredList, columns: string): Promise<object | null> => {
    const { text, values } = list.statement(columns, '');
    return platform.database.first(text, values);
  };
  const counted = async (list: FilteredList): Promise<unknown> =>
    Object.values((await read(list, 'count(*)::int')) ?? {})[0];
  const off = () => platform.database.query<{ list: string }>('SELECT * FROM list_counts_off');
  const lines = () => filtered('statement_lines', tenant);
  const day = (from: string, to: string) => ({ from: startOfDoualaDay(from), to: endOfDoualaDay(to) });

  it('is folded for everybody, however large the amounts of one are', async () => {
    await add(ADD_PAYMENTS, 1);
    // On one day: what is added up is the orders of a day.
    await add(
      ADD_ORDERS.replace('n + 0.25', '900000000000000').replace("n * interval '1 hour'", "n * interval '1 ms'"),
      5,
    );
    await fold();
    expect(await platform.database.query('SELECT FROM list_count_changes')).toEqual([]);
  });

  it('knows its totals by what it is filtered by, folded or not', async () => {
    await add(ADD_LINES, 700);
    const lists: Record<string, () => FilteredList> = {
      all: lines,
      type: () => lines().among('type', 'statement_line_type', ['fee']),
      types: () => lines().among('type', 'statement_line_type', ['fee', 'refund']),
      currency: () => lines().among('currency', 'currency', ['USD']),
      both: () => lines().among('type', 'statement_line_type', ['fee']).among('currency', 'currency', ['USD']),
      days: () => lines().created(day('2026-03-07', '2026-03-08')),
      'one day of a type': () =>
        lines().among('type', 'statement_line_type', ['fee']).created(day('2026-03-09', '2026-03-09')),
      'the first days': () => lines().created({ to: endOfDoualaDay('2026-03-06') }),
      'no whole day': () => lines().created({ from: new Date('2026-03-09T10:00:00Z') }),
      otherwise: () => lines().and('description = ?', 'Line 7'),
      'since the first year': () => lines().created({ from: startOfDoualaDay('0001-01-01') }),
      nothing: () => lines().among('type', 'statement_line_type', ['payout']),
    };
    const right = await Promise.all(Object.values(lists).map((list) => counted(list())));
    expect(right.filter((total) => total !== 0)).toHaveLength(right.length - 1);
    const totals = () => Promise.all(Object.values(lists).map((list) => totalOf(list())));
    expect(await totals()).toEqual(right);
    await fold();
    expect(await platform.database.query('SELECT FROM list_count_changes')).toEqual([]);
    expect(await totals()).toEqual(right);
    await add(ADD_LINES, 10);
    expect(await totalOf(lines())).toBe(710);
  });

  const paid = `FILTER (WHERE status = 'paid')`;
  const kept = `coalesce(sum(rows), 0)::int AS orders, coalesce(sum(rows) ${paid}, 0)::int AS paid,
    sum(amount) AS amount, sum(amount) ${paid} AS revenue`;
  const real = `count(*)::int AS orders, count(*) ${paid}::int AS paid, sum(amount) AS amount, sum(amount) ${paid} AS revenue`;

  it('knows figures of what it sums up, folded or not, and reads them where it does not', async () => {
    await add(ADD_PAYMENTS, 1);
    await add(ADD_ORDERS, 100);
    const orders = () => filtered('orders', tenant);
    const lists: Record<string, () => FilteredList> = {
      all: orders,
      status: () => orders().among('status', 'order_status', ['paid']),
      currency: () => orders().among('currency', 'currency', ['USD']),
      days: () => orders().created(day('2026-03-07', '2026-03-08')),
      'no whole day': () => orders().created({ from: new Date('2026-03-09T10:00:00Z') }),
      otherwise: () => orders().and('amount > ?', 50),
      nothing: () => orders().among('status', 'order_status', ['shipped']),
    };
    const right = () => Promise.all(Object.values(lists).map((list) => read(list(), real)));
    const figures = () =>
      Promise.all(Object.values(lists).map((list) => list().figures(platform.database, 'status', kept)));
    const before = await right();
    expect(new Set(before.map((row) => JSON.stringify(row))).size).toBe(before.length);
    expect(await figures()).toEqual(before);
    await fold();
    expect(await figures()).toEqual(before);
    await platform.database.query(
      'UPDATE orders SET amount = amount + 0.5 WHERE organization_id = $1 AND amount < 40',
      [tenant.organizationId],
    );
    await add(ADD_ORDERS, 7);
    const after = await right();
    expect(after).not.toEqual(before);
    expect(await figures()).toEqual(after);
    await fold();
    expect(await figures()).toEqual(after);
    expect(await off()).toEqual([]);
  });

  it('follows rows that change, move and go, and nothing that was rolled back', async () => {
    await add(ADD_PAYMENTS, 40);
    const change = (set: string) =>
      platform.database.query(`UPDATE payments SET ${set} WHERE organization_id = $1 AND amount <= 10`, [
        tenant.organizationId,
      ]);
    await change(`status = 'settled'`);
    await fold();
    await change(`status = 'failed'`);
    await change(`created_at = created_at - interval '3 days'`);
    await platform.database.query('DELETE FROM payments WHERE organization_id = $1 AND amount = 1', [
      tenant.organizationId,
    ]);
    await expect(
      platform.unitOfWork.run(async (tx) => {
        await tx.query(ADD_PAYMENTS, [tenant.organizationId, tenant.mode, 5]);
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    const payments = (...statuses: string[]) =>
      totalOf(filtered('payments', tenant).among('status', 'payment_status', statuses));
    expect([await payments('failed'), await payments('settled'), await payments('pending', 'failed')]).toEqual([
      9, 0, 39,
    ]);
    expect(await off()).toEqual([]);
    const before = await platform.database.first<{ changes: number }>(
      'SELECT count(*)::int AS changes FROM list_count_changes',
    );
    await change(`description = 'other'`);
    expect(await platform.database.first('SELECT count(*)::int AS changes FROM list_count_changes')).toEqual(before);
  });

  it('stays exact while many write and some fold', async () => {
    await add(ADD_PAYMENTS, 1);
    const writers = Array.from({ length: 6 }, async (_, writer) => {
      for (let round = 0; round < 10; round += 1) {
        await add(writer % 2 ? ADD_LINES : ADD_PAYMENTS, 7);
        await add(ADD_ORDERS, 3);
        if (writer === 0) {
          await platform.database.query(
            `UPDATE payments SET status = 'expired' WHERE organization_id = $1 AND amount = $2`,
            [tenant.organizationId, round % 7],
          );
        }
      }
    });
    const folding = Array.from({ length: 2 }, async () => {
      for (let round = 0; round < 15; round += 1) await fold();
    });
    await Promise.all([...writers, ...folding]);
    expect(await off()).toEqual([]);
    expect(await totalOf(lines())).toBe(210);
    const orders = filtered('orders', tenant);
    expect(
      await orders.figures(platform.database, 'status', 'sum(rows)::int AS orders, sum(amount) AS amount'),
    ).toEqual({
      orders: 180,
      amount: '405.0000',
    });
  });

  it('finds a deep page by its day, where walking would have come', async () => {
    await add(ADD_LINES, 3000);
    const all = await platform.database.query<{ id: string }>(
      'SELECT id FROM statement_lines WHERE organization_id = $1 ORDER BY created_at DESC, id DESC',
      [tenant.organizationId],
    );
    for (const page of [1, 10, 11, 12, 17, 29, 30]) {
      expect(await pageOf(lines(), page, 100)).toEqual({ items: all.slice((page - 1) * 100, page * 100), total: 3000 });
    }
    expect(await pageOf(lines(), 31, 100)).toEqual({ items: [], total: 3000 });
    expect(await pageOf(lines(), Number.MAX_SAFE_INTEGER, 100)).toEqual({ items: [], total: 3000 });
  });

  it('counts what belongs to no mode', async () => {
    await add(ADD_CUSTOMERS, 2000);
    const customers = () => filteredByOrganization('customers', tenant.organizationId);
    const all = await platform.database.query<{ id: string }>(
      'SELECT id FROM customers WHERE organization_id = $1 ORDER BY created_at DESC, id DESC',
      [tenant.organizationId],
    );
    expect(await pageOf(customers(), 20, 100)).toEqual({ items: all.slice(1900), total: 2000 });
    await fold();
    await platform.database.query('DELETE FROM customers WHERE id = $1', [all[1950]?.id]);
    expect(await pageOf(customers(), 1999, 1)).toEqual({ items: all.slice(1999), total: 1999 });
    expect(await totalOf(filteredByOrganization('customers', uuidv7()))).toBe(0);
    expect(await off()).toEqual([]);
  });

  it('counts rows that are written many at a time', async () => {
    await add(ADD_DELIVERIES, 1000);
    const deliver = (rows: number) => platform.database.query(DELIVER, [tenant.organizationId, rows]);
    await deliver(600);
    const notes = await platform.database.first<{ rows: number }>(
      'SELECT count(*)::int AS rows FROM list_count_changes WHERE organization_id = $1',
      [tenant.organizationId],
    );
    expect(notes?.rows).toBeLessThan(10);
    const deliveries = (dialect = 'dashboard') =>
      filteredByDialect('webhook_deliveries', tenant.organizationId, dialect);
    const delivered = () => deliveries().among('status', 'webhook_delivery_status', ['delivered']);
    expect([await totalOf(deliveries()), await totalOf(delivered()), await totalOf(deliveries('merchant'))]).toEqual([
      1000, 600, 0,
    ]);
    await fold();
    await platform.database.query(
      `DELETE FROM webhook_deliveries WHERE organization_id = $1 AND created_at > '2026-03-10T08:00:00Z'`,
      [tenant.organizationId],
    );
    await platform.database.query('UPDATE webhook_deliveries SET attempts = 2 WHERE organization_id = $1', [
      tenant.organizationId,
    ]);
    expect(await totalOf(deliveries())).toBe(821);
    await Promise.all([
      ...Array.from({ length: 4 }, async () => {
        for (let round = 0; round < 5; round += 1) {
          await add(ADD_DELIVERIES, 20);
          await deliver(30);
        }
      }),
      ...Array.from({ length: 10 }, fold),
    ]);
    expect(await totalOf(deliveries())).toBe(1221);
    expect(await totalOf(delivered())).toBe(await counted(delivered()));
    expect(await off()).toEqual([]);
  });

  it('merges the rows of several values in order', async () => {
    await add(ADD_LINES, 60);
    const list = () =>
      lines().among('type', 'statement_line_type', ['fee', 'refund', 'payout']).among('currency', 'currency', ['XAF']);
    const all = await platform.database.query<{ id: string }>(
      `SELECT id FROM statement_lines WHERE organization_id = $1 AND type <> 'payment' AND currency = 'XAF' ORDER BY created_at DESC, id DESC`,
      [tenant.organizationId],
    );
    const pages = await Promise.all([1, 2, 3, 4, 5].map((page) => pageOf(list(), page, 8)));
    expect(pages.flatMap(({ items }) => items)).toEqual(all);
    expect(pages[0]?.total).toBe(all.length);
  });

  it('is counted anew where its counts were lost', async () => {
    await add(ADD_LINES, 30);
    await add(ADD_PAYMENTS, 1);
    await add(ADD_ORDERS, 4);
    await fold();
    await platform.database.query(`DELETE FROM list_counts WHERE list = 'statement_lines'`);
    await platform.database.query(`UPDATE list_counts SET amount = amount + 1 WHERE list = 'orders'`);
    const lists = async () => new Set((await off()).map(({ list }) => list));
    expect(await lists()).toEqual(new Set(['statement_lines', 'orders']));
    expect(await recountLists(platform.database)).toBeGreaterThan(0);
    expect(await off()).toEqual([]);
    expect(await totalOf(lines())).toBe(30);
  });
});
