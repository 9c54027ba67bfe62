-- The guards as SQLite triggers: lines first, and the entry that is written after them seals them.
--
-- Existence checks on every unique key, because INSERT OR REPLACE deletes rows without asking a delete trigger unless
-- recursive_triggers is on. Limits are checked here and not only by CHECK, because an outer OR IGNORE would skip the
-- balance silently. Values are checked for their type: SQLite keeps a text in a number column if nobody minds.
-- CROSS JOIN and +column keep the planner on the key of the lines, whatever the statistics say.
-- Each statement begins with CREATE at the start of a line and is kept by the database exactly as it stands here.

CREATE TRIGGER books_entry_no_update BEFORE UPDATE ON books_entry BEGIN
  SELECT RAISE(ABORT, 'books_entry: posted rows are never changed, replaced or deleted');
END

CREATE TRIGGER books_entry_no_delete BEFORE DELETE ON books_entry BEGIN
  SELECT RAISE(ABORT, 'books_entry: posted rows are never changed, replaced or deleted');
END

CREATE TRIGGER books_posting_no_update BEFORE UPDATE ON books_posting BEGIN
  SELECT RAISE(ABORT, 'books_posting: posted rows are never changed, replaced or deleted');
END

CREATE TRIGGER books_posting_no_delete BEFORE DELETE ON books_posting BEGIN
  SELECT RAISE(ABORT, 'books_posting: posted rows are never changed, replaced or deleted');
END

CREATE TRIGGER books_period_no_update BEFORE UPDATE ON books_period BEGIN
  SELECT RAISE(ABORT, 'books_period: posted rows are never changed, replaced or deleted');
END

CREATE TRIGGER books_period_no_delete BEFORE DELETE ON books_period BEGIN
  SELECT RAISE(ABORT, 'books_period: posted rows are never changed, replaced or deleted');
END

CREATE TRIGGER books_book_no_delete BEFORE DELETE ON books_book BEGIN
  SELECT RAISE(ABORT, 'books_book: posted rows are never changed, replaced or deleted');
END

CREATE TRIGGER books_account_no_delete BEFORE DELETE ON books_account BEGIN
  SELECT RAISE(ABORT, 'books_account: posted rows are never changed, replaced or deleted');
END

CREATE TRIGGER books_balance_no_delete BEFORE DELETE ON books_balance BEGIN
  SELECT RAISE(ABORT, 'books_balance: posted rows are never changed, replaced or deleted');
END

CREATE TRIGGER books_memo_no_delete BEFORE DELETE ON books_memo BEGIN
  SELECT RAISE(ABORT, 'books_memo: posted rows are never changed, replaced or deleted');
END

CREATE TRIGGER books_entry_checked BEFORE INSERT ON books_entry BEGIN
SELECT RAISE(ABORT, 'books_entry: posted rows are never changed, replaced or deleted')
 WHERE EXISTS (SELECT 1 FROM books_entry WHERE id = NEW.id)
    OR EXISTS (SELECT 1 FROM books_entry WHERE book_id = NEW.book_id AND seq = NEW.seq)
    OR EXISTS (SELECT 1 FROM books_entry WHERE reverses_id = NEW.reverses_id);
SELECT RAISE(ABORT, 'books_entry: a value is of the wrong type')
 WHERE typeof(NEW.seq) <> 'integer' OR typeof(NEW.line_count) <> 'integer' OR typeof(NEW.id) <> 'text'
    OR NEW.is_closing NOT IN (0, 1) OR NEW.effective_on IS NOT date(NEW.effective_on, '+0 days')
    OR length(NEW.hash) <> 64 OR length(NEW.payload_hash) <> 64;
SELECT RAISE(ABORT, 'books_entry: number or link does not follow the last entry of the book')
 WHERE NOT EXISTS (SELECT 1 FROM books_book
                    WHERE id = NEW.book_id AND head_seq + 1 = NEW.seq AND head_hash = NEW.prev_hash);
