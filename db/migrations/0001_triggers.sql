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
