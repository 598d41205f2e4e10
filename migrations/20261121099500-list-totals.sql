-- How many rows the large lists have, by day of Douala: totals, deep pages and figures are read here instead of being counted.
-- Every change of a list is noted in its own transaction; a job folds the notes, and whoever reads adds both together.
CREATE TABLE list_counts (
  organization_id uuid NOT NULL,
  -- The mode, of deliveries the dialect; nothing for what belongs to no mode.
  part            text NOT NULL,
  -- The table, and how its days are told where that is not by when rows were made; and the value of what it is filtered by:
  -- the type of statement lines, else the status, or nothing.
  list            text NOT NULL,
  facet           text NOT NULL,
  -- Nothing for what has none.
  currency        text NOT NULL,
  day             date NOT NULL,
  rows            integer NOT NULL,
  -- Of these rows together, for a list that has figures of it; else nothing.
  amount          numeric(38, 4) NOT NULL,
  CONSTRAINT list_counts_pkey PRIMARY KEY (organization_id, part, list, day, facet, currency)
) WITH (fillfactor = 70);

-- Only ever added to, so that payments of one merchant do not wait for each other.
CREATE TABLE list_count_changes (
  organization_id uuid NOT NULL,
  part            text NOT NULL,
  list            text NOT NULL,
  facet           text NOT NULL,
  currency        text NOT NULL,
  day             date NOT NULL,
  rows            integer NOT NULL,
  amount          numeric(38, 4) NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000, autovacuum_analyze_threshold = 2000000000);
CREATE INDEX list_count_changes_tenant_idx ON list_count_changes (organization_id, part, list);

-- Cameroon keeps UTC+1 all year.
CREATE FUNCTION douala_day(instant timestamptz) RETURNS date LANGUAGE sql IMMUTABLE
  AS $$ SELECT (instant AT TIME ZONE interval '1 hour')::date $$;

-- Has every change of the lists noted, and makes the view of what they really have: kept counts must equal it at any moment.
-- Each list has a function of its own, which knows its columns: it runs with every payment.
DO $do$
DECLARE
  list    record;
  source  text;
  day     text;
  facts   text;
  note    text;
  added   text;
  gone    text;
  moved   text;
  watched text;
  really  text[];
