DROP INDEX `outbox_due`;--> statement-breakpoint
CREATE INDEX `outbox_dead` ON `outbox` (`id`) WHERE state = 'dead';--> statement-breakpoint
CREATE INDEX `outbox_due` ON `outbox` (`channel`,`next_attempt_at_utc`) WHERE state = 'queued';--> statement-breakpoint
CREATE INDEX `bookings_to_remind` ON `bookings` (`offer_expires_at_utc`) WHERE state = 'offered' AND offer_reminded_at_utc IS NULL;
--> statement-breakpoint
-- A booking that is offered a stall anew has not been reminded of it, whoever wrote the offer.
CREATE TRIGGER bookings_forget_reminder AFTER UPDATE OF state ON bookings
WHEN NEW.state = 'offered' AND OLD.state <> 'offered' AND NEW.offer_reminded_at_utc IS NOT NULL
BEGIN
  UPDATE bookings SET offer_reminded_at_utc = NULL WHERE reference = NEW.reference;
END;
