import { Contract } from '#platform';
import { queryParameters } from '../../support/contract-calls.js';
import type { Assault } from '../assault.js';
import { toldApart } from '../judges.js';
import type { Shot } from '../shot.js';

const LISTS = [
  'listPayments',
  'listPaymentLinks',
  'listCustomers',
  'listInvoices',
  'listNotifications',
  'listRefunds',
  'listOrders',
  'listTransactions',
  'listPayouts',
  'listApiLogs',
  'getSettlementsReport',
  'listWebhooks',
  'listChargebacks',
] as const;

/** Texts that would end a literal, and say something of their own. */
const INJECTIONS = [
  `'`,
  `''`,
  `' OR '1'='1`,
  `' OR 1=1 --`,
  `') OR ('1'='1`,
  `' UNION SELECT NULL,NULL,NULL --`,
  `'; SELECT pg_sleep(4); --`,
  `' AND pg_sleep(4) IS NULL --`,
  `1; SELECT pg_sleep(4)`,
  `1 OR pg_sleep(4) IS NOT NULL`,
  `$1`,
  `$$; SELECT pg_sleep(4); $$`,
  `\\'; --`,
  `\\`,
  `E'\\''`,
  `%' OR '%'='`,
  `"; --`,
  `::int`,
  `'::regclass`,
  `(SELECT version())`,
  `'||(SELECT password_hash FROM users LIMIT 1)||'`,
  `created_at; DROP TABLE users`,
  `id DESC`,
  `-1`,
  `0 OFFSET 1000000`,
  `NaN`,
  `infinity`,
  `now()`,
  `{a,b}`,
  `[1,2)`,
  `?`,
  `:a`,
  `@a`,
  `/**/`,
] as const;
/** Without one of these it may be a part of an id, and is found. */
const MEANS_SOMETHING = /['"\\;()$@?]/;
/** Wildcards stand for themselves. */
const WILDCARDS = ['%', '%%', '_%', '\\%', '__________', '[a-z]%', '(.*)'] as const;
/** The dearest patterns that somebody may look for. */
const DEAR = [
  '%'.repeat(100),
  '_'.repeat(100),
  'a%'.repeat(50),
  '\\'.repeat(99),
  `${'a'.repeat(99)}%`,
  '(a+)+$',
  '((((((((((a*)*)*)*)*)*)*)*)*)*b',
  'e e e e e e e e e e e e',
  '0',
  '00',
  '-',
] as const;

/** What is written into filters, searches and orders, where the database would read it as its own language. */
export async function attackSql(assault: Assault): Promise<void> {
  const { merchants } = assault;
  const owner = await merchants.furnished();
  const contract = Contract.of('dashboard');
  const shot = (id: string, query: Readonly<Record<string, string>>): Shot => ({
    ...merchants.shot(id, { token: owner.token, query: `?${new URLSearchParams(query).toString()}` }),
    what: `${id} by ${JSON.stringify(query)}`,
  });
  for (const id of LISTS) {
    const operation = contract.operations.get(id);
    const parameters = operation ? queryParameters(contract, operation).map(({ name }) => name) : [];
    const tried = [...parameters, 'sort', 'sortBy', 'order', 'orderBy'].flatMap((name) =>
      (assault.plan.short && name !== 'search' ? INJECTIONS.filter((_, index) => index % 4 === 0) : INJECTIONS).map(
        (text) => [name, text] as const,
      ),
    );
    const { token } = await merchants.furnished();
    await assault.inTurns(tried, async ([name, text]) => {
      const one = shot(id, { [name]: text });
      const asked = { ...one, headers: { ...one.headers, authorization: `Bearer ${token}` } };
      const total = await totalOf(assault, asked);
      if (name === 'search' && total !== null && total > 0 && MEANS_SOMETHING.test(text))
        assault.blame(`${asked.what}: ${total} rows were found`, asked);
    });
    if (parameters.includes('search')) await search(assault, (text) => shot(id, { search: text }));
  }
}

async function search(assault: Assault, shot: (text: string) => Shot): Promise<void> {
  for (const text of WILDCARDS) {
    const total = await totalOf(assault, shot(text));
    if (total !== null && total > 0) assault.blame(`a search for ${text} finds ${total} rows`, shot(text));
  }
  const plain: number[] = [];
  for (let turn = 0; turn < 8; turn += 1) plain.push((await assault.send(shot(`none${turn}`))).ms);
  for (const text of DEAR) {
    const times: number[] = [];
    for (let turn = 0; turn < 4; turn += 1) times.push((await assault.fire(shot(text))).ms);
    const apart = toldApart(plain, times, 500);
    if (apart) assault.blame(`a search for ${text.slice(0, 30)} is dear: ${apart}`, shot(text));
  }
}

async function totalOf(assault: Assault, shot: Shot): Promise<number | null> {
  const reply = await assault.fire(shot);
  if (reply.status !== 200) return null;
  const total = /"total":(\d+)/.exec(reply.text)?.[1];
  return total === undefined ? null : Number(total);
}