SELECT RAISE(ABORT, 'books_entry: the day lies in a closed period')
 WHERE EXISTS (SELECT 1 FROM books_book WHERE id = NEW.book_id AND NEW.effective_on < closed_until);
SELECT RAISE(ABORT, 'books_entry: an entry needs two lines or more, numbered from 1, of its own day')
 WHERE NEW.line_count < 2
    OR (SELECT count(*) <> NEW.line_count OR max(p.line) <> NEW.line_count
            OR max(p.effective_on <> NEW.effective_on OR p.is_closing <> NEW.is_closing)
          FROM books_posting p WHERE p.book_id = NEW.book_id AND p.seq = NEW.seq);
SELECT RAISE(ABORT, 'books_entry: debits and credits do not balance')
 WHERE EXISTS (SELECT 1 FROM books_posting p CROSS JOIN books_account a ON a.id = p.account_id
                WHERE p.book_id = NEW.book_id AND p.seq = NEW.seq
                GROUP BY a.unit HAVING sum(p.amount_minor) <> 0);
SELECT RAISE(ABORT, 'books_entry: a balance would go beyond its floor or ceiling')
 WHERE EXISTS (SELECT 1 FROM (SELECT p.account_id, sum(p.amount_minor) AS moved FROM books_posting p
                        WHERE p.book_id = NEW.book_id AND p.seq = NEW.seq GROUP BY +p.account_id) m
                 LEFT JOIN books_balance b ON b.account_id = m.account_id
                WHERE b.account_id IS NULL OR b.amount_minor + m.moved - b.pending_minor < b.floor_minor
                   OR b.amount_minor + m.moved + b.incoming_minor > b.ceiling_minor);
END

CREATE TRIGGER books_entry_posted AFTER INSERT ON books_entry BEGIN
UPDATE books_balance
   SET amount_minor = amount_minor + (SELECT sum(p.amount_minor) FROM books_posting p
                                       WHERE p.book_id = NEW.book_id AND p.seq = NEW.seq
                                         AND +p.account_id = books_balance.account_id)
 WHERE account_id IN (SELECT p.account_id FROM books_posting p WHERE p.book_id = NEW.book_id AND p.seq = NEW.seq);
UPDATE books_book SET head_seq = NEW.seq, head_hash = NEW.hash WHERE id = NEW.book_id;
END

CREATE TRIGGER books_posting_checked BEFORE INSERT ON books_posting BEGIN
SELECT RAISE(ABORT, 'books_posting: posted rows are never changed, replaced or deleted')
 WHERE EXISTS (SELECT 1 FROM books_posting WHERE book_id = NEW.book_id AND seq = NEW.seq AND line = NEW.line)
    OR EXISTS (SELECT 1 FROM books_book WHERE id = NEW.book_id AND head_seq >= NEW.seq)
    OR EXISTS (SELECT 1 FROM books_entry WHERE book_id = NEW.book_id AND seq = NEW.seq);
SELECT RAISE(ABORT, 'books_posting: a value is of the wrong type')
 WHERE typeof(NEW.amount_minor) <> 'integer' OR typeof(NEW.seq) <> 'integer' OR typeof(NEW.line) <> 'integer'
    OR NEW.is_closing NOT IN (0, 1) OR NEW.effective_on IS NOT date(NEW.effective_on, '+0 days');
SELECT RAISE(ABORT, 'books_posting: the account belongs to another book')
 WHERE NOT EXISTS (SELECT 1 FROM books_account WHERE id = NEW.account_id AND book_id = NEW.book_id);
END

CREATE TRIGGER books_book_begins_empty BEFORE INSERT ON books_book BEGIN
SELECT RAISE(ABORT, 'books_book: a book begins empty and is never replaced')
 WHERE NEW.head_seq <> 0 OR NEW.head_hash <> '0000000000000000000000000000000000000000000000000000000000000000'
    OR EXISTS (SELECT 1 FROM books_book WHERE id = NEW.id OR "key" = NEW."key")
    OR EXISTS (SELECT 1 FROM books_book WHERE organisation_id = NEW.organisation_id);
