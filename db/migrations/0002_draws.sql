CREATE TABLE `attendance` (
	`reference` text NOT NULL,
	`day` text NOT NULL,
	`at_utc` integer NOT NULL,
	`staff_id` integer NOT NULL,
	PRIMARY KEY(`reference`, `day`),
	FOREIGN KEY (`reference`) REFERENCES `bookings`(`reference`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `data_requests` (
	`id` integer PRIMARY KEY NOT NULL,
	`subject` text NOT NULL,
	`kind` text NOT NULL,
	`state` text DEFAULT 'open' NOT NULL,
	`text_id` text,
	`asked_at_utc` integer NOT NULL,
	`due_at_utc` integer NOT NULL,
	`closed_at_utc` integer,
	`closed_by` integer
);
--> statement-breakpoint
CREATE INDEX `data_requests_by_due` ON `data_requests` (`state`,`due_at_utc`);--> statement-breakpoint
CREATE UNIQUE INDEX `data_requests_one_open` ON `data_requests` (`subject`,`kind`) WHERE state = 'open';--> statement-breakpoint
CREATE TABLE `delegates` (
	`delegate_key` text PRIMARY KEY NOT NULL,
	`token_version` integer DEFAULT 1 NOT NULL,
	`proven_at_utc` integer
);
--> statement-breakpoint
CREATE TABLE `draw_files` (
	`file` text NOT NULL,
	`seq` integer NOT NULL,
	`body` text NOT NULL,
	PRIMARY KEY(`file`, `seq`)
);
--> statement-breakpoint
CREATE TABLE `draw_places` (
	`file` text NOT NULL,
	`rank` integer NOT NULL,
	`draw_code` text NOT NULL,
	`zone` text,
	`place` text,
	PRIMARY KEY(`file`, `rank`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `draw_places_code` ON `draw_places` (`file`,`draw_code`);--> statement-breakpoint
CREATE TABLE `draws` (
	`id` integer PRIMARY KEY NOT NULL,
	`exhibition_id` integer NOT NULL,
	`n` integer NOT NULL,
	`state` text NOT NULL,
	`source` text NOT NULL,
	`chain_hash` text,
	`round` integer,
	`ceremony_source_ar` text,
	`ceremony_source_en` text,
	`ceremony_on` text,
	`manifest_file` text NOT NULL,
	`manifest_sha256` text NOT NULL,
	`entries` integer NOT NULL,
	`frozen_at_utc` integer NOT NULL,
	`public_value` text,
	`seed` text,
	`result_file` text,
	`drawn_at_utc` integer,
	`reason_ar` text,
	`reason_en` text,
	`applied_rank` integer DEFAULT 0 NOT NULL,
	`applied_at_utc` integer,
	FOREIGN KEY (`exhibition_id`) REFERENCES `exhibitions`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "draws_state" CHECK("draws"."state" IN ('frozen', 'drawn', 'superseded')),
	CONSTRAINT "draws_source" CHECK("draws"."source" IN ('drand', 'ceremony')),
	CONSTRAINT "draws_result" CHECK("draws"."state" <> 'drawn' OR "draws"."result_file" IS NOT NULL)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `draws_n` ON `draws` (`exhibition_id`,`n`);--> statement-breakpoint
CREATE UNIQUE INDEX `draws_one_current` ON `draws` (`exhibition_id`) WHERE state IN ('frozen', 'drawn');--> statement-breakpoint
CREATE INDEX `draws_by_state` ON `draws` (`state`,`applied_at_utc`);--> statement-breakpoint
CREATE TABLE `priority_ledger` (
	`applicant_key` text NOT NULL,
	`exhibition_id` integer NOT NULL,
	`cause` text NOT NULL,
	`expires_at_utc` integer NOT NULL,
	PRIMARY KEY(`applicant_key`, `exhibition_id`),
	FOREIGN KEY (`exhibition_id`) REFERENCES `exhibitions`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `priority_ledger_by_expiry` ON `priority_ledger` (`expires_at_utc`);--> statement-breakpoint
CREATE TABLE `proposals` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`subject` text NOT NULL,
	`data` text NOT NULL,
	`proposed_by` integer NOT NULL,
	`proposed_at_utc` integer NOT NULL,
	`lapses_at_utc` integer NOT NULL,
	`state` text NOT NULL,
	`decided_by` integer,
	`decided_at_utc` integer,
	FOREIGN KEY (`proposed_by`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`decided_by`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "proposals_state" CHECK("proposals"."state" IN ('open', 'approved', 'refused', 'lapsed')),
	CONSTRAINT "proposals_two_people" CHECK("proposals"."state" <> 'approved' OR ("proposals"."decided_by" IS NOT NULL AND "proposals"."decided_by" <> "proposals"."proposed_by"))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `proposals_one_open` ON `proposals` (`kind`,`subject`) WHERE state = 'open';--> statement-breakpoint
CREATE INDEX `proposals_by_state` ON `proposals` (`state`,`lapses_at_utc`);--> statement-breakpoint
ALTER TABLE `bookings` ADD `delegate_revoked_at_utc` integer;--> statement-breakpoint
ALTER TABLE `bookings` ADD `erased_at_utc` integer;--> statement-breakpoint
ALTER TABLE `exhibitions` ADD `ballot_changes` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `exhibitions` ADD `offers_out_of_order` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `exhibitions` ADD `cancel_reason` text;