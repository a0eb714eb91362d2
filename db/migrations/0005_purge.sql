ALTER TABLE `exhibitions` ADD `purged_to_utc` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `exhibitions` ADD `purged_at_utc` integer;--> statement-breakpoint
CREATE INDEX `exhibitions_to_purge` ON `exhibitions` (`ends_on`) WHERE purged_at_utc IS NULL;