-- The guards as SQLite triggers: lines, then entries, then the head of their book, whose move seals them all at once.
--
-- Rows beyond the head are drafts. The first of them leaves a row in books_draft whose foreign key can never be met, so
-- that a transaction with drafts cannot end; only sealing takes that row away. It holds the head too, so that one look
-- at it is enough for a line. Sealing checks the whole range between the old head and the new one, and moves the sums of
-- months and the balances; of a batch it adds up by month once, in books_moved.
-- Existence checks on every unique key, because INSERT OR REPLACE deletes rows without asking a delete trigger unless
-- recursive_triggers is on. Limits are raised here and not only by CHECK, because an outer OR IGNORE would skip the
-- balance silently. Values are checked for their type: SQLite keeps a text in a number column if nobody minds.
-- CROSS JOIN, +column and seq + 0 keep the planner on the key of the lines, whatever the statistics say.
-- Each statement begins with CREATE at the start of a line and is kept by the database exactly as it stands here.

CREATE TABLE IF NOT EXISTS books_never (id integer PRIMARY KEY CHECK (id IS NULL))

CREATE TABLE IF NOT EXISTS books_draft (book_id integer PRIMARY KEY, head_seq integer NOT NULL,
  never integer NOT NULL REFERENCES books_never (id) DEFERRABLE INITIALLY DEFERRED)

CREATE TABLE IF NOT EXISTS books_moved (account_id integer NOT NULL, month text NOT NULL, amount_minor integer NOT NULL,
  PRIMARY KEY (account_id, month)) WITHOUT ROWID

CREATE TRIGGER books_never_stays_empty BEFORE INSERT ON books_never BEGIN
SELECT RAISE(ABORT, 'books_never: stays empty');
END

CREATE TRIGGER books_draft_begins_at_the_head BEFORE INSERT ON books_draft
WHEN NEW.head_seq IS NOT (SELECT head_seq FROM books_book WHERE id = NEW.book_id) BEGIN
SELECT RAISE(ABORT, 'books_draft: drafts follow the head of their book');
END

CREATE TRIGGER books_draft_stays BEFORE UPDATE ON books_draft BEGIN
SELECT RAISE(ABORT, 'books_draft: drafts are sealed or undone');
END

CREATE TRIGGER books_draft_is_sealed BEFORE DELETE ON books_draft BEGIN
SELECT RAISE(ABORT, 'books_draft: drafts are sealed or undone') FROM books_book b WHERE b.id = OLD.book_id
   AND (EXISTS (SELECT 1 FROM books_posting WHERE book_id = OLD.book_id AND seq > b.head_seq)
     OR EXISTS (SELECT 1 FROM books_entry WHERE book_id = OLD.book_id AND seq > b.head_seq));
END

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

CREATE TRIGGER books_posting_checked BEFORE INSERT ON books_posting
WHEN NOT EXISTS (SELECT 1 FROM books_draft WHERE book_id = NEW.book_id AND head_seq < NEW.seq) BEGIN
SELECT RAISE(ABORT, 'books_posting: posted rows are never changed, replaced or deleted')
 WHERE NEW.seq <= (SELECT head_seq FROM books_book WHERE id = NEW.book_id);
INSERT INTO books_draft (book_id, head_seq, never)
VALUES (NEW.book_id, (SELECT head_seq FROM books_book WHERE id = NEW.book_id), 1);
END

CREATE TRIGGER books_entry_checked BEFORE INSERT ON books_entry
WHEN NOT EXISTS (SELECT 1 FROM books_draft WHERE book_id = NEW.book_id AND head_seq < NEW.seq)
  OR EXISTS (SELECT 1 FROM books_entry WHERE id = NEW.id)
  OR (NEW.reverses_id IS NOT NULL AND EXISTS (SELECT 1 FROM books_entry WHERE reverses_id = NEW.reverses_id)) BEGIN
SELECT RAISE(ABORT, 'books_entry: posted rows are never changed, replaced or deleted')
 WHERE NEW.seq <= (SELECT head_seq FROM books_book WHERE id = NEW.book_id)
    OR EXISTS (SELECT 1 FROM books_entry WHERE id = NEW.id OR reverses_id = NEW.reverses_id);
