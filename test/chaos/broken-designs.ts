import type { CheckName } from './checks/checks.js';

export interface BrokenDesign {
  readonly noticedBy: CheckName;
  readonly sql: string;
  /** Part of the names of the faults without which the defect does no harm. */
  readonly only?: string;
}

/** Defects that whole designs had: a run over such a platform must end red, by this check. */
export const BROKEN_DESIGNS: Readonly<Record<string, BrokenDesign>> = {
  'no-idempotency-index': {
    noticedBy: 'one per intention',
    sql: 'ALTER TABLE idempotency_keys DROP CONSTRAINT idempotency_keys_pkey',
  },
  'no-sweeper': {
    noticedBy: 'every payment ends as its payer decided',
    sql: `CREATE FUNCTION plan_no_check() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RETURN NULL; END $$;
      CREATE TRIGGER plan_no_check BEFORE INSERT ON due_checks FOR EACH ROW EXECUTE FUNCTION plan_no_check()`,
  },
  'no-count-of-uses': {
    noticedBy: 'no link is used too often',
    sql: `CREATE FUNCTION count_no_use() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN NEW.reserved_uses := 0; NEW.paid_uses := 0; RETURN NEW; END $$;
      CREATE TRIGGER count_no_use BEFORE UPDATE ON payment_links FOR EACH ROW EXECUTE FUNCTION count_no_use()`,
  },
  /** What a rolled-back transaction has done to a sequence stays: so would a balance that is written on its own. */
  'balance-outside-transaction': {
    noticedBy: 'the books are sound',
    sql: `CREATE FUNCTION keep_balance_outside() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE
          outside text := 'balance_' || md5(concat_ws(' ', NEW.organization_id, NEW.mode, NEW.currency, NEW.account, NEW.shard));
        BEGIN
          IF TG_OP = 'INSERT' THEN
            EXECUTE format('CREATE SEQUENCE %I MINVALUE -9000000000000000 START %s', outside, trunc(NEW.balance * 10000));
          ELSE
            EXECUTE format('SELECT setval(%L, last_value + %s) / 10000.0 FROM %I', outside,
              trunc((NEW.balance - OLD.balance) * 10000), outside) INTO NEW.balance;
          END IF;
          RETURN NEW;
        END $$;
      CREATE TRIGGER begin_balance_outside AFTER INSERT ON ledger_balances
        FOR EACH ROW EXECUTE FUNCTION keep_balance_outside();
      CREATE TRIGGER keep_balance_outside BEFORE UPDATE ON ledger_balances
        FOR EACH ROW EXECUTE FUNCTION keep_balance_outside()`,
  },
  /** The operator is not asked about what its callback says has failed. */
  'believed-callbacks': {
    noticedBy: 'every payment ends as its payer decided',
    only: 'tells the opposite',
    sql: `CREATE FUNCTION believe_callback() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          WITH believed AS (
            UPDATE payments SET status = 'failed', failure_reason = 'told'
              WHERE status = 'pending' AND ARRAY[id::text, provider_reference::text] && NEW.mentions RETURNING id
          ) DELETE FROM due_checks WHERE subject_id IN (SELECT id FROM believed);
          RETURN NEW;
        END $$;
      CREATE TRIGGER believe_callback AFTER INSERT ON provider_callbacks
        FOR EACH ROW WHEN (NEW.body LIKE '%"FAILED"%') EXECUTE FUNCTION believe_callback()`,
  },
};
