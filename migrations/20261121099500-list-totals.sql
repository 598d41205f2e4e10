-- How many rows the large lists have, by day of Douala: totals, deep pages and figures are read here instead of being counted.
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
  -- Of these rows together, for a list that has figures of it; else nothing.
  amount          numeric(19, 4) NOT NULL,
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
  rows            integer NOT NULL,
  amount          numeric(19, 4) NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000, autovacuum_analyze_threshold = 2000000000);
CREATE INDEX list_count_changes_tenant_idx ON list_count_changes (organization_id, mode, list);

-- Cameroon keeps UTC+1 all year.
CREATE FUNCTION douala_day(instant timestamptz) RETURNS date LANGUAGE sql IMMUTABLE
  AS $$ SELECT (instant AT TIME ZONE interval '1 hour')::date $$;

-- Notes every change of the lists, and makes the view of what they really have: kept counts must equal it at any moment.
-- Each list has a function of its own, which knows its columns: it runs with every payment.
DO $do$
DECLARE
  list    record;
  facts   text;
  note    text;
  added   text;
  gone    text;
  watched text;
  really  text[];
BEGIN
  FOR list IN SELECT * FROM (VALUES
    -- What it is filtered by and what is summed up, of a row that is called `listed`.
    ('payments', 'listed.status', '0'),
    ('refunds', 'listed.status', '0'),
    ('statement_lines', 'listed.type', '0'),
    ('payouts', 'listed.status', '0'),
    ('payment_links', $$coalesce(listed.closed_by, 'open')$$, '0'),
    ('orders', 'listed.status', 'listed.amount'),
    ('invoices', 'listed.status', '0')
  ) AS lists (name, facet, amount) LOOP
    facts := format('listed.organization_id, listed.mode, %L, %s, listed.currency, douala_day(listed.created_at)', list.name, list.facet);
    note := 'INSERT INTO list_count_changes (organization_id, mode, list, facet, currency, day, rows, amount) VALUES ';
    added := replace(format('(%s, 1, %s)', facts, list.amount), 'listed.', 'NEW.');
    gone := replace(format('(%s, -1, -%s)', facts, list.amount), 'listed.', 'OLD.');
    EXECUTE format('CREATE FUNCTION note_%s() RETURNS trigger LANGUAGE plpgsql AS $note$ BEGIN
        IF TG_OP = ''INSERT'' THEN %s;
        ELSIF TG_OP = ''DELETE'' THEN %s;
        ELSE %s;
        END IF;
        RETURN NULL;
      END $note$', list.name, note || added, note || gone, note || gone || ', ' || added);
    EXECUTE format('CREATE TRIGGER %1$s_counted AFTER INSERT OR DELETE ON %1$s FOR EACH ROW EXECUTE FUNCTION note_%1$s()', list.name);
    watched := format('(listed.organization_id, listed.mode, %s, listed.currency, listed.created_at, %s)', list.facet, list.amount);
    EXECUTE format('CREATE TRIGGER %1$s_recounted AFTER UPDATE ON %1$s FOR EACH ROW WHEN (%2$s IS DISTINCT FROM %3$s) EXECUTE FUNCTION note_%1$s()',
      list.name, replace(watched, 'listed.', 'OLD.'), replace(watched, 'listed.', 'NEW.'));
    really := really || format('SELECT organization_id, mode, %L AS list, (%s)::text AS facet, currency, douala_day(created_at) AS day,
      count(*)::int AS rows, sum(%s)::numeric AS amount FROM %I AS listed GROUP BY 1, 2, 4, 5, 6', list.name, list.facet, list.amount, list.name);
  END LOOP;
  EXECUTE 'CREATE VIEW listed_rows AS ' || array_to_string(really, ' UNION ALL ');
END $do$;

-- What is kept and noted beyond what the lists have; no rows when all is well.
CREATE VIEW list_counts_off AS
  SELECT organization_id, mode, list, facet, currency, day, sum(rows) AS rows, sum(amount) AS amount FROM (
    SELECT * FROM list_counts
    UNION ALL SELECT * FROM list_count_changes
    UNION ALL SELECT organization_id, mode, list, facet, currency, day, -rows, -amount FROM listed_rows
  ) AS counts GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(rows) <> 0 OR sum(amount) <> 0;

-- Counts all lists anew and returns how many counts there are; nobody writes to a list meanwhile.
CREATE FUNCTION recount_lists() RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  counts integer;
BEGIN
  -- With a view the tables are locked that it reads.
  LOCK TABLE listed_rows IN SHARE MODE;
  LOCK TABLE list_counts, list_count_changes IN EXCLUSIVE MODE;
  DELETE FROM list_count_changes;
  DELETE FROM list_counts;
  INSERT INTO list_counts (organization_id, mode, list, facet, currency, day, rows, amount)
    SELECT organization_id, mode, list, facet, currency, day, rows, amount FROM listed_rows
    ORDER BY organization_id, mode, list, day, facet, currency;
  GET DIAGNOSTICS counts = ROW_COUNT;
  RETURN counts;
END $$;
SELECT recount_lists();