INSERT INTO books_draft (book_id, head_seq, never)
VALUES (NEW.book_id, (SELECT head_seq FROM books_book WHERE id = NEW.book_id), 1);
END

CREATE TRIGGER books_book_sealed BEFORE UPDATE ON books_book
WHEN NEW.head_seq IS NOT OLD.head_seq + 1
  AND (NEW.head_seq IS NOT OLD.head_seq OR NEW.head_hash IS NOT OLD.head_hash) BEGIN
SELECT RAISE(ABORT, 'books_book: the head is the last entry')
 WHERE typeof(NEW.head_seq) <> 'integer' OR NEW.head_seq <= OLD.head_seq
    OR NEW.head_hash IS NOT (SELECT hash FROM books_entry WHERE book_id = OLD.id AND seq = NEW.head_seq)
    OR EXISTS (SELECT 1 FROM books_entry WHERE book_id = OLD.id AND seq > NEW.head_seq)
    OR EXISTS (SELECT 1 FROM books_posting WHERE book_id = OLD.id AND seq > NEW.head_seq);
SELECT CASE max(fault)
       WHEN 4 THEN RAISE(ABORT, 'books_entry: number or link does not follow the last entry of the book')
       WHEN 3 THEN RAISE(ABORT, 'books_entry: a value is of the wrong type')
       WHEN 2 THEN RAISE(ABORT, 'books_entry: the day lies in a closed period')
       WHEN 1 THEN RAISE(ABORT, 'books_entry: it reverses no earlier entry of its book') END
  FROM (SELECT CASE
          WHEN e.seq <> lag(e.seq, 1, OLD.head_seq) OVER follows + 1
            OR e.prev_hash <> lag(e.hash, 1, OLD.head_hash) OVER follows THEN 4
          WHEN typeof(e.seq) <> 'integer' OR typeof(e.line_count) <> 'integer' OR typeof(e.id) <> 'text'
            OR e.is_closing NOT IN (0, 1) OR e.effective_on IS NOT date(e.effective_on, '+0 days')
            OR length(e.hash) <> 64 OR length(e.payload_hash) <> 64 THEN 3
          WHEN e.effective_on < OLD.closed_until THEN 2
          WHEN e.reverses_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM books_entry r
            WHERE r.id = e.reverses_id AND r.book_id = OLD.id AND r.seq < e.seq) THEN 1 END AS fault
          FROM books_entry e WHERE e.book_id = OLD.id AND e.seq > OLD.head_seq WINDOW follows AS (ORDER BY e.seq));
SELECT CASE max(fault)
       WHEN 2 THEN RAISE(ABORT, 'books_entry: an entry needs two lines or more, numbered from 1, of its own day and book')
       WHEN 1 THEN RAISE(ABORT, 'books_entry: debits and credits do not balance') END
  FROM (SELECT CASE
          WHEN count(a.id) <> e.line_count OR e.line_count < 2
            OR max(p.line) <> e.line_count
            OR max(p.effective_on <> e.effective_on OR p.is_closing <> e.is_closing
                OR typeof(p.amount_minor) <> 'integer' OR typeof(p.line) <> 'integer') THEN 2
          WHEN sum(p.amount_minor) <> 0 THEN 1
          WHEN min(a.unit) <> max(a.unit) AND EXISTS (
            SELECT 1 FROM books_posting q CROSS JOIN books_account c ON c.id = q.account_id
             WHERE q.book_id = OLD.id AND q.seq = e.seq GROUP BY c.unit HAVING sum(q.amount_minor) <> 0) THEN 1
          END AS fault
          FROM books_entry e
          LEFT JOIN books_posting p ON p.book_id = OLD.id AND p.seq = e.seq + 0
          LEFT JOIN books_account a ON a.id = p.account_id AND +a.book_id = OLD.id
         WHERE e.book_id = OLD.id AND e.seq > OLD.head_seq GROUP BY e.seq);
END

CREATE TRIGGER books_book_sealed_one BEFORE UPDATE ON books_book WHEN NEW.head_seq IS OLD.head_seq + 1 BEGIN
SELECT RAISE(ABORT, 'books_book: the head is the last entry')
 WHERE NEW.head_hash IS NOT (SELECT hash FROM books_entry WHERE book_id = OLD.id AND seq = NEW.head_seq)
    OR EXISTS (SELECT 1 FROM books_entry WHERE book_id = OLD.id AND seq > NEW.head_seq)
    OR EXISTS (SELECT 1 FROM books_posting WHERE book_id = OLD.id AND seq > NEW.head_seq);
