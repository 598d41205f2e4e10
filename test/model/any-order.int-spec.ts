import fc from 'fast-check';
import { BROKEN_DESIGNS } from '../chaos/broken-designs.js';
import { startTestCore, type TestCore } from '../support/core.js';
import { commandsUpTo } from './commands.js';
import { watchStatuses } from './laws.js';
import { MerchantModel } from './merchant-model.js';
import { Trade } from './trade.js';

/** A database is left for a new one after so many runs: what every law is asked of grows with all that ever happened. */
const RUNS_PER_CORE = 20;
/** A run is of as many commands as is drawn: fifty on average. */
const COMMANDS_MAX = 100;
/** The ordinary form draws the same every time: what it finds, a change has brought. */
const RUNS = 4;
const SEED = 1;
/** What a run takes on a machine that is busy with much else. */
const LIMIT_OF_RUN_MS = 20_000;

const asked = (name: 'RUNS' | 'SEED'): number | undefined => {
  const value = process.env[`MODEL_${name}`];
  return value === undefined ? undefined : Number(value);
};
const runs = asked('RUNS') ?? RUNS;
const limitMs = runs * LIMIT_OF_RUN_MS;
/** As the report of a failure names them. */
const seed = asked('SEED') ?? (asked('RUNS') === undefined ? SEED : undefined);
const path = process.env['MODEL_PATH'];
const replayPath = process.env['MODEL_REPLAY_PATH'];

/** What operators do is decided by commands alone, and none of them ever runs out of money. */
const simulator = { approveAfterMs: 20 * 86_400_000, openingBalance: '1000000000000' };

/** Designs that are wrong, each with what has to be said of it. The ordinary form tries the first two. */
const WRONG: readonly (readonly [name: string, design: string, noticed: RegExp])[] = [
  ['uses that are not counted', BROKEN_DESIGNS['no-count-of-uses']!.sql, /a payment link counts its uses/],
  [
    'a balance that stays when its transaction does not',
    BROKEN_DESIGNS['balance-outside-transaction']!.sql,
    /a balance is the sum of its postings|insufficient_balance|ledger_balances_not_overdrawn/,
  ],
  ['callbacks that are believed', BROKEN_DESIGNS['believed-callbacks']!.sql, /failed fee 0/],
  [
    'figures that take nothing more',
    `CREATE FUNCTION take_no_more() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
    CREATE TRIGGER take_no_more BEFORE UPDATE ON hourly_statistics FOR EACH ROW EXECUTE FUNCTION take_no_more()`,
    /:00:00.000Z/,
  ],
  [
    'refunds that begin anew when they are over',
    `CREATE FUNCTION begin_anew() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        UPDATE refunds SET status = 'processing' WHERE id = NEW.id;
        UPDATE refunds SET status = 'completed' WHERE id = NEW.id;
        RETURN NULL;
      END $$;
    CREATE TRIGGER begin_anew AFTER UPDATE ON refunds FOR EACH ROW
      WHEN (pg_trigger_depth() = 0 AND OLD.status = 'processing' AND NEW.status = 'completed') EXECUTE FUNCTION begin_anew()`,
    /completed processing/,
  ],
];

describe('in whatever order things happen', () => {
  let core: TestCore | null = null;
  let runsOfCore = 0;
  let isSpoilt = false;

  afterEach(() => leave());

  async function leave(): Promise<void> {
    const left = core;
    core = null;
    await left?.close();
  }

  async function begin(design?: string): Promise<void> {
    await leave();
    core = await startTestCore({ simulator });
    runsOfCore = 0;
    isSpoilt = false;
    await watchStatuses(core.database);
    if (design !== undefined) await core.database.pool.query(design);
  }

  const anyOrder = () =>
    fc.asyncProperty(commandsUpTo(COMMANDS_MAX, replayPath), async (drawn) => {
      runsOfCore += 1;
      isSpoilt = true;
      await fc.asyncModelRun(() => ({ model: new MerchantModel(), real: new Trade(core!) }), drawn);
      isSpoilt = false;
    });

  it(
    'the platform does what the model foretells, and no law of the books is broken',
    async () => {
      // What a failure has spoilt must not let the shorter runs fail that are tried after it.
      const property = anyOrder().beforeEach(async () => {
        if (!core || isSpoilt || runsOfCore >= RUNS_PER_CORE) await begin();
      });
      await fc.assert(property, {
        numRuns: runs,
        interruptAfterTimeLimit: limitMs,
        markInterruptAsFailure: true,
        ...(seed === undefined ? {} : { seed }),
        ...(path === undefined ? {} : { path }),
      });
    },
    limitMs + 60_000,
  );

  it.each(asked('RUNS') === undefined ? WRONG.slice(0, 2) : WRONG)(
    '%s: it is seen',
    async (_, design, noticed) => {
      await begin(design);
      const { failed, errorInstance } = await fc.check(anyOrder(), {
        seed: 1,
        numRuns: 20,
        endOnFailure: true,
      });
      expect([failed, String(errorInstance)]).toEqual([true, expect.stringMatching(noticed)]);
    },
    120_000,
  );
});
