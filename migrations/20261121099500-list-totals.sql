-- How many rows the large lists have, by day of Douala: totals and deep pages are read here instead of being counted.
-- Every change of a list is noted in its own transaction; a job folds the notes, and whoever reads adds both together.
CREATE TABLE list_counts (
  organization_id uuid NOT NULL,
  mode            mode NOT NULL,
  -- The table, and the value of what it is filtered by: the type of statement lines, what closed a link, else the status.
  list            text NOT NULL,
  facet           text NOT NULL,
  currency        currency NOT NULL,
  day             date NOT NULL,
  rows            integer NOT NULL,
  CONSTRAINT list_counts_pkey PRIMARY KEY (organization_id, mode, list, day, facet, currency)
) WITH (fillfactor = 70);

-- Only ever added to, so that payments of one merchant do not wait for each other.
CREATE TABLE list_count_changes (
  organization_id uuid NOT NULL,
  mode            mode NOT NULL,
  list            text NOT NULL,
  facet           text NOT NULL,
  currency        currency NOT NULL,
  day             date NOT NULL,
  rows            integer NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000, autovacuum_analyze_threshold = 2000000000);
CREATE INDEX list_count_changes_tenant_idx ON list_count_changes (organization_id, mode, list);

-- Cameroon keeps UTC+1 all year.
CREATE FUNCTION douala_day(instant timestamptz) RETURNS date LANGUAGE sql IMMUTABLE
  AS $$ SELECT (instant AT TIME ZONE interval '1 hour')::date $$;

CREATE FUNCTION note_list_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  before text;
  after  text;
BEGIN
  -- Each branch is looked at by itself: not every list has all of these columns.
  IF TG_TABLE_NAME = 'statement_lines' THEN
    IF TG_OP <> 'INSERT' THEN before := OLD.type; END IF;
    IF TG_OP <> 'DELETE' THEN after := NEW.type; END IF;
  ELSIF TG_TABLE_NAME = 'payment_links' THEN
    IF TG_OP <> 'INSERT' THEN before := coalesce(OLD.closed_by, 'open'); END IF;
    IF TG_OP <> 'DELETE' THEN after := coalesce(NEW.closed_by, 'open'); END IF;
  ELSE
    IF TG_OP <> 'INSERT' THEN before := OLD.status; END IF;
    IF TG_OP <> 'DELETE' THEN after := NEW.status; END IF;
  END IF;
  IF before IS NOT NULL THEN
    INSERT INTO list_count_changes (organization_id, mode, list, facet, currency, day, rows)
    VALUES (OLD.organization_id, OLD.mode, TG_TABLE_NAME, before, OLD.currency, douala_day(OLD.created_at), -1);
  END IF;
  IF after IS NOT NULL THEN
    INSERT INTO list_count_changes (organization_id, mode, list, facet, currency, day, rows)
    VALUES (NEW.organization_id, NEW.mode, TG_TABLE_NAME, after, NEW.currency, douala_day(NEW.created_at), 1);
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER payments_counted AFTER INSERT OR DELETE ON payments FOR EACH ROW EXECUTE FUNCTION note_list_change();
CREATE TRIGGER payments_recounted AFTER UPDATE ON payments FOR EACH ROW
  WHEN ((OLD.organization_id, OLD.mode, OLD.status, OLD.currency, OLD.created_at)
    IS DISTINCT FROM (NEW.organization_id, NEW.mode, NEW.status, NEW.currency, NEW.created_at))
  EXECUTE FUNCTION note_list_change();

CREATE TRIGGER refunds_counted AFTER INSERT OR DELETE ON refunds FOR EACH ROW EXECUTE FUNCTION note_list_change();
CREATE TRIGGER refunds_recounted AFTER UPDATE ON refunds FOR EACH ROW
  WHEN ((OLD.organization_id, OLD.mode, OLD.status, OLD.currency, OLD.created_at)
    IS DISTINCT FROM (NEW.organization_id, NEW.mode, NEW.status, NEW.currency, NEW.created_at))
  EXECUTE FUNCTION note_list_change();

CREATE TRIGGER statement_lines_counted AFTER INSERT OR DELETE ON statement_lines
  FOR EACH ROW EXECUTE FUNCTION note_list_change();
CREATE TRIGGER statement_lines_recounted AFTER UPDATE ON statement_lines FOR EACH ROW
  WHEN ((OLD.organization_id, OLD.mode, OLD.type, OLD.currency, OLD.created_at)
    IS DISTINCT FROM (NEW.organization_id, NEW.mode, NEW.type, NEW.currency, NEW.created_at))
  EXECUTE FUNCTION note_list_change();

