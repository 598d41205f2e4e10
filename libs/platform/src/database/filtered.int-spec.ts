import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startOfDoualaDay, uuidv7, type Tenant } from '#kernel';
import { startTestPlatform, type TestPlatform } from '../../../../test/support/platform.js';
import { ADD_LINKS, ADD_PAYMENTS } from '../../../../test/support/rows-of-lists.js';
import { FOUND_MAX, type FilteredList } from './filtered-list.js';
import { filtered } from './filtered.js';

describe('a list that is narrowed', () => {
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
  const pageOf = (list: FilteredList, page: number, limit: number) =>
    list.newestFirst<{ id: string }>(platform.database, 'id', { page, limit });

  const APART = { table: 'payment_texts', ids: ['id', 'provider_reference'] };
  const searched = (text: string) => filtered('payments', tenant).containing('search_text', text, APART);
  const amounts = async (text: string): Promise<number[]> => {
    const page = { page: 1, limit: 20 };
    const { items } = await searched(text).newestFirst<{ amount: string }>(platform.database, 'amount', page);
    return items.map(({ amount }) => Number(amount));
  };

  it('ends after the newest so many that were sought', async () => {
    await add(ADD_PAYMENTS, FOUND_MAX + 30);
    const baskets = () => searched('Basket');
    const [last, past] = await Promise.all([pageOf(baskets(), 34, 30), pageOf(baskets(), 35, 30)]);
    expect([last.items.length, last.total, past.items.length, past.total]).toEqual([10, FOUND_MAX, 0, FOUND_MAX]);
    const [row] = await platform.database.query('SELECT id FROM payments WHERE organization_id = $1 AND amount = $2', [
      tenant.organizationId,
      FOUND_MAX,
    ]);
    expect(last.items.at(-1)).toEqual(row);
    const farPast = await pageOf(baskets(), Number.MAX_SAFE_INTEGER, 30);
    expect(farPast).toEqual(past);
    const few = filtered('payments', tenant)
      .sought('amount > ?', FOUND_MAX + 25)
      .containing('search_text', 'basket 10', APART);
    expect(await pageOf(few, 2, 2)).toMatchObject({ items: [{}, {}], total: 5 });
    const none = await pageOf(searched('100%'), 1, 20);
    expect(none).toEqual({ items: [], total: 0 });
  });

  it('finds a text by its rare pieces, and nothing that has only these', async () => {
    await add(ADD_PAYMENTS, 300);
    const describe = (minute: number, description: string) =>
      platform.database.query('UPDATE payments SET description = $3 WHERE organization_id = $1 AND amount = $2', [
        tenant.organizationId,
        minute,
        description,
      ]);
    await describe(250, 'Ngaoundéré 100% of_May');
    await describe(260, 'Ngaoundéré, in May: 100');
    await describe(270, 'May 100% Ngaoundéré of');
    expect(await amounts('NGAOUNDÉRÉ 100% OF_M')).toEqual([250]);
    expect(await amounts('ngaoundéré')).toEqual([250, 260, 270]);
    expect(await amounts('ngaoundéré 100% of.m')).toEqual([]);
    expect(await amounts('basket 123')).toEqual([123]);
  });

  it('finds among what it is narrowed to, and nothing of what is gone', async () => {
    await add(ADD_PAYMENTS, 300);
    const change = (text: string) =>
      platform.database.query(`${text} AND organization_id = $1`, [tenant.organizationId]);
    await change(`UPDATE payments SET status = 'failed' WHERE amount % 2 = 0`);
    await change(`DELETE FROM payments WHERE amount = 124`);
    const at = (minute: number) => new Date(Date.parse('2026-03-10T11:00:00Z') - minute * 60_000);
    const list = () =>
      searched('basket 12')
        .among('status', 'payment_status', ['failed'])
        .created({ from: at(128), to: at(100) });
    const { items, total } = await list().newestFirst<{ amount: string }>(platform.database, 'amount', {
      page: 1,
      limit: 20,
    });
    expect([items.map(({ amount }) => Number(amount)), total]).toEqual([[120, 122, 126, 128], 4]);
    const { text, values } = list().statement('count(*)::int AS total', '');
    expect(await platform.database.first(text, values)).toEqual({ total: 4 });
    expect(await amounts('basket 124')).toEqual([]);
  });

  it('finds ids, parts of them and where they are written', async () => {
    await add(ADD_PAYMENTS, 300);
    const { id, reference } = (await platform.database.first<{ id: string; reference: string }>(
      'SELECT id, provider_reference AS reference FROM payments WHERE amount = 99 AND organization_id = $1',
      [tenant.organizationId],
    ))!;
    await platform.database.query('UPDATE payments SET description = $2 WHERE organization_id = $1 AND amount = 120', [
      tenant.organizationId,
      `For ${id}`,
    ]);
    for (const text of [id, id.toUpperCase(), id.slice(5, 30), id.slice(-12)]) {
      expect(await amounts(text)).toEqual([99, 120]);
      const { text: all, values } = searched(text).statement('amount::int', 'ORDER BY 1');
      expect(await platform.database.query(all, values)).toEqual([{ amount: 99 }, { amount: 120 }]);
    }
    expect(await amounts(reference)).toEqual([99]);
    expect(await amounts(reference.slice(0, 20))).toEqual([99]);
    expect((await amounts('237670000000')).length).toBe(20);
    tenant = { ...tenant, mode: 'live' };
    expect([await amounts(id), await amounts(reference.slice(2))]).toEqual([[], []]);
  });

  it('follows the time, before and after what it has done is written down', async () => {
    await add(ADD_LINKS, 120);
    const late = `listed_as = 'active' AND expires_at < ?`;
    const links = (...known: string[]) => filtered('payment_links', tenant).among('listed_as', 'text', known);
    const real = async (condition: string, now: Date) =>
      platform.database.query<{ id: string }>(
        `SELECT id FROM payment_links WHERE organization_id = $1 AND ($2::timestamptz IS NOT NULL AND ${condition})
         ORDER BY created_at DESC, id DESC`,
        [tenant.organizationId, now],
      );
    for (const hours of [0, 30, 200]) {
      const now = new Date(Date.parse('2026-03-10T11:00:00Z') + hours * 3_600_000);
      const lists: [list: () => FilteredList, condition: string][] = [
        [() => links('expired').whileLate('join', late, now), 'cancelled_at IS NULL AND expires_at < $2'],
        [
          () => links('expired', 'cancelled').whileLate('join', late, now),
          '(cancelled_at IS NOT NULL OR expires_at < $2)',
        ],
        [
          () => links('active').whileLate('leave', late, now),
          'cancelled_at IS NULL AND (expires_at >= $2 OR expires_at IS NULL)',
        ],
        [
          () =>
            links('active')
              .whileLate('leave', late, now)
              .created({ from: startOfDoualaDay('2026-03-08') }),
          `cancelled_at IS NULL AND (expires_at >= $2 OR expires_at IS NULL) AND created_at >= '2026-03-07T23:00:00Z'`,
        ],
        [
          () =>
            links('expired')
              .whileLate('join', late, now)
              .created({ from: startOfDoualaDay('2026-03-08') }),
          `cancelled_at IS NULL AND expires_at < $2 AND created_at >= '2026-03-07T23:00:00Z'`,
        ],
        [
          () => links('expired').whileLate('join', late, now).and('amount > ?', 1),
          'cancelled_at IS NULL AND expires_at < $2',
        ],
        [
          () => links('expired').whileLate('join', late, now).sought('amount > ?', 1),
          'cancelled_at IS NULL AND expires_at < $2',
        ],
      ];
      const hold = async (): Promise<void> => {
        for (const [list, condition] of lists) {
          const right = await real(condition, now);
          expect(await pageOf(list(), 1, 200)).toEqual({ items: right, total: right.length });
          expect(await pageOf(list(), 3, 7)).toEqual({ items: right.slice(14, 21), total: right.length });
          const { text, values } = list().statement('count(*)::int AS total', '');
          expect(await platform.database.first(text, values)).toEqual({ total: right.length });
        }
      };
      await hold();
      await platform.database.query(
        `UPDATE payment_links SET expiry_seen_at = $1 WHERE id IN (
           SELECT id FROM payment_links WHERE listed_as = 'active' AND expires_at < $1 ORDER BY expires_at LIMIT 10)`,
        [now],
      );
      await hold();
    }
  });
});
