-- The guards as PostgreSQL triggers: statement-level with transition tables, so that a batch costs one check.
--
-- Lines first: they move the balances and the sums of months. The entry that is written after them seals them. Lines
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
DECLARE is_posted boolean; is_foreign boolean; is_bare boolean; is_draft boolean; how_many bigint; of_book bigint;
  to_book bigint; first_seq bigint; last_seq bigint; of_month date; to_month date; head bigint; newest bigint;
  of_account bigint; change bigint;
BEGIN
SELECT count(*), min(f.book_id), max(f.book_id), min(f.seq), max(f.seq), date_trunc('month', min(f.effective_on)),
       date_trunc('month', max(f.effective_on)) INTO how_many, of_book, to_book, first_seq, last_seq, of_month, to_month
  FROM fresh f;
IF how_many <= 8 AND of_book = to_book AND of_month = to_month THEN  -- few: short questions cost less than one over all
  SELECT b.head_seq, (SELECT e.seq FROM books_entry e WHERE e.book_id = of_book ORDER BY e.seq DESC LIMIT 1)
    INTO head, newest FROM books_book b WHERE b.id = of_book FOR UPDATE;
  IF head IS NULL OR first_seq <= head THEN
    RAISE EXCEPTION 'books_posting: posted rows are never changed, replaced or deleted' USING ERRCODE = '23514';
  END IF;
  FOR of_account, change IN SELECT f.account_id, sum(f.amount_minor)::bigint FROM fresh f GROUP BY f.account_id LOOP
    UPDATE books_balance l SET amount_minor = l.amount_minor + change  -- FLOORS AND CEILINGS: the CHECKs of this table
      FROM books_account a WHERE l.account_id = of_account AND a.id = of_account AND a.book_id + 0 = of_book;
    IF NOT FOUND THEN
      IF EXISTS (SELECT 1 FROM books_account a WHERE a.id = of_account AND a.book_id + 0 = of_book) THEN
        RAISE EXCEPTION 'books_posting: an account has no balance' USING ERRCODE = '23514';
      END IF;
      RAISE EXCEPTION 'books_posting: the account belongs to another book' USING ERRCODE = '23514';
    END IF;
    UPDATE books_monthsum s SET amount_minor = s.amount_minor + change
     WHERE s.account_id = of_account AND s.month = of_month;
    IF NOT FOUND THEN
      INSERT INTO books_monthsum (account_id, month, amount_minor) VALUES (of_account, of_month, change);
    END IF;
  END LOOP;
  IF first_seq <> last_seq OR last_seq IS DISTINCT FROM newest THEN
    UPDATE books_book b SET head_seq = b.head_seq WHERE b.id = of_book;
  END IF;
  RETURN NULL;
END IF;
WITH moved AS MATERIALIZED (
  SELECT book_id, account_id, min(seq) AS first, max(seq) AS last FROM fresh GROUP BY book_id, account_id
), locked AS MATERIALIZED (
  SELECT id, head_seq FROM books_book WHERE id IN (SELECT book_id FROM moved) ORDER BY key FOR UPDATE
)
SELECT bool_or(b.id IS NULL OR f.first <= b.head_seq), bool_or(a.id IS NULL), bool_or(l.account_id IS NULL),
       bool_or(f.first <> f.last OR f.last IS DISTINCT FROM e.seq)
  INTO is_posted, is_foreign, is_bare, is_draft
  FROM moved f
  LEFT JOIN locked b ON b.id = f.book_id
  LEFT JOIN books_account a ON a.id = f.account_id AND a.book_id + 0 = f.book_id
  LEFT JOIN books_balance l ON l.account_id = f.account_id
  LEFT JOIN LATERAL (SELECT seq FROM books_entry WHERE book_id = f.book_id ORDER BY seq DESC LIMIT 1) e ON true;
IF is_posted THEN
  RAISE EXCEPTION 'books_posting: posted rows are never changed, replaced or deleted' USING ERRCODE = '23514';
ELSIF is_foreign THEN
  RAISE EXCEPTION 'books_posting: the account belongs to another book' USING ERRCODE = '23514';
ELSIF is_bare THEN
  RAISE EXCEPTION 'books_posting: an account has no balance' USING ERRCODE = '23514';