CREATE TRIGGER payouts_counted AFTER INSERT OR DELETE ON payouts FOR EACH ROW EXECUTE FUNCTION note_list_change();
CREATE TRIGGER payouts_recounted AFTER UPDATE ON payouts FOR EACH ROW
  WHEN ((OLD.organization_id, OLD.mode, OLD.status, OLD.currency, OLD.created_at)
    IS DISTINCT FROM (NEW.organization_id, NEW.mode, NEW.status, NEW.currency, NEW.created_at))
  EXECUTE FUNCTION note_list_change();

CREATE TRIGGER payment_links_counted AFTER INSERT OR DELETE ON payment_links FOR EACH ROW EXECUTE FUNCTION note_list_change();
CREATE TRIGGER payment_links_recounted AFTER UPDATE ON payment_links FOR EACH ROW
  WHEN ((OLD.organization_id, OLD.mode, OLD.closed_by, OLD.currency, OLD.created_at)
    IS DISTINCT FROM (NEW.organization_id, NEW.mode, NEW.closed_by, NEW.currency, NEW.created_at))
  EXECUTE FUNCTION note_list_change();

CREATE TRIGGER orders_counted AFTER INSERT OR DELETE ON orders FOR EACH ROW EXECUTE FUNCTION note_list_change();
CREATE TRIGGER orders_recounted AFTER UPDATE ON orders FOR EACH ROW
  WHEN ((OLD.organization_id, OLD.mode, OLD.status, OLD.currency, OLD.created_at)
    IS DISTINCT FROM (NEW.organization_id, NEW.mode, NEW.status, NEW.currency, NEW.created_at))
  EXECUTE FUNCTION note_list_change();

CREATE TRIGGER invoices_counted AFTER INSERT OR DELETE ON invoices FOR EACH ROW EXECUTE FUNCTION note_list_change();
CREATE TRIGGER invoices_recounted AFTER UPDATE ON invoices FOR EACH ROW
  WHEN ((OLD.organization_id, OLD.mode, OLD.status, OLD.currency, OLD.created_at)
    IS DISTINCT FROM (NEW.organization_id, NEW.mode, NEW.status, NEW.currency, NEW.created_at))
  EXECUTE FUNCTION note_list_change();

-- What the lists really have. Kept counts must equal it at any moment.
CREATE VIEW listed_rows AS
  SELECT organization_id, mode, 'payments' AS list, status::text AS facet, currency, douala_day(created_at) AS day,
    count(*)::int AS rows FROM payments GROUP BY 1, 2, 4, 5, 6
  UNION ALL
  SELECT organization_id, mode, 'refunds', status::text, currency, douala_day(created_at), count(*)::int
    FROM refunds GROUP BY 1, 2, 4, 5, 6
  UNION ALL
  SELECT organization_id, mode, 'statement_lines', type::text, currency, douala_day(created_at), count(*)::int
    FROM statement_lines GROUP BY 1, 2, 4, 5, 6
  UNION ALL
  SELECT organization_id, mode, 'payouts', status::text, currency, douala_day(created_at), count(*)::int
    FROM payouts GROUP BY 1, 2, 4, 5, 6
  UNION ALL
  SELECT organization_id, mode, 'payment_links', coalesce(closed_by, 'open'), currency, douala_day(created_at), count(*)::int
    FROM payment_links GROUP BY 1, 2, 4, 5, 6
  UNION ALL
  SELECT organization_id, mode, 'orders', status::text, currency, douala_day(created_at), count(*)::int
    FROM orders GROUP BY 1, 2, 4, 5, 6
  UNION ALL
  SELECT organization_id, mode, 'invoices', status::text, currency, douala_day(created_at), count(*)::int
    FROM invoices GROUP BY 1, 2, 4, 5, 6;

-- Counts all lists anew and returns how many counts there are; nobody writes to a list meanwhile.
CREATE FUNCTION recount_lists() RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  counts integer;
BEGIN
  LOCK TABLE payments, refunds, statement_lines, payouts, payment_links, orders, invoices IN SHARE MODE;
  LOCK TABLE list_counts, list_count_changes IN EXCLUSIVE MODE;
  DELETE FROM list_count_changes;
  DELETE FROM list_counts;
  INSERT INTO list_counts (organization_id, mode, list, facet, currency, day, rows)
    SELECT organization_id, mode, list, facet, currency, day, rows FROM listed_rows
    ORDER BY organization_id, mode, list, day, facet, currency;
  GET DIAGNOSTICS counts = ROW_COUNT;
  RETURN counts;
END $$;
SELECT recount_lists();
