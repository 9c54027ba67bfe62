-- The guards of holds, and of closed accounts, as PostgreSQL triggers. Read postgresql.sql first.
--
-- A hold and its end are rows that never change. Their triggers lock the book, move what is set aside beside the
-- balances (whose CHECKs refuse what goes beyond a limit), and refuse an end that does not fit. The end of a posted
-- hold names the number of the entry to come; a deferred constraint trigger sees that it came and posts what was held.

CREATE OR REPLACE FUNCTION books_hold_placed() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $books$
BEGIN
PERFORM 1 FROM books_book WHERE id = NEW.book_id FOR UPDATE;
IF NOT EXISTS (SELECT 1 FROM books_account a JOIN books_balance b ON b.account_id = a.id
                 JOIN books_account g ON g.id = NEW.against_id JOIN books_balance c ON c.account_id = g.id
                WHERE a.id = NEW.account_id AND a.book_id = NEW.book_id AND g.book_id = NEW.book_id
                  AND a.unit = g.unit AND b.closed_at IS NULL AND c.closed_at IS NULL) THEN
  RAISE EXCEPTION 'books_hold: the accounts must be open, of this book and of one unit' USING ERRCODE = '23514';
END IF;
UPDATE books_balance SET pending_minor = pending_minor + NEW.amount_minor WHERE account_id = NEW.account_id;
UPDATE books_balance SET incoming_minor = incoming_minor + NEW.amount_minor WHERE account_id = NEW.against_id;
RETURN NEW;
END$books$

CREATE OR REPLACE FUNCTION books_holdend_placed() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $books$
DECLARE
  head bigint;
  held books_hold%ROWTYPE;
BEGIN
SELECT head_seq INTO head FROM books_book WHERE id = NEW.book_id FOR UPDATE;
SELECT * INTO held FROM books_hold WHERE id = NEW.hold_id;
IF EXISTS (SELECT 1 FROM books_holdend WHERE hold_id = NEW.hold_id) THEN
  RAISE EXCEPTION 'books_holdend: a hold ends once' USING ERRCODE = '23505';
END IF;
IF held.book_id IS DISTINCT FROM NEW.book_id OR NEW.amount_minor > held.amount_minor
   OR (NEW.how = 'expired' AND NEW.ended_on < held.expires_on)
   OR (NEW.how = 'posted' AND NEW.ended_on >= held.expires_on) THEN
  RAISE EXCEPTION 'books_holdend: not more than was held, and only while it holds' USING ERRCODE = '23514';
END IF;
IF NEW.seq <> head + 1 THEN
  RAISE EXCEPTION 'books_holdend: the entry that posts a hold is the next one' USING ERRCODE = '23514';
END IF;
UPDATE books_balance SET pending_minor = pending_minor - held.amount_minor WHERE account_id = held.account_id;
UPDATE books_balance SET incoming_minor = incoming_minor - held.amount_minor WHERE account_id = held.against_id;
RETURN NEW;
END$books$

CREATE OR REPLACE FUNCTION books_holdend_posted() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $books$
BEGIN
IF NOT EXISTS (
SELECT 1 FROM books_entry e JOIN books_hold h ON h.id = NEW.hold_id
  JOIN books_posting p ON p.book_id = e.book_id AND p.seq = e.seq AND p.account_id = h.account_id
  JOIN books_posting q ON q.book_id = e.book_id AND q.seq = e.seq AND q.account_id = h.against_id
 WHERE e.book_id = NEW.book_id AND e.seq = NEW.seq AND e.source = NEW.source
   AND p.amount_minor = -NEW.amount_minor AND p.party = h.party
   AND q.amount_minor = NEW.amount_minor AND q.party = h.against_party) THEN
  RAISE EXCEPTION 'books_holdend: the entry does not post what was held' USING ERRCODE = '23514';
END IF;
RETURN NULL;
END$books$

CREATE OR REPLACE FUNCTION books_balance_closed() RETURNS trigger LANGUAGE plpgsql AS $books$
BEGIN
RAISE EXCEPTION 'books_balance: a closed account stays closed and takes nothing' USING ERRCODE = '23514';
END$books$

CREATE TRIGGER books_hold_placed BEFORE INSERT ON books_hold FOR EACH ROW EXECUTE FUNCTION books_hold_placed()

CREATE TRIGGER books_hold_no_update BEFORE UPDATE ON books_hold FOR EACH ROW EXECUTE FUNCTION books_refuse_change()

CREATE TRIGGER books_hold_no_delete BEFORE DELETE ON books_hold FOR EACH ROW EXECUTE FUNCTION books_refuse_change()

CREATE TRIGGER books_hold_no_truncate BEFORE TRUNCATE
  ON books_hold FOR EACH STATEMENT EXECUTE FUNCTION books_refuse_change()

CREATE TRIGGER books_holdend_placed BEFORE INSERT ON books_holdend FOR EACH ROW EXECUTE FUNCTION books_holdend_placed()

CREATE TRIGGER books_holdend_no_update BEFORE UPDATE
  ON books_holdend FOR EACH ROW EXECUTE FUNCTION books_refuse_change()

CREATE TRIGGER books_holdend_no_delete BEFORE DELETE
  ON books_holdend FOR EACH ROW EXECUTE FUNCTION books_refuse_change()

CREATE TRIGGER books_holdend_no_truncate BEFORE TRUNCATE
  ON books_holdend FOR EACH STATEMENT EXECUTE FUNCTION books_refuse_change()

CREATE CONSTRAINT TRIGGER books_holdend_posted AFTER INSERT
  ON books_holdend DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.how = 'posted')
  EXECUTE FUNCTION books_holdend_posted()

CREATE TRIGGER books_balance_closed BEFORE UPDATE
  ON books_balance FOR EACH ROW WHEN (OLD.closed_at IS NOT NULL) EXECUTE FUNCTION books_balance_closed()
