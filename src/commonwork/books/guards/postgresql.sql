-- The guards as PostgreSQL triggers: statement-level with transition tables, so that a batch costs one check.
--
-- Lines first. The entry that is written after them seals them, and moves the balances and the sums of months. Lines
-- touch the row of their book; one deferred constraint trigger on that row refuses, at the end of the transaction (or
-- as soon as constraints are made immediate), lines that no entry sealed. Sequential scans are switched off inside: a
-- plan made while the tables were empty would be kept when they are full. Each function runs with the rights of the
-- tables' owner and looks names up in the books' schema alone (install adds this): temporary tables of the same name
-- fool nobody, and the application may be a role that has no right to write balances and heads.
-- Each statement begins with CREATE at the start of a line.

CREATE OR REPLACE FUNCTION books_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $books$
BEGIN
RAISE EXCEPTION '%: posted rows are never changed, replaced or deleted', TG_TABLE_NAME USING ERRCODE = '23514';
END$books$

CREATE OR REPLACE FUNCTION books_lines_drafted() RETURNS trigger LANGUAGE plpgsql SET jit = off SET enable_seqscan = off AS $books$
DECLARE of_book bigint; to_book bigint; first_seq bigint; last_seq bigint; head bigint; newest bigint; is_posted boolean;
BEGIN
SELECT min(f.book_id), max(f.book_id), min(f.seq), max(f.seq) INTO of_book, to_book, first_seq, last_seq FROM fresh f;
IF of_book = to_book THEN
  SELECT b.head_seq, (SELECT e.seq FROM books_entry e WHERE e.book_id = of_book ORDER BY e.seq DESC LIMIT 1)
    INTO head, newest FROM books_book b WHERE b.id = of_book FOR UPDATE;
  is_posted := head IS NULL OR first_seq <= head;
ELSIF of_book IS NOT NULL THEN
  WITH drafted AS MATERIALIZED (
    SELECT book_id, min(seq) AS first FROM fresh GROUP BY book_id
  ), locked AS MATERIALIZED (
    SELECT id, head_seq FROM books_book WHERE id IN (SELECT book_id FROM drafted) ORDER BY key FOR UPDATE
  )
  SELECT bool_or(b.id IS NULL OR f.first <= b.head_seq) INTO is_posted
    FROM drafted f LEFT JOIN locked b ON b.id = f.book_id;
END IF;
IF is_posted THEN
  RAISE EXCEPTION 'books_posting: posted rows are never changed, replaced or deleted' USING ERRCODE = '23514';
END IF;
IF first_seq IS DISTINCT FROM last_seq OR last_seq IS DISTINCT FROM newest THEN
  UPDATE books_book SET head_seq = head_seq WHERE id IN (SELECT DISTINCT book_id FROM fresh);
END IF;  -- not so where one statement writes an entry with its lines: the entry's trigger follows and seals them
RETURN NULL;
END$books$

CREATE OR REPLACE FUNCTION books_entries_posted() RETURNS trigger LANGUAGE plpgsql SET jit = off SET enable_seqscan = off
  SET enable_bitmapscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $books$
DECLARE is_loose boolean; is_late boolean; is_odd boolean; is_astray boolean; is_partial boolean; is_uneven boolean;
  has_units boolean; is_bare boolean := false; one record; is_single boolean; how_many bigint; last_line integer; total numeric;
  accounts bigint[]; amounts bigint[]; of_month date;
BEGIN
SELECT f.*, b.head_seq, b.head_hash, b.closed_until, b.unit, (SELECT count(*) FROM fresh) AS of_batch INTO one
  FROM fresh f LEFT JOIN books_book b ON b.id = f.book_id LIMIT 1;