END IF;
WITH moved AS MATERIALIZED (  -- by day first: there are fewer days than lines
  SELECT account_id, date_trunc('month', day.effective_on)::date AS month, sum(day.amount)::bigint AS amount
    FROM (SELECT account_id, effective_on, sum(amount_minor) AS amount FROM fresh GROUP BY 1, 2) day GROUP BY 1, 2
), months AS (
  INSERT INTO books_monthsum AS s (account_id, month, amount_minor) SELECT account_id, month, amount FROM moved
  ON CONFLICT (account_id, month) DO UPDATE SET amount_minor = s.amount_minor + excluded.amount_minor
)
UPDATE books_balance b SET amount_minor = b.amount_minor + m.amount  -- FLOORS AND CEILINGS: the CHECKs of this table
  FROM (SELECT account_id, sum(amount)::bigint AS amount FROM moved GROUP BY account_id) m
 WHERE b.account_id = m.account_id;
IF is_draft THEN  -- not so where one statement writes an entry with its lines: the entry's trigger follows and seals them
  UPDATE books_book SET head_seq = head_seq WHERE id IN (SELECT DISTINCT book_id FROM fresh);
END IF;
RETURN NULL;
END$books$

CREATE OR REPLACE FUNCTION books_entries_posted() RETURNS trigger LANGUAGE plpgsql SET jit = off SET enable_seqscan = off
  SET enable_bitmapscan = off SET enable_hashjoin = off SET enable_mergejoin = off AS $books$
DECLARE is_loose boolean; is_late boolean; is_odd boolean; is_astray boolean; is_partial boolean; is_uneven boolean;
  has_units boolean; one record; is_single boolean; how_many bigint; last_line integer; total numeric;
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
ELSE
PERFORM set_config('enable_hashjoin', 'on', true);
SELECT bool_or(f.prev_hash IS DISTINCT FROM CASE WHEN f.seq = b.head_seq + 1 THEN b.head_hash ELSE before.hash END),
       bool_or(f.effective_on < b.closed_until), bool_or(length(f.hash) <> 64 OR length(f.payload_hash) <> 64)
  INTO is_loose, is_late, is_odd
  FROM fresh f
  LEFT JOIN fresh before ON before.book_id = f.book_id AND before.seq = f.seq - 1
  LEFT JOIN books_book b ON b.id = f.book_id;
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
IF is_single THEN
  SELECT count(a.id), max(p.line), sum(p.amount_minor), bool_or(a.unit <> one.unit),
         bool_or(p.effective_on <> one.effective_on OR p.is_closing <> one.is_closing)
    INTO how_many, last_line, total, has_units, is_partial
    FROM books_posting p LEFT JOIN books_account a ON a.id = p.account_id
   WHERE p.book_id = one.book_id AND p.seq = one.seq;
  is_partial := is_partial IS NOT FALSE OR how_many < 2 OR how_many <> one.line_count OR last_line <> one.line_count;
  is_uneven := total <> 0;
ELSE  -- the lines of each book in the order of their key, which is that of the entries; not one look-up an entry
SELECT bool_or(p.lines IS DISTINCT FROM f.line_count OR p.lines < 2 OR p.last <> f.line_count
               OR p.day <> f.effective_on OR p.late <> f.effective_on OR p.is_closing <> f.is_closing OR p.is_mixed),
       bool_or(p.amount <> 0), bool_or(p.strays)
  INTO is_partial, is_uneven, has_units
  FROM fresh f
  LEFT JOIN (
    SELECT r.id AS book_id, q.seq, count(a.id) AS lines, max(q.line) AS last, sum(q.amount_minor) AS amount,
           min(q.effective_on) AS day, max(q.effective_on) AS late, bool_or(q.is_closing) AS is_closing,
           bool_or(q.is_closing) <> bool_and(q.is_closing) AS is_mixed, bool_or(a.unit <> r.unit) AS strays
      FROM (SELECT b.id, b.unit, b.head_seq FROM books_book b WHERE b.id IN (SELECT book_id FROM fresh) OFFSET 0) r
      CROSS JOIN LATERAL (SELECT p.seq, p.line, p.account_id, p.amount_minor, p.effective_on, p.is_closing
                            FROM books_posting p WHERE p.book_id = r.id AND p.seq > r.head_seq OFFSET 0) q
      LEFT JOIN books_account a ON a.id = q.account_id
     GROUP BY r.id, q.seq) p ON p.book_id = f.book_id AND p.seq = f.seq;
