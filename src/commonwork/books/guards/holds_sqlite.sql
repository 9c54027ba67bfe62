-- The guards of holds, and of closed accounts, as SQLite triggers. Read sqlite.sql first: the same ways apply.
--
-- A hold and its end are rows that never change. Their triggers move what is set aside beside the balances, and refuse
-- what would go beyond a limit. The end of a posted hold names the number of the entry to come; a foreign key that is
-- checked at the end of the transaction makes sure that it comes, and sealing it checks that it posts what was held.

CREATE TRIGGER books_hold_checked BEFORE INSERT ON books_hold BEGIN
SELECT RAISE(ABORT, 'books_hold: posted rows are never changed, replaced or deleted')
 WHERE EXISTS (SELECT 1 FROM books_hold WHERE id = NEW.id) OR EXISTS (SELECT 1 FROM books_hold WHERE "key" = NEW."key");
SELECT RAISE(ABORT, 'books_hold: a value is of the wrong type')
 WHERE typeof(NEW.amount_minor) <> 'integer' OR NEW.placed_on IS NOT date(NEW.placed_on, '+0 days')
    OR NEW.expires_on IS NOT date(NEW.expires_on, '+0 days');
SELECT RAISE(ABORT, 'books_hold: the accounts must be open, of this book and of one unit')
 WHERE NOT EXISTS (SELECT 1 FROM books_account a JOIN books_balance b ON b.account_id = a.id
                     JOIN books_account g ON g.id = NEW.against_id JOIN books_balance c ON c.account_id = g.id
                    WHERE a.id = NEW.account_id AND a.book_id = NEW.book_id AND g.book_id = NEW.book_id
                      AND a.unit = g.unit AND b.closed_at IS NULL AND c.closed_at IS NULL);
SELECT RAISE(ABORT, 'books_hold: a balance would go beyond its floor or ceiling')
 WHERE EXISTS (SELECT 1 FROM books_balance WHERE account_id = NEW.account_id
                  AND amount_minor - pending_minor - NEW.amount_minor < floor_minor)
    OR EXISTS (SELECT 1 FROM books_balance WHERE account_id = NEW.against_id
                  AND amount_minor + incoming_minor + NEW.amount_minor > ceiling_minor);
END

CREATE TRIGGER books_hold_placed AFTER INSERT ON books_hold BEGIN
UPDATE books_balance SET pending_minor = pending_minor + NEW.amount_minor WHERE account_id = NEW.account_id;
UPDATE books_balance SET incoming_minor = incoming_minor + NEW.amount_minor WHERE account_id = NEW.against_id;
END

CREATE TRIGGER books_hold_no_update BEFORE UPDATE ON books_hold BEGIN
  SELECT RAISE(ABORT, 'books_hold: posted rows are never changed, replaced or deleted');
END

CREATE TRIGGER books_hold_no_delete BEFORE DELETE ON books_hold BEGIN
  SELECT RAISE(ABORT, 'books_hold: posted rows are never changed, replaced or deleted');
END

CREATE TRIGGER books_holdend_checked BEFORE INSERT ON books_holdend BEGIN
SELECT RAISE(ABORT, 'books_holdend: a hold ends once')
 WHERE EXISTS (SELECT 1 FROM books_holdend WHERE hold_id = NEW.hold_id)
    OR EXISTS (SELECT 1 FROM books_holdend WHERE book_id = NEW.book_id AND seq = NEW.seq);
SELECT RAISE(ABORT, 'books_holdend: a value is of the wrong type')
 WHERE typeof(NEW.amount_minor) <> 'integer' OR NEW.ended_on IS NOT date(NEW.ended_on, '+0 days');
SELECT RAISE(ABORT, 'books_holdend: not more than was held, and only while it holds')
 WHERE NOT EXISTS (SELECT 1 FROM books_hold h
                    WHERE h.id = NEW.hold_id AND h.book_id = NEW.book_id AND NEW.amount_minor <= h.amount_minor
                      AND (NEW.how <> 'expired' OR NEW.ended_on >= h.expires_on)
                      AND (NEW.how <> 'posted' OR NEW.ended_on < h.expires_on));
SELECT RAISE(ABORT, 'books_holdend: the entry that posts a hold is the next one')
 WHERE NEW.seq IS NOT NULL
   AND NOT EXISTS (SELECT 1 FROM books_book WHERE id = NEW.book_id AND head_seq + 1 = NEW.seq);
END

CREATE TRIGGER books_holdend_placed AFTER INSERT ON books_holdend BEGIN
UPDATE books_balance
   SET pending_minor = pending_minor - (SELECT amount_minor FROM books_hold WHERE id = NEW.hold_id)
 WHERE account_id = (SELECT account_id FROM books_hold WHERE id = NEW.hold_id);
UPDATE books_balance
   SET incoming_minor = incoming_minor - (SELECT amount_minor FROM books_hold WHERE id = NEW.hold_id)
 WHERE account_id = (SELECT against_id FROM books_hold WHERE id = NEW.hold_id);
END

CREATE TRIGGER books_holdend_no_update BEFORE UPDATE ON books_holdend BEGIN
  SELECT RAISE(ABORT, 'books_holdend: posted rows are never changed, replaced or deleted');
END

CREATE TRIGGER books_holdend_no_delete BEFORE DELETE ON books_holdend BEGIN
  SELECT RAISE(ABORT, 'books_holdend: posted rows are never changed, replaced or deleted');
END

CREATE TRIGGER books_book_posts_its_holds BEFORE UPDATE ON books_book
WHEN NEW.head_seq IS NOT OLD.head_seq
  AND EXISTS (SELECT 1 FROM books_holdend WHERE book_id = OLD.id AND seq > OLD.head_seq) BEGIN
SELECT RAISE(ABORT, 'books_holdend: the entry does not post what was held')
 WHERE EXISTS (SELECT 1 FROM books_holdend d JOIN books_hold h ON h.id = d.hold_id
                WHERE d.book_id = OLD.id AND d.seq > OLD.head_seq
                  AND (d.source IS NOT (SELECT source FROM books_entry WHERE book_id = OLD.id AND seq = d.seq)
                       OR NOT EXISTS (SELECT 1 FROM books_posting p WHERE p.book_id = OLD.id AND p.seq = d.seq
                                         AND p.account_id = h.account_id AND p.amount_minor = -d.amount_minor
                                         AND p.party = h.party)
                       OR NOT EXISTS (SELECT 1 FROM books_posting p WHERE p.book_id = OLD.id AND p.seq = d.seq
                                         AND p.account_id = h.against_id AND p.amount_minor = d.amount_minor
                                         AND p.party = h.against_party)));
END

CREATE TRIGGER books_balance_closed BEFORE UPDATE ON books_balance WHEN OLD.closed_at IS NOT NULL BEGIN
  SELECT RAISE(ABORT, 'books_balance: a closed account stays closed and takes nothing');
END