BEGIN
  FOR list IN SELECT * FROM (VALUES
    -- What is noted of a row that is called `listed`: an amount where something sums it up. Rows that are written many at a
    -- time are noted together. Invoices are counted by their dates as well, which a draft gets anew when it is sent.
    ('payments', 'listed.mode', 'listed.status', 'listed.currency', '0', false),
    ('refunds', 'listed.mode', 'listed.status', 'listed.currency', '0', false),
    ('statement_lines', 'listed.mode', 'listed.type', 'listed.currency', '0', false),
    ('payouts', 'listed.mode', 'listed.status', 'listed.currency', '0', false),
    ('payment_links', 'listed.mode', 'listed.listed_as', 'listed.currency', '0', false),
    ('orders', 'listed.mode', 'listed.status', 'listed.currency', 'listed.amount', false),
    ('invoices', 'listed.mode', 'listed.status', 'listed.currency', '0', false),
    ('invoices_dated', 'listed.mode', 'listed.status', 'listed.currency', '0', false),
    ('credit_notes', 'listed.mode', $$''$$, 'listed.currency', '0', false),
    ('recurring_invoices', 'listed.mode', $$''$$, 'listed.currency', '0', false),
    ('disputes', 'listed.mode', 'listed.status', 'listed.currency', '0', false),
    ('customers', $$''$$, $$''$$, $$''$$, '0', false),
    ('products', $$''$$, $$''$$, 'listed.currency', '0', false),
    ('webhook_deliveries', 'listed.dialect', 'listed.status', $$''$$, '0', true),
    ('api_calls', $$''$$, $$''$$, $$''$$, '0', true)
  ) AS lists (name, part, facet, currency, amount, together) LOOP
    source := replace(list.name, '_dated', '');
    day := CASE WHEN source = list.name THEN 'douala_day(listed.created_at)' ELSE 'listed.issued_on' END;
    facts := format('listed.organization_id, %s, %L, %s, %s, %s', list.part, list.name, list.facet, list.currency, day);
    note := 'INSERT INTO list_count_changes (organization_id, part, list, facet, currency, day, rows, amount) ';
    IF list.together THEN
      note := note || format('SELECT %s, sum(step), sum(step * %s) FROM (%%s) AS listed GROUP BY 1, 2, 4, 5, 6 HAVING sum(step) <> 0',
        facts, list.amount);
      added := 'SELECT *, 1 AS step FROM after';
      gone := 'SELECT *, -1 AS step FROM before';
      moved := added || ' UNION ALL ' || gone;
    ELSE
      note := note || 'VALUES %s';
      added := replace(format('(%s, 1, %s)', facts, list.amount), 'listed.', 'NEW.');
      gone := replace(format('(%s, -1, -%s)', facts, list.amount), 'listed.', 'OLD.');
      moved := gone || ', ' || added;
    END IF;
    EXECUTE format('CREATE FUNCTION note_%s() RETURNS trigger LANGUAGE plpgsql AS $note$ BEGIN
        IF TG_OP = ''INSERT'' THEN %s;
        ELSIF TG_OP = ''DELETE'' THEN %s;
        ELSE %s;
        END IF;
        RETURN NULL;
      END $note$', list.name, format(note, added), format(note, gone), format(note, moved));
    watched := format('(listed.organization_id, %s, %s, %s, %s, %s)', list.part, list.facet, list.currency, day, list.amount);
    EXECUTE format(CASE WHEN list.together THEN
        'CREATE TRIGGER %1$s_added AFTER INSERT ON %2$s REFERENCING NEW TABLE AS after
          FOR EACH STATEMENT EXECUTE FUNCTION note_%1$s();
        CREATE TRIGGER %1$s_gone AFTER DELETE ON %2$s REFERENCING OLD TABLE AS before
          FOR EACH STATEMENT EXECUTE FUNCTION note_%1$s();
        CREATE TRIGGER %1$s_moved AFTER UPDATE ON %2$s REFERENCING OLD TABLE AS before NEW TABLE AS after
          FOR EACH STATEMENT EXECUTE FUNCTION note_%1$s()'
      ELSE
        'CREATE TRIGGER %1$s_counted AFTER INSERT OR DELETE ON %2$s FOR EACH ROW EXECUTE FUNCTION note_%1$s();
        CREATE TRIGGER %1$s_recounted AFTER UPDATE ON %2$s
          FOR EACH ROW WHEN (%3$s IS DISTINCT FROM %4$s) EXECUTE FUNCTION note_%1$s()'
      END, list.name, source, replace(watched, 'listed.', 'OLD.'), replace(watched, 'listed.', 'NEW.'));
    really := really || format('SELECT organization_id, (%s)::text AS part, %L AS list, (%s)::text AS facet, (%s)::text AS currency,
      %s AS day, count(*)::int AS rows, sum(%s)::numeric AS amount FROM %I AS listed GROUP BY 1, 2, 4, 5, 6',
      list.part, list.name, list.facet, list.currency, day, list.amount, source);
  END LOOP;
  EXECUTE 'CREATE VIEW listed_rows AS ' || array_to_string(really, ' UNION ALL ');
END $do$;

-- What is kept and noted beyond what the lists have; no rows when all is well.
CREATE VIEW list_counts_off AS
  SELECT organization_id, part, list, facet, currency, day, sum(rows) AS rows, sum(amount) AS amount FROM (
    SELECT * FROM list_counts
    UNION ALL SELECT * FROM list_count_changes
    UNION ALL SELECT organization_id, part, list, facet, currency, day, -rows, -amount FROM listed_rows
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
  INSERT INTO list_counts (organization_id, part, list, facet, currency, day, rows, amount)
    SELECT organization_id, part, list, facet, currency, day, rows, amount FROM listed_rows
    ORDER BY organization_id, part, list, day, facet, currency;
  GET DIAGNOSTICS counts = ROW_COUNT;
  RETURN counts;
END $$;
SELECT recount_lists();