is_single := one.of_batch = 1;
IF is_single THEN
  is_loose := one.seq IS DISTINCT FROM one.head_seq + 1 OR one.prev_hash IS DISTINCT FROM one.head_hash;
  is_late := one.effective_on < one.closed_until;
  is_odd := length(one.hash) <> 64 OR length(one.payload_hash) <> 64;
  IF one.reverses_id IS NOT NULL THEN
    is_astray := NOT EXISTS (SELECT 1 FROM books_entry r
      WHERE r.id = one.reverses_id AND r.book_id + 0 = one.book_id AND r.seq + 0 < one.seq);
  END IF;
  SELECT sum(of_account.lines), max(of_account.last), sum(of_account.amount), bool_or(of_account.strays),
         bool_or(of_account.is_off), array_agg(of_account.id), array_agg(of_account.amount)
    INTO how_many, last_line, total, has_units, is_partial, accounts, amounts
    FROM (SELECT p.account_id AS id, count(a.id) AS lines, max(p.line) AS last, sum(p.amount_minor)::bigint AS amount,
                 bool_or(a.unit <> one.unit) AS strays,
                 bool_or(p.effective_on <> one.effective_on OR p.is_closing <> one.is_closing) AS is_off
            FROM books_posting p LEFT JOIN books_account a ON a.id = p.account_id AND a.book_id + 0 = one.book_id
           WHERE p.book_id = one.book_id AND p.seq = one.seq GROUP BY p.account_id) of_account;
  is_partial := is_partial IS NOT FALSE OR how_many < 2 OR how_many <> one.line_count OR last_line <> one.line_count;
  is_uneven := total <> 0;
ELSE  -- entries and lines of each book in the order of their keys; not one look-up an entry
PERFORM set_config('enable_hashjoin', 'on', true), set_config('enable_mergejoin', 'on', true);
SELECT count(*) <> one.of_batch OR bool_or(e.prev_hash <> e.link OR e.seq <> e.before + 1),
       bool_or(e.effective_on < r.closed_until), bool_or(e.is_odd), bool_or(e.is_partial), bool_or(e.amount <> 0),
       bool_or(e.strays)
  INTO is_loose, is_late, is_odd, is_partial, is_uneven, has_units
  FROM (SELECT b.id, b.unit, b.head_seq, b.head_hash, b.closed_until FROM books_book b
         WHERE b.id IN (SELECT book_id FROM fresh) OFFSET 0) r
  CROSS JOIN LATERAL (
    SELECT e.seq, e.before, e.prev_hash, e.link, e.effective_on, e.is_odd, p.amount, p.strays,
           p.lines IS DISTINCT FROM e.line_count OR p.lines < 2 OR p.last <> e.line_count OR p.day <> e.effective_on
             OR p.late <> e.effective_on OR p.is_closing <> e.is_closing OR p.is_mixed AS is_partial
      FROM (SELECT o.seq, lag(o.seq, 1, r.head_seq) OVER follows AS before, o.prev_hash,
                   lag(o.hash, 1, r.head_hash) OVER follows AS link, o.effective_on, o.is_closing, o.line_count,
                   length(o.hash) <> 64 OR length(o.payload_hash) <> 64 AS is_odd
              FROM books_entry o WHERE o.book_id = r.id AND o.seq > r.head_seq WINDOW follows AS (ORDER BY o.seq)) e
      LEFT JOIN (
        SELECT q.seq, count(a.id) AS lines, max(q.line) AS last, sum(q.amount_minor) AS amount,
               min(q.effective_on) AS day, max(q.effective_on) AS late, bool_or(q.is_closing) AS is_closing,
               bool_or(q.is_closing) <> bool_and(q.is_closing) AS is_mixed, bool_or(a.unit <> r.unit) AS strays
          FROM (SELECT p.seq, p.line, p.account_id, p.amount_minor, p.effective_on, p.is_closing
                  FROM books_posting p WHERE p.book_id = r.id AND p.seq > r.head_seq OFFSET 0) q
          LEFT JOIN books_account a ON a.id = q.account_id AND a.book_id = r.id
         GROUP BY q.seq) p ON p.seq = e.seq) e;
is_astray := EXISTS (SELECT 1 FROM fresh f WHERE f.reverses_id IS NOT NULL AND NOT EXISTS (
  SELECT 1 FROM books_entry r WHERE r.id = f.reverses_id AND r.book_id + 0 = f.book_id AND r.seq + 0 < f.seq));
END IF;
IF is_loose THEN
  RAISE EXCEPTION 'books_entry: number or link does not follow the last entry of the book' USING ERRCODE = '23514';
ELSIF is_late THEN
  RAISE EXCEPTION 'books_entry: the day lies in a closed period' USING ERRCODE = '23514';
ELSIF is_odd THEN
  RAISE EXCEPTION 'books_entry: a value is of the wrong length' USING ERRCODE = '23514';
ELSIF is_astray THEN
  RAISE EXCEPTION 'books_entry: it reverses no earlier entry of its book' USING ERRCODE = '23514';