END IF;
IF has_units THEN
  SELECT bool_or(units.amount <> 0) INTO is_uneven
    FROM (SELECT sum(p.amount_minor) AS amount FROM fresh f
            JOIN books_posting p ON p.book_id = f.book_id AND p.seq = f.seq
            JOIN books_account a ON a.id = p.account_id
           GROUP BY f.book_id, f.seq, a.unit) units;
END IF;
IF is_partial THEN
  RAISE EXCEPTION 'books_entry: an entry needs two lines or more, numbered from 1, of its own day'
    USING ERRCODE = '23514';
ELSIF is_uneven THEN
  RAISE EXCEPTION 'books_entry: debits and credits do not balance' USING ERRCODE = '23514';
END IF;
IF is_single THEN
  UPDATE books_book b SET head_seq = one.seq, head_hash = one.hash WHERE b.id = one.book_id;
  RETURN NULL;
END IF;
UPDATE books_book b SET head_seq = e.seq, head_hash = e.hash
  FROM (SELECT book_id, max(seq) AS last FROM fresh GROUP BY book_id) f, books_entry e
 WHERE b.id = f.book_id AND e.book_id = f.book_id AND e.seq = f.last;
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
DECLARE book bigint; head bigint; link text; chained text; until date; accounts bigint[]; is_plain boolean;
BEGIN
SELECT b.id, b.head_seq, b.head_hash, b.closed_until INTO book, head, link, until
  FROM books_book b WHERE b.key = book_key FOR UPDATE;
SELECT array_agg(a.id ORDER BY one.line),
       min(a.unit) = max(a.unit) AND bool_and(a.id IS NOT NULL AND (a.by = '' OR one.party <> '')
         AND l.closed_at IS NULL AND l.floor_minor IS NULL AND l.ceiling_minor IS NULL)
  INTO accounts, is_plain
  FROM unnest(codes, parties) WITH ORDINALITY AS one (code, party, line)
  LEFT JOIN LATERAL (SELECT c.id, c.unit, c.by FROM books_account c
                      WHERE c.book_id = book AND c.code = one.code OFFSET 0) a ON true
  LEFT JOIN LATERAL (SELECT b.closed_at, b.floor_minor, b.ceiling_minor FROM books_balance b
                      WHERE b.account_id = a.id OFFSET 0) l ON true;
IF is_plain IS NOT TRUE OR day < until THEN
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
  WHEN (pg_trigger_depth() = 0 AND OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION books_book_stays()

CREATE TRIGGER books_account_stays BEFORE UPDATE ON books_account FOR EACH ROW EXECUTE FUNCTION books_account_stays()

CREATE TRIGGER books_balance_begins_empty BEFORE INSERT ON books_balance FOR EACH ROW
  WHEN (NEW.amount_minor <> 0) EXECUTE FUNCTION books_begins_empty()

CREATE TRIGGER books_balance_stays BEFORE UPDATE ON books_balance FOR EACH ROW
  WHEN (NEW.account_id <> OLD.account_id) EXECUTE FUNCTION books_balance_stays()

CREATE TRIGGER books_balance_moves_with_entries BEFORE UPDATE ON books_balance FOR EACH ROW
  WHEN (NEW.amount_minor <> OLD.amount_minor AND pg_trigger_depth() = 0) EXECUTE FUNCTION books_kept_by_guards()

CREATE TRIGGER books_monthsum_moves_with_entries BEFORE INSERT OR UPDATE ON books_monthsum FOR EACH ROW
  WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION books_kept_by_guards()

CREATE TRIGGER books_memo_only_erased BEFORE UPDATE ON books_memo FOR EACH ROW EXECUTE FUNCTION books_memo_only_erased()

CREATE CONSTRAINT TRIGGER books_book_no_lines_left AFTER UPDATE
  ON books_book DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.head_seq = NEW.head_seq)
  EXECUTE FUNCTION books_no_lines_left()