SELECT CASE
       WHEN e.prev_hash <> OLD.head_hash THEN
         RAISE(ABORT, 'books_entry: number or link does not follow the last entry of the book')
       WHEN typeof(e.line_count) <> 'integer' OR typeof(e.id) <> 'text' OR e.is_closing NOT IN (0, 1)
         OR e.effective_on IS NOT date(e.effective_on, '+0 days') OR length(e.hash) <> 64 OR length(e.payload_hash) <> 64
         THEN RAISE(ABORT, 'books_entry: a value is of the wrong type')
       WHEN e.effective_on < OLD.closed_until THEN RAISE(ABORT, 'books_entry: the day lies in a closed period')
       WHEN e.reverses_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM books_entry r
         WHERE r.id = e.reverses_id AND r.book_id = OLD.id AND r.seq < e.seq) THEN
         RAISE(ABORT, 'books_entry: it reverses no earlier entry of its book')
       WHEN count(a.id) < 2 OR count(a.id) <> e.line_count OR max(p.line) <> e.line_count
         OR max(p.effective_on <> e.effective_on OR p.is_closing <> e.is_closing
                OR typeof(p.amount_minor) <> 'integer' OR typeof(p.line) <> 'integer') THEN
         RAISE(ABORT, 'books_entry: an entry needs two lines or more, numbered from 1, of its own day and book')
       WHEN sum(p.amount_minor) <> 0 THEN RAISE(ABORT, 'books_entry: debits and credits do not balance')
       WHEN min(a.unit) <> max(a.unit) AND EXISTS (
         SELECT 1 FROM books_posting q CROSS JOIN books_account c ON c.id = q.account_id
          WHERE q.book_id = OLD.id AND q.seq = NEW.head_seq GROUP BY c.unit HAVING sum(q.amount_minor) <> 0) THEN
         RAISE(ABORT, 'books_entry: debits and credits do not balance') END
  FROM books_entry e
  LEFT JOIN books_posting p ON p.book_id = OLD.id AND p.seq = e.seq + 0
  LEFT JOIN books_account a ON a.id = p.account_id AND +a.book_id = OLD.id
 WHERE e.book_id = OLD.id AND e.seq = NEW.head_seq;
END

CREATE TRIGGER books_book_counted_few AFTER UPDATE ON books_book WHEN NEW.head_seq IS OLD.head_seq + 1
  AND (SELECT line_count FROM books_entry WHERE book_id = OLD.id AND seq = NEW.head_seq) <= 8 BEGIN
INSERT INTO books_monthsum (account_id, month, amount_minor)
SELECT DISTINCT p.account_id, substr(p.effective_on, 1, 8) || '01', 0 FROM books_posting p
 WHERE p.book_id = OLD.id AND p.seq = NEW.head_seq AND NOT EXISTS (SELECT 1 FROM books_monthsum m
       WHERE m.account_id = p.account_id AND m.month = substr(p.effective_on, 1, 8) || '01');
UPDATE books_monthsum SET amount_minor = amount_minor + (
  SELECT sum(p.amount_minor) FROM books_posting p
   WHERE p.book_id = OLD.id AND p.seq = NEW.head_seq AND +p.account_id = books_monthsum.account_id)
 WHERE month = (SELECT substr(effective_on, 1, 8) || '01' FROM books_entry WHERE book_id = OLD.id AND seq = NEW.head_seq)
   AND account_id IN (SELECT p.account_id FROM books_posting p WHERE p.book_id = OLD.id AND p.seq = NEW.head_seq);
UPDATE books_balance SET amount_minor = amount_minor + (
  SELECT sum(p.amount_minor) FROM books_posting p
   WHERE p.book_id = OLD.id AND p.seq = NEW.head_seq AND +p.account_id = books_balance.account_id)
 WHERE account_id IN (SELECT p.account_id FROM books_posting p WHERE p.book_id = OLD.id AND p.seq = NEW.head_seq);
SELECT RAISE(ABORT, 'books_posting: an account has no balance') FROM books_posting p
 WHERE p.book_id = OLD.id AND p.seq = NEW.head_seq
   AND NOT EXISTS (SELECT 1 FROM books_balance b WHERE b.account_id = p.account_id);