END IF;
IF has_units THEN
  SELECT bool_or(units.amount <> 0) INTO is_uneven
    FROM (SELECT sum(p.amount_minor) AS amount FROM fresh f
            JOIN books_posting p ON p.book_id = f.book_id AND p.seq = f.seq
            JOIN books_account a ON a.id = p.account_id
           GROUP BY f.book_id, f.seq, a.unit) units;
END IF;
IF is_partial THEN
  RAISE EXCEPTION 'books_entry: an entry needs two lines or more, numbered from 1, of its own day and book'
    USING ERRCODE = '23514';
ELSIF is_uneven THEN
  RAISE EXCEPTION 'books_entry: debits and credits do not balance' USING ERRCODE = '23514';
END IF;
IF is_single THEN
  of_month := date_trunc('month', one.effective_on);
  FOR at IN 1 .. cardinality(accounts) LOOP  -- short questions cost less than one over all
    UPDATE books_balance SET amount_minor = amount_minor + amounts[at]  -- FLOORS AND CEILINGS: the CHECKs of this table
     WHERE account_id = accounts[at];
    is_bare := is_bare OR NOT FOUND;
    UPDATE books_monthsum SET amount_minor = amount_minor + amounts[at]
     WHERE account_id = accounts[at] AND month = of_month;
    IF NOT FOUND THEN
      INSERT INTO books_monthsum (account_id, month, amount_minor) VALUES (accounts[at], of_month, amounts[at]);
    END IF;
  END LOOP;
  UPDATE books_book b SET head_seq = one.seq, head_hash = one.hash WHERE b.id = one.book_id;
ELSE
WITH moved AS MATERIALIZED (  -- by day first: there are fewer days than lines
  SELECT day.account_id, date_trunc('month', day.effective_on)::date AS month, sum(day.amount)::bigint AS amount
    FROM (SELECT q.account_id, q.effective_on, sum(q.amount_minor) AS amount
            FROM (SELECT b.id, b.head_seq FROM books_book b WHERE b.id IN (SELECT book_id FROM fresh) OFFSET 0) r
            CROSS JOIN LATERAL (SELECT p.account_id, p.effective_on, p.amount_minor
                                  FROM books_posting p WHERE p.book_id = r.id AND p.seq > r.head_seq OFFSET 0) q
           GROUP BY 1, 2) day GROUP BY 1, 2
), months AS (
  INSERT INTO books_monthsum AS s (account_id, month, amount_minor) SELECT account_id, month, amount FROM moved
  ON CONFLICT (account_id, month) DO UPDATE SET amount_minor = s.amount_minor + excluded.amount_minor
), balances AS (
  UPDATE books_balance b SET amount_minor = b.amount_minor + m.amount  -- FLOORS AND CEILINGS: the CHECKs of this table
    FROM (SELECT account_id, sum(amount)::bigint AS amount FROM moved GROUP BY account_id) m
   WHERE b.account_id = m.account_id RETURNING 1
)
SELECT (SELECT count(*) FROM balances) <> (SELECT count(DISTINCT account_id) FROM moved) INTO is_bare;
UPDATE books_book b SET head_seq = e.seq, head_hash = e.hash
  FROM (SELECT book_id, max(seq) AS last FROM fresh GROUP BY book_id) f, books_entry e
 WHERE b.id = f.book_id AND e.book_id = f.book_id AND e.seq = f.last;
END IF;
IF is_bare THEN
  RAISE EXCEPTION 'books_posting: an account has no balance' USING ERRCODE = '23514';
END IF;
RETURN NULL;
END$books$

CREATE OR REPLACE FUNCTION books_standing(keys text[], codes text[]) RETURNS TABLE (
  book bigint, book_key text, head_seq bigint, head_hash text, closed_until date, account bigint, code text,
  kept_by text, unit text, amount_minor bigint, floor_minor bigint, ceiling_minor bigint, pending_minor bigint,
  incoming_minor bigint, is_closed boolean)
  LANGUAGE plpgsql SET enable_seqscan = off AS $books$
BEGIN
PERFORM 1 FROM books_book b WHERE b.key = ANY (keys) ORDER BY b.key FOR UPDATE;
RETURN QUERY
SELECT b.id, b.key::text, b.head_seq, b.head_hash::text, b.closed_until, a.id, a.code::text, a.by::text, a.unit::text,
       l.amount_minor, l.floor_minor, l.ceiling_minor, l.pending_minor, l.incoming_minor, l.closed_at IS NOT NULL
  FROM books_book b
  LEFT JOIN books_account a ON a.book_id = b.id AND (codes IS NULL OR a.code = ANY (codes))
  LEFT JOIN books_balance l ON l.account_id = a.id
 WHERE b.key = ANY (keys);