END

CREATE TRIGGER books_book_head_is_the_last_entry BEFORE UPDATE ON books_book BEGIN
SELECT RAISE(ABORT, 'books_book: the head is the last entry')
 WHERE (NEW.head_seq IS NOT OLD.head_seq OR NEW.head_hash IS NOT OLD.head_hash)
   AND (NOT EXISTS (SELECT 1 FROM books_entry
                     WHERE book_id = OLD.id AND seq = NEW.head_seq AND hash = NEW.head_hash)
        OR EXISTS (SELECT 1 FROM books_entry WHERE book_id = OLD.id AND seq > NEW.head_seq));
SELECT RAISE(ABORT, 'books_book: a book stays what and whose it is')
 WHERE NEW.id IS NOT OLD.id OR NEW."key" IS NOT OLD."key" OR NEW.unit IS NOT OLD.unit
    OR NEW.organisation_id IS NOT OLD.organisation_id;
SELECT RAISE(ABORT, 'books_book: a closed period stays closed')
 WHERE OLD.closed_until IS NOT NULL AND (NEW.closed_until IS NULL OR NEW.closed_until < OLD.closed_until);
END

CREATE TRIGGER books_account_once BEFORE INSERT ON books_account BEGIN
SELECT RAISE(ABORT, 'books_account: an account is never replaced')
 WHERE EXISTS (SELECT 1 FROM books_account WHERE id = NEW.id)
    OR EXISTS (SELECT 1 FROM books_account WHERE book_id = NEW.book_id AND code = NEW.code);
END

CREATE TRIGGER books_account_stays BEFORE UPDATE ON books_account BEGIN
SELECT RAISE(ABORT, 'books_account: only the name of an account changes')
 WHERE NEW.id IS NOT OLD.id OR NEW.book_id IS NOT OLD.book_id OR NEW.code IS NOT OLD.code
    OR NEW.kind IS NOT OLD.kind OR NEW.unit IS NOT OLD.unit OR NEW."by" IS NOT OLD."by";
END

CREATE TRIGGER books_balance_begins_empty BEFORE INSERT ON books_balance BEGIN
SELECT RAISE(ABORT, 'books_balance: a balance begins at zero and is never replaced')
 WHERE NEW.amount_minor <> 0 OR EXISTS (SELECT 1 FROM books_balance WHERE account_id = NEW.account_id);
END

CREATE TRIGGER books_balance_stays BEFORE UPDATE OF account_id ON books_balance BEGIN
SELECT RAISE(ABORT, 'books_balance: a balance stays with its account') WHERE NEW.account_id IS NOT OLD.account_id;
END

CREATE TRIGGER books_period_once BEFORE INSERT ON books_period BEGIN
SELECT RAISE(ABORT, 'books_period: posted rows are never changed, replaced or deleted')
 WHERE EXISTS (SELECT 1 FROM books_period WHERE id = NEW.id)
    OR EXISTS (SELECT 1 FROM books_period WHERE book_id = NEW.book_id AND ends_on = NEW.ends_on);
END

CREATE TRIGGER books_memo_once BEFORE INSERT ON books_memo BEGIN
SELECT RAISE(ABORT, 'books_memo: posted rows are never changed, replaced or deleted')
 WHERE EXISTS (SELECT 1 FROM books_memo WHERE entry_id = NEW.entry_id);
END

CREATE TRIGGER books_memo_only_erased BEFORE UPDATE ON books_memo BEGIN
SELECT RAISE(ABORT, 'books_memo: a memo can be erased, never rewritten')
 WHERE NEW.entry_id IS NOT OLD.entry_id OR NEW."text" <> '' OR NEW.salt <> '' OR NEW.is_erased <> 1;
END