DELETE FROM books_draft WHERE book_id = OLD.id;
END

CREATE TRIGGER books_book_counted AFTER UPDATE ON books_book
WHEN NEW.head_seq IS NOT OLD.head_seq AND (NEW.head_seq IS NOT OLD.head_seq + 1
  OR (SELECT line_count FROM books_entry WHERE book_id = OLD.id AND seq = NEW.head_seq) > 8) BEGIN
DELETE FROM books_moved;
INSERT INTO books_moved (account_id, month, amount_minor)
SELECT +p.account_id AS account, substr(p.effective_on, 1, 8) || '01' AS first, sum(p.amount_minor)
  FROM books_posting p WHERE p.book_id = OLD.id AND p.seq > OLD.head_seq GROUP BY account, first;
SELECT RAISE(ABORT, 'books_posting: an account has no balance') FROM books_moved
 WHERE account_id NOT IN (SELECT account_id FROM books_balance);
INSERT INTO books_monthsum (account_id, month, amount_minor)
SELECT account_id, month, 0 FROM books_moved moved WHERE NOT EXISTS (
  SELECT 1 FROM books_monthsum m WHERE m.account_id = moved.account_id AND m.month = moved.month);
UPDATE books_monthsum SET amount_minor = books_monthsum.amount_minor + moved.amount_minor FROM books_moved moved
 WHERE books_monthsum.account_id = moved.account_id AND books_monthsum.month = moved.month;
UPDATE books_balance SET amount_minor = amount_minor + moved.amount
  FROM (SELECT account_id, sum(amount_minor) AS amount FROM books_moved GROUP BY account_id) moved
 WHERE books_balance.account_id = moved.account_id;
DELETE FROM books_moved;
DELETE FROM books_draft WHERE book_id = OLD.id;
END

-- FLOORS AND CEILINGS: the one place on SQLite (beside the CHECK of the table). RAISE holds where OR IGNORE skips.

CREATE TRIGGER books_balance_within_limits BEFORE UPDATE OF amount_minor, pending_minor, incoming_minor
ON books_balance WHEN NEW.amount_minor - NEW.pending_minor < NEW.floor_minor
  OR NEW.amount_minor + NEW.incoming_minor > NEW.ceiling_minor BEGIN
SELECT RAISE(ABORT, 'books_balance: a balance would go beyond its floor or ceiling');
END

CREATE TRIGGER books_book_begins_empty BEFORE INSERT ON books_book BEGIN
SELECT RAISE(ABORT, 'books_book: a book begins empty and is never replaced')
 WHERE NEW.head_seq <> 0 OR NEW.head_hash <> '0000000000000000000000000000000000000000000000000000000000000000'
    OR EXISTS (SELECT 1 FROM books_book WHERE id = NEW.id OR "key" = NEW."key")
    OR EXISTS (SELECT 1 FROM books_book WHERE organisation_id = NEW.organisation_id);
END

CREATE TRIGGER books_book_stays BEFORE UPDATE ON books_book
WHEN NEW.id IS NOT OLD.id OR NEW."key" IS NOT OLD."key" OR NEW.unit IS NOT OLD.unit
  OR NEW.organisation_id IS NOT OLD.organisation_id OR NEW.closed_until IS NOT OLD.closed_until BEGIN
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

CREATE TRIGGER books_monthsum_no_delete BEFORE DELETE ON books_monthsum BEGIN
  SELECT RAISE(ABORT, 'books_monthsum: posted rows are never changed, replaced or deleted');
END

CREATE TRIGGER books_monthsum_begins_empty BEFORE INSERT ON books_monthsum BEGIN
SELECT RAISE(ABORT, 'books_monthsum: a sum begins at zero and is never replaced')
 WHERE NEW.amount_minor <> 0
    OR EXISTS (SELECT 1 FROM books_monthsum WHERE account_id = NEW.account_id AND month = NEW.month);
END

CREATE TRIGGER books_monthsum_stays BEFORE UPDATE ON books_monthsum
WHEN NEW.account_id IS NOT OLD.account_id OR NEW.month IS NOT OLD.month BEGIN
SELECT RAISE(ABORT, 'books_monthsum: a sum stays with its account and month');
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