END$books$

CREATE OR REPLACE FUNCTION books_post(entry_id uuid, book bigint, number bigint, day date, moment timestamptz,
  entry_kind text, fact text, memo text, mirror_id uuid, reversed_id uuid, closes boolean, payload text, link text,
  chained text, accounts bigint[], amounts bigint[], parties text[], funds text[]) RETURNS void
  LANGUAGE plpgsql AS $books$
BEGIN
WITH lines AS (
  INSERT INTO books_posting (book_id, seq, line, account_id, effective_on, amount_minor, party, fund, is_closing)
  SELECT book, number, one.line, one.account, day, one.amount, one.party, one.fund, closes
    FROM unnest(accounts, amounts, parties, funds) WITH ORDINALITY AS one (account, amount, party, fund, line)
  RETURNING line
)
INSERT INTO books_entry (id, book_id, seq, effective_on, recorded_at, kind, source, memo_hash, mirror, reverses_id,
                         is_closing, line_count, payload_hash, prev_hash, hash)
SELECT entry_id, book, number, day, moment, entry_kind, fact, memo, mirror_id, reversed_id, closes, written.lines,
       payload, link, chained
  FROM (SELECT count(*) AS lines FROM lines) written;
END$books$

CREATE OR REPLACE FUNCTION books_post_one(book_key text, entry_id uuid, day date, moment timestamptz, spelled text,
  entry_kind text, fact text, memo text, reversed_id uuid, closes boolean, payload text, codes text[],
  amounts bigint[], parties text[], funds text[]) RETURNS text
  LANGUAGE plpgsql SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $books$
DECLARE book bigint; head bigint; link text; chained text; until date; unit text; accounts bigint[]; account bigint;
  account_unit text; is_plain boolean;
BEGIN
SELECT b.id, b.head_seq, b.head_hash, b.closed_until INTO book, head, link, until
  FROM books_book b WHERE b.key = book_key FOR UPDATE;
FOR at IN 1 .. cardinality(codes) LOOP
  SELECT a.id, a.unit, (a.by = '' OR parties[at] <> '') AND l.closed_at IS NULL AND l.floor_minor IS NULL
                       AND l.ceiling_minor IS NULL
    INTO account, account_unit, is_plain
    FROM books_account a JOIN books_balance l ON l.account_id = a.id WHERE a.book_id = book AND a.code = codes[at];
  accounts[at] := account;
  unit := coalesce(unit, account_unit);
  IF is_plain IS NOT TRUE OR account_unit <> unit THEN
    RETURN NULL;
  END IF;
END LOOP;
IF book IS NULL OR day < until THEN
  RETURN NULL;
END IF;
chained := encode(sha256(convert_to(
  '["' || link || '",' || head + 1 || ',"' || entry_id || '","' || spelled || '","' || payload || '"]', 'UTF8')), 'hex');
WITH lines AS (
  INSERT INTO books_posting (book_id, seq, line, account_id, effective_on, amount_minor, party, fund, is_closing)
  SELECT book, head + 1, one.line, one.account, day, one.amount, one.party, one.fund, closes
    FROM unnest(accounts, amounts, parties, funds) WITH ORDINALITY AS one (account, amount, party, fund, line)
  RETURNING line
)
INSERT INTO books_entry (id, book_id, seq, effective_on, recorded_at, kind, source, memo_hash, mirror, reverses_id,
                         is_closing, line_count, payload_hash, prev_hash, hash)
SELECT entry_id, book, head + 1, day, moment, entry_kind, fact, memo, NULL, reversed_id, closes, written.lines, payload,
       link, chained
  FROM (SELECT count(*) AS lines FROM lines) written;  -- its lines come first, and their triggers too
RETURN book || ' ' || head + 1 || ' ' || link || ' ' || chained;
END$books$

CREATE OR REPLACE FUNCTION books_no_lines_left() RETURNS trigger LANGUAGE plpgsql SET jit = off SET enable_seqscan = off
  SET enable_bitmapscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $books$
