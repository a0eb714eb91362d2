ALTER TABLE `draws` ADD `accepted_at_utc` integer;--> statement-breakpoint
CREATE INDEX `bookings_to_check` ON `bookings` (`exhibition_id`) WHERE state = 'applied' AND checked_at_utc IS NULL;