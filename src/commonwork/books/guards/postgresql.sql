-- The guards as PostgreSQL triggers: statement-level with transition tables, so that a batch costs one check.
--
-- Lines first, and the entry that is written after them seals them. Lines touch the row of their book; one deferred
-- constraint trigger on that row refuses, at the end of the transaction (or as soon as constraints are made
-- immediate), lines that no entry sealed. Sequential scans are switched off inside: a plan made while the tables were
-- empty would be kept when they are full. Each statement begins with CREATE at the start of a line.

CREATE OR REPLACE FUNCTION books_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $books$
BEGIN
RAISE EXCEPTION '%: posted rows are never changed, replaced or deleted', TG_TABLE_NAME USING ERRCODE = '23514';
END$books$

CREATE OR REPLACE FUNCTION books_lines_drafted() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $books$
BEGIN
PERFORM 1 FROM books_book WHERE id IN (SELECT book_id FROM fresh) ORDER BY key FOR UPDATE;
IF EXISTS (SELECT 1 FROM fresh f JOIN books_book b ON b.id = f.book_id WHERE f.seq <= b.head_seq) THEN
  RAISE EXCEPTION 'books_posting: posted rows are never changed, replaced or deleted' USING ERRCODE = '23514';
END IF;
IF EXISTS (SELECT 1 FROM fresh f LEFT JOIN books_account a ON a.id = f.account_id AND a.book_id = f.book_id
  WHERE a.id IS NULL) THEN
  RAISE EXCEPTION 'books_posting: the account belongs to another book' USING ERRCODE = '23514';
END IF;
UPDATE books_book SET head_seq = head_seq WHERE id IN (SELECT book_id FROM fresh);
RETURN NULL;
END$books$

CREATE OR REPLACE FUNCTION books_entries_posted() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $books$
BEGIN
PERFORM 1 FROM books_book WHERE id IN (SELECT book_id FROM fresh) ORDER BY key FOR UPDATE;
IF EXISTS (
SELECT 1 FROM (SELECT f.seq, f.prev_hash, b.head_seq + row_number() OVER follows AS due,
                      coalesce(lag(f.hash) OVER follows, b.head_hash) AS link
                 FROM fresh f JOIN books_book b ON b.id = f.book_id
               WINDOW follows AS (PARTITION BY f.book_id ORDER BY f.seq)) chained
 WHERE seq <> due OR prev_hash <> link) THEN
  RAISE EXCEPTION 'books_entry: number or link does not follow the last entry of the book' USING ERRCODE = '23514';
END IF;
IF EXISTS (SELECT 1 FROM fresh f JOIN books_book b ON b.id = f.book_id WHERE f.effective_on < b.closed_until) THEN
  RAISE EXCEPTION 'books_entry: the day lies in a closed period' USING ERRCODE = '23514';
END IF;
IF EXISTS (
SELECT 1 FROM fresh f LEFT JOIN books_posting p ON p.book_id = f.book_id AND p.seq = f.seq
 GROUP BY f.id, f.line_count
HAVING count(p.line) < 2 OR count(p.line) <> f.line_count OR max(p.line) <> f.line_count
    OR bool_or(p.effective_on <> f.effective_on OR p.is_closing <> f.is_closing)) THEN
  RAISE EXCEPTION 'books_entry: an entry needs two lines or more, numbered from 1, of its own day'
    USING ERRCODE = '23514';
END IF;
IF EXISTS (
SELECT 1 FROM fresh f JOIN books_posting p ON p.book_id = f.book_id AND p.seq = f.seq
  JOIN books_account a ON a.id = p.account_id
 GROUP BY f.id, a.unit HAVING sum(p.amount_minor) <> 0) THEN
  RAISE EXCEPTION 'books_entry: debits and credits do not balance' USING ERRCODE = '23514';
