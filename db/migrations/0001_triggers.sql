-- Events and seals are append-only (domain.md, invariant 6).
CREATE TRIGGER events_refuse_update BEFORE UPDATE ON events
BEGIN
  SELECT RAISE(ABORT, 'events are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER events_refuse_delete BEFORE DELETE ON events
BEGIN
  SELECT RAISE(ABORT, 'events are append-only');
END;
--> statement-breakpoint
-- REPLACE deletes without a DELETE trigger, so it is refused where it would insert.
CREATE TRIGGER events_refuse_replace BEFORE INSERT ON events
WHEN EXISTS (SELECT 1 FROM events WHERE id = NEW.id OR (stream = NEW.stream AND seq = NEW.seq))
BEGIN
  SELECT RAISE(ABORT, 'events are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER seals_refuse_replace BEFORE INSERT ON seals
WHEN EXISTS (SELECT 1 FROM seals WHERE day = NEW.day)
BEGIN
  SELECT RAISE(ABORT, 'seals are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER seals_refuse_update BEFORE UPDATE ON seals
BEGIN
  SELECT RAISE(ABORT, 'seals are append-only');
END;
--> statement-breakpoint
CREATE TRIGGER seals_refuse_delete BEFORE DELETE ON seals
BEGIN
  SELECT RAISE(ABORT, 'seals are append-only');
END;
--> statement-breakpoint
-- The waiting list's places follow the bookings' states (domain.md, invariant 7).
CREATE TRIGGER bookings_join_waitlist AFTER INSERT ON bookings WHEN NEW.state = 'waitlisted'
BEGIN
  INSERT INTO waitlist_places (exhibition_id, zone_id, needs_step_free, ordinal, reference)
  SELECT NEW.exhibition_id, zone.value, NEW.needs_step_free, NEW.ordinal, NEW.reference
  FROM json_each(iif(NEW.zone_ids = '[]', '[0]', NEW.zone_ids)) AS zone;
END;
--> statement-breakpoint
CREATE TRIGGER bookings_enter_waitlist AFTER UPDATE OF state ON bookings
WHEN NEW.state = 'waitlisted' AND OLD.state <> 'waitlisted'
BEGIN
  INSERT INTO waitlist_places (exhibition_id, zone_id, needs_step_free, ordinal, reference)
  SELECT NEW.exhibition_id, zone.value, NEW.needs_step_free, NEW.ordinal, NEW.reference
  FROM json_each(iif(NEW.zone_ids = '[]', '[0]', NEW.zone_ids)) AS zone;
END;
--> statement-breakpoint
CREATE TRIGGER bookings_leave_waitlist AFTER UPDATE OF state ON bookings
WHEN OLD.state = 'waitlisted' AND NEW.state <> 'waitlisted'
BEGIN
  DELETE FROM waitlist_places WHERE reference = NEW.reference;
END;
--> statement-breakpoint
CREATE TRIGGER bookings_count_ballot_entries AFTER INSERT ON bookings WHEN NEW.draw_code IS NOT NULL
BEGIN
  UPDATE exhibitions SET applications = applications + 1 WHERE id = NEW.exhibition_id;
END;
--> statement-breakpoint
-- Consent is proved with the booking it was given for.
CREATE TRIGGER bookings_record_consent AFTER INSERT ON bookings
BEGIN
  INSERT INTO consents (subject, version, language, given_at_utc)
  VALUES (NEW.reference, NEW.consent_version, NEW.language, NEW.created_at_utc);
END;
--> statement-breakpoint
-- What a claim writes beside its booking, in one statement: a batch is charged for each statement it prepares.
CREATE VIEW claim_records AS
SELECT '' AS reference, '' AS event, '' AS messages, '' AS scope, '' AS key, '' AS fingerprint, '' AS name_words WHERE 0;
--> statement-breakpoint
CREATE TRIGGER claim_records_write INSTEAD OF INSERT ON claim_records
BEGIN
  INSERT INTO events (stream, seq, type, at_utc, actor, data, previous_mac, mac)
  VALUES (NEW.event ->> 'stream', NEW.event ->> 'seq', NEW.event ->> 'type', NEW.event ->> 'atUtc',
    NEW.event ->> 'actor', NEW.event ->> 'data', NEW.event ->> 'previousMac', NEW.event ->> 'mac');
  INSERT INTO outbox (dedupe_key, subject, template, channel, recipient, language, data, next_attempt_at_utc, created_at_utc)
  SELECT NEW.reference || '|1|' || (m.value ->> 'template') || '|' || (m.value ->> 'recipient'), NEW.reference,
    m.value ->> 'template', 'sms', m.value ->> 'recipient', b.language, m.value ->> 'data', b.created_at_utc, b.created_at_utc
  FROM bookings b, json_each(NEW.messages) m WHERE b.reference = NEW.reference;
  INSERT OR REPLACE INTO idempotency_keys (scope, key, fingerprint, reference, answer, used_at_utc)
  SELECT NEW.scope, NEW.key, NEW.fingerprint, b.reference,
    json_object('state', b.state, 'stall', s.code, 'drawCode', b.draw_code), b.created_at_utc
  FROM bookings b LEFT JOIN stalls s ON s.id = b.stall_id WHERE b.reference = NEW.reference;
  INSERT INTO name_words (exhibition_id, word_key, reference)
  SELECT b.exhibition_id, w.value, b.reference
  FROM bookings b, json_each(NEW.name_words) w WHERE b.reference = NEW.reference;
END;