BEGIN
IF EXISTS (SELECT 1 FROM books_book b JOIN books_posting p ON p.book_id = b.id AND p.seq > b.head_seq
            WHERE b.id = NEW.id) THEN
  RAISE EXCEPTION 'books_posting: lines without an entry' USING ERRCODE = '23514';
END IF;
RETURN NULL;
END$books$

CREATE OR REPLACE FUNCTION books_begins_empty() RETURNS trigger LANGUAGE plpgsql AS $books$
BEGIN
RAISE EXCEPTION '%: it begins empty', TG_TABLE_NAME USING ERRCODE = '23514';
END$books$

CREATE OR REPLACE FUNCTION books_kept_by_guards() RETURNS trigger LANGUAGE plpgsql AS $books$
BEGIN
RAISE EXCEPTION '%: it moves with entries alone', TG_TABLE_NAME USING ERRCODE = '23514';
END$books$

CREATE OR REPLACE FUNCTION books_book_stays() RETURNS trigger LANGUAGE plpgsql SET jit = off SET enable_seqscan = off AS $books$
DECLARE last_seq bigint; last_hash text;
BEGIN
IF (NEW.head_seq, NEW.head_hash) IS DISTINCT FROM (OLD.head_seq, OLD.head_hash) THEN
  SELECT seq, hash INTO last_seq, last_hash FROM books_entry WHERE book_id = OLD.id ORDER BY seq DESC LIMIT 1;
  IF (NEW.head_seq, NEW.head_hash) IS DISTINCT FROM (last_seq, last_hash) THEN
    RAISE EXCEPTION 'books_book: the head is the last entry' USING ERRCODE = '23514';
  END IF;
END IF;
IF (NEW.id, NEW.key, NEW.unit, NEW.organisation_id)
   IS DISTINCT FROM (OLD.id, OLD.key, OLD.unit, OLD.organisation_id) THEN
  RAISE EXCEPTION 'books_book: a book stays what and whose it is' USING ERRCODE = '23514';
END IF;
IF OLD.closed_until IS NOT NULL AND (NEW.closed_until IS NULL OR NEW.closed_until < OLD.closed_until) THEN
  RAISE EXCEPTION 'books_book: a closed period stays closed' USING ERRCODE = '23514';
END IF;
RETURN NEW;
END$books$

CREATE OR REPLACE FUNCTION books_account_stays() RETURNS trigger LANGUAGE plpgsql AS $books$
BEGIN
IF (NEW.id, NEW.book_id, NEW.code, NEW.kind, NEW.unit, NEW."by")
   IS DISTINCT FROM (OLD.id, OLD.book_id, OLD.code, OLD.kind, OLD.unit, OLD."by") THEN
  RAISE EXCEPTION 'books_account: only the name of an account changes' USING ERRCODE = '23514';
END IF;
RETURN NEW;
END$books$

CREATE OR REPLACE FUNCTION books_balance_stays() RETURNS trigger LANGUAGE plpgsql AS $books$
BEGIN
RAISE EXCEPTION 'books_balance: a balance stays with its account' USING ERRCODE = '23514';
END$books$

CREATE OR REPLACE FUNCTION books_memo_only_erased() RETURNS trigger LANGUAGE plpgsql AS $books$
BEGIN
IF NEW.entry_id IS DISTINCT FROM OLD.entry_id OR NEW.text <> '' OR NEW.salt <> '' OR NOT NEW.is_erased THEN
  RAISE EXCEPTION 'books_memo: a memo can be erased, never rewritten' USING ERRCODE = '23514';
END IF;
RETURN NEW;
END$books$

CREATE TRIGGER books_entry_no_delete BEFORE DELETE ON books_entry FOR EACH ROW EXECUTE FUNCTION books_refuse_change()

CREATE TRIGGER books_entry_no_truncate BEFORE TRUNCATE
  ON books_entry FOR EACH STATEMENT EXECUTE FUNCTION books_refuse_change()

CREATE TRIGGER books_posting_no_delete BEFORE DELETE
  ON books_posting FOR EACH ROW EXECUTE FUNCTION books_refuse_change()

CREATE TRIGGER books_posting_no_truncate BEFORE TRUNCATE
  ON books_posting FOR EACH STATEMENT EXECUTE FUNCTION books_refuse_change()

CREATE TRIGGER books_period_no_delete BEFORE DELETE ON books_period FOR EACH ROW EXECUTE FUNCTION books_refuse_change()

CREATE TRIGGER books_period_no_truncate BEFORE TRUNCATE
  ON books_period FOR EACH STATEMENT EXECUTE FUNCTION books_refuse_change()

CREATE TRIGGER books_book_no_delete BEFORE DELETE ON books_book FOR EACH ROW EXECUTE FUNCTION books_refuse_change()

CREATE TRIGGER books_book_no_truncate BEFORE TRUNCATE
  ON books_book FOR EACH STATEMENT EXECUTE FUNCTION books_refuse_change()

CREATE TRIGGER books_account_no_delete BEFORE DELETE
  ON books_account FOR EACH ROW EXECUTE FUNCTION books_refuse_change()

CREATE TRIGGER books_account_no_truncate BEFORE TRUNCATE
  ON books_account FOR EACH STATEMENT EXECUTE FUNCTION books_refuse_change()

CREATE TRIGGER books_monthsum_no_delete BEFORE DELETE
  ON books_monthsum FOR EACH ROW EXECUTE FUNCTION books_refuse_change()

CREATE TRIGGER books_monthsum_no_truncate BEFORE TRUNCATE
  ON books_monthsum FOR EACH STATEMENT EXECUTE FUNCTION books_refuse_change()

CREATE TRIGGER books_balance_no_delete BEFORE DELETE
  ON books_balance FOR EACH ROW EXECUTE FUNCTION books_refuse_change()

CREATE TRIGGER books_balance_no_truncate BEFORE TRUNCATE
  ON books_balance FOR EACH STATEMENT EXECUTE FUNCTION books_refuse_change()

CREATE TRIGGER books_memo_no_delete BEFORE DELETE ON books_memo FOR EACH ROW EXECUTE FUNCTION books_refuse_change()

CREATE TRIGGER books_memo_no_truncate BEFORE TRUNCATE
  ON books_memo FOR EACH STATEMENT EXECUTE FUNCTION books_refuse_change()

CREATE TRIGGER books_entry_no_update BEFORE UPDATE ON books_entry FOR EACH ROW EXECUTE FUNCTION books_refuse_change()

CREATE TRIGGER books_posting_no_update BEFORE UPDATE
  ON books_posting FOR EACH ROW EXECUTE FUNCTION books_refuse_change()

CREATE TRIGGER books_period_no_update BEFORE UPDATE ON books_period FOR EACH ROW EXECUTE FUNCTION books_refuse_change()

CREATE TRIGGER books_posting_drafted AFTER INSERT
  ON books_posting REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION books_lines_drafted()

CREATE TRIGGER books_entry_posted AFTER INSERT
  ON books_entry REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION books_entries_posted()

CREATE TRIGGER books_book_begins_empty BEFORE INSERT ON books_book FOR EACH ROW
  WHEN (NEW.head_seq <> 0 OR NEW.head_hash <> repeat('0', 64)) EXECUTE FUNCTION books_begins_empty()

CREATE TRIGGER books_book_stays BEFORE UPDATE ON books_book FOR EACH ROW  -- the guards above move the head as it must
  WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION books_book_stays()

CREATE TRIGGER books_account_stays BEFORE UPDATE ON books_account FOR EACH ROW EXECUTE FUNCTION books_account_stays()

CREATE TRIGGER books_balance_begins_empty BEFORE INSERT ON books_balance FOR EACH ROW
  WHEN (NEW.amount_minor <> 0) EXECUTE FUNCTION books_begins_empty()

CREATE TRIGGER books_balance_stays BEFORE UPDATE OF account_id ON books_balance FOR EACH ROW
  WHEN (NEW.account_id <> OLD.account_id) EXECUTE FUNCTION books_balance_stays()

CREATE TRIGGER books_balance_moves_with_entries BEFORE UPDATE OF amount_minor ON books_balance FOR EACH ROW
  WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION books_kept_by_guards()

CREATE TRIGGER books_monthsum_moves_with_entries BEFORE INSERT OR UPDATE ON books_monthsum FOR EACH ROW
  WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION books_kept_by_guards()

CREATE TRIGGER books_memo_only_erased BEFORE UPDATE ON books_memo FOR EACH ROW EXECUTE FUNCTION books_memo_only_erased()

CREATE CONSTRAINT TRIGGER books_book_no_lines_left AFTER UPDATE
  ON books_book DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.head_seq = NEW.head_seq)
  EXECUTE FUNCTION books_no_lines_left()