END IF;
IF EXISTS (SELECT 1 FROM fresh WHERE length(hash) <> 64 OR length(payload_hash) <> 64) THEN
  RAISE EXCEPTION 'books_entry: a value is of the wrong length' USING ERRCODE = '23514';
END IF;
IF EXISTS (
SELECT 1 FROM fresh f JOIN books_posting p ON p.book_id = f.book_id AND p.seq = f.seq
 WHERE NOT EXISTS (SELECT 1 FROM books_balance b WHERE b.account_id = p.account_id)) THEN
  RAISE EXCEPTION 'books_entry: an account has no balance' USING ERRCODE = '23514';
END IF;
UPDATE books_balance b SET amount_minor = b.amount_minor + m.moved
  FROM (SELECT p.account_id, sum(p.amount_minor)::bigint AS moved FROM fresh f
          JOIN books_posting p ON p.book_id = f.book_id AND p.seq = f.seq GROUP BY p.account_id) m
 WHERE b.account_id = m.account_id;
UPDATE books_book b SET head_seq = f.seq, head_hash = f.hash
  FROM (SELECT DISTINCT ON (book_id) book_id, seq, hash FROM fresh ORDER BY book_id, seq DESC) f
 WHERE b.id = f.book_id;
RETURN NULL;
END$books$

CREATE OR REPLACE FUNCTION books_no_lines_left() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $books$
BEGIN
IF EXISTS (SELECT 1 FROM books_book b JOIN books_posting p ON p.book_id = b.id AND p.seq > b.head_seq
  WHERE b.id = NEW.id) THEN
  RAISE EXCEPTION 'books_posting: lines without an entry' USING ERRCODE = '23514';
END IF;
RETURN NULL;
END$books$

CREATE OR REPLACE FUNCTION books_book_stays() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $books$
BEGIN
IF TG_OP = 'INSERT' THEN
  IF NEW.head_seq <> 0 OR NEW.head_hash <> repeat('0', 64) THEN
    RAISE EXCEPTION 'books_book: a book begins empty' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END IF;
IF (NEW.head_seq, NEW.head_hash) IS DISTINCT FROM (OLD.head_seq, OLD.head_hash)
   AND (NOT EXISTS (SELECT 1 FROM books_entry
                     WHERE book_id = OLD.id AND seq = NEW.head_seq AND hash = NEW.head_hash)
        OR EXISTS (SELECT 1 FROM books_entry WHERE book_id = OLD.id AND seq > NEW.head_seq)) THEN
  RAISE EXCEPTION 'books_book: the head is the last entry' USING ERRCODE = '23514';
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
IF TG_OP = 'INSERT' AND NEW.amount_minor <> 0 THEN
  RAISE EXCEPTION 'books_balance: a balance begins at zero' USING ERRCODE = '23514';
END IF;
IF TG_OP = 'UPDATE' AND NEW.account_id IS DISTINCT FROM OLD.account_id THEN
  RAISE EXCEPTION 'books_balance: a balance stays with its account' USING ERRCODE = '23514';
END IF;
RETURN NEW;
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

CREATE TRIGGER books_book_stays BEFORE INSERT OR UPDATE ON books_book FOR EACH ROW EXECUTE FUNCTION books_book_stays()

CREATE TRIGGER books_account_stays BEFORE UPDATE ON books_account FOR EACH ROW EXECUTE FUNCTION books_account_stays()

CREATE TRIGGER books_balance_stays BEFORE INSERT OR UPDATE
  ON books_balance FOR EACH ROW EXECUTE FUNCTION books_balance_stays()

CREATE TRIGGER books_memo_only_erased BEFORE UPDATE ON books_memo FOR EACH ROW EXECUTE FUNCTION books_memo_only_erased()

CREATE CONSTRAINT TRIGGER books_book_no_lines_left AFTER UPDATE
  ON books_book DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.head_seq = NEW.head_seq)
  EXECUTE FUNCTION books_no_lines_left()
