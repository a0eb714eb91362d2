CREATE TABLE `exhibition_results` (
	`exhibition_id` integer NOT NULL,
	`dimension` text NOT NULL,
	`value` text NOT NULL,
	`applications` integer NOT NULL,
	`places` integer NOT NULL,
	`no_shows` integer NOT NULL,
	PRIMARY KEY(`exhibition_id`, `dimension`, `value`),
	FOREIGN KEY (`exhibition_id`) REFERENCES `exhibitions`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `breaches` (
	`id` integer PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`found_at_utc` integer NOT NULL,
	`people` integer,
	`text_id` text NOT NULL,
	`authority_told_at_utc` integer,
	`people_told_at_utc` integer,
	`closed_at_utc` integer,
	`recorded_by` integer NOT NULL,
	`recorded_at_utc` integer NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`head_mac` text NOT NULL,
	FOREIGN KEY (`recorded_by`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "breaches_kind" CHECK("breaches"."kind" IN ('disclosed', 'lost', 'altered', 'unavailable'))
);
--> statement-breakpoint
CREATE INDEX `breaches_by_day` ON `breaches` (`found_at_utc`,`id`);--> statement-breakpoint
CREATE TABLE `settings` (
	`name` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL,
	`changed_by` integer NOT NULL,
	`changed_at_utc` integer NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`head_mac` text NOT NULL,
	FOREIGN KEY (`changed_by`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `deliveries` (
	`id` integer PRIMARY KEY NOT NULL,
	`reference` text NOT NULL,
	`n` integer NOT NULL,
	`quantity` integer NOT NULL,
	`received_on` text NOT NULL,
	`receipt_number` text NOT NULL,
	`evidence_text_id` text,
	`received_by` integer NOT NULL,
	`at_utc` integer NOT NULL,
	`reversed_by` integer,
	`reversed_at_utc` integer,
	FOREIGN KEY (`received_by`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`reversed_by`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "deliveries_quantity" CHECK("deliveries"."quantity" > 0)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `deliveries_one_standing` ON `deliveries` (`reference`,`n`) WHERE reversed_at_utc IS NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `deliveries_receipt` ON `deliveries` (`receipt_number`) WHERE reversed_at_utc IS NULL;--> statement-breakpoint
CREATE INDEX `deliveries_by_day` ON `deliveries` (`received_on`,`id`);--> statement-breakpoint
CREATE TABLE `delivery_totals` (
	`year` integer NOT NULL,
	`kind` text NOT NULL,
	`unit` text NOT NULL,
	`governorate` text NOT NULL,
	`received` integer NOT NULL,
	`sustained` integer NOT NULL,
	`lines` integer NOT NULL,
	PRIMARY KEY(`year`, `kind`, `unit`, `governorate`)
);
--> statement-breakpoint
CREATE TABLE `needs` (
	`id` text PRIMARY KEY NOT NULL,
	`title_ar` text NOT NULL,
	`title_en` text NOT NULL,
	`kind` text NOT NULL,
	`unit` text NOT NULL,
	`asked` integer NOT NULL,
	`promised` integer DEFAULT 0 NOT NULL,
	`delivered` integer DEFAULT 0 NOT NULL,
	`governorate` text NOT NULL,
	`exhibition_id` integer,
	`outlet` text,
	`needed_by` text NOT NULL,
	`closed_at_utc` integer,
	`is_demonstration` integer DEFAULT false NOT NULL,
	`created_at_utc` integer NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`head_mac` text NOT NULL,
	FOREIGN KEY (`exhibition_id`) REFERENCES `exhibitions`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "needs_capacity" CHECK("needs"."promised" BETWEEN 0 AND "needs"."asked"),
	CONSTRAINT "needs_delivered" CHECK("needs"."delivered" BETWEEN 0 AND "needs"."promised")
);
--> statement-breakpoint
CREATE INDEX `needs_by_day` ON `needs` (`needed_by`,`id`);--> statement-breakpoint
CREATE INDEX `needs_by_governorate` ON `needs` (`governorate`,`needed_by`,`id`);--> statement-breakpoint
CREATE INDEX `needs_by_exhibition` ON `needs` (`exhibition_id`);--> statement-breakpoint
CREATE TABLE `pledge_amendments` (
	`id` integer PRIMARY KEY NOT NULL,
	`reference` text NOT NULL,
	`state` text NOT NULL,
	`lines` text NOT NULL,
	`before` text,
	`text_id` text,
	`proposed_at_utc` integer NOT NULL,
	`decided_by` integer,
	`decided_at_utc` integer,
	FOREIGN KEY (`reference`) REFERENCES `pledges`(`reference`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`decided_by`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "pledge_amendments_state" CHECK("pledge_amendments"."state" IN ('open', 'agreed', 'refused', 'taken_back'))
);
--> statement-breakpoint
CREATE UNIQUE INDEX `pledge_amendments_one_open` ON `pledge_amendments` (`reference`) WHERE state = 'open';--> statement-breakpoint
CREATE INDEX `pledge_amendments_by_pledge` ON `pledge_amendments` (`reference`,`id`);--> statement-breakpoint
CREATE TABLE `pledge_lines` (
	`reference` text NOT NULL,
	`n` integer NOT NULL,
	`kind` text NOT NULL,
	`unit` text NOT NULL,
	`quantity` integer NOT NULL,
	`due_on` text NOT NULL,
	`need_id` text,
	`governorate` text,
	`is_money` integer NOT NULL,
	`note` text,
	`state` text DEFAULT 'due' NOT NULL,
	`committed` integer DEFAULT 0 NOT NULL,
	`received` integer DEFAULT 0 NOT NULL,
	`received_on` text,
	`sustained` integer,
	`remainder_of` integer,
	PRIMARY KEY(`reference`, `n`),
	FOREIGN KEY (`reference`) REFERENCES `pledges`(`reference`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`need_id`) REFERENCES `needs`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "pledge_lines_state" CHECK("pledge_lines"."state" IN ('due', 'overdue', 'received', 'sustained', 'reversed', 'dropped', 'written_off')),
	CONSTRAINT "pledge_lines_quantity" CHECK("pledge_lines"."quantity" > 0 AND "pledge_lines"."received" BETWEEN 0 AND "pledge_lines"."quantity"),
	CONSTRAINT "pledge_lines_committed" CHECK("pledge_lines"."committed" BETWEEN 0 AND "pledge_lines"."quantity"),
	CONSTRAINT "pledge_lines_no_money" CHECK("pledge_lines"."is_money" = 0 OR ("pledge_lines"."received" = 0 AND "pledge_lines"."committed" = 0)),
	CONSTRAINT "pledge_lines_received" CHECK("pledge_lines"."state" NOT IN ('received', 'sustained') OR ("pledge_lines"."received" > 0 AND "pledge_lines"."received_on" IS NOT NULL)),
	CONSTRAINT "pledge_lines_sustained" CHECK("pledge_lines"."sustained" IS NULL OR "pledge_lines"."sustained" BETWEEN 0 AND "pledge_lines"."received")
);
--> statement-breakpoint
CREATE INDEX `pledge_lines_by_need` ON `pledge_lines` (`need_id`);--> statement-breakpoint
CREATE INDEX `pledge_lines_open` ON `pledge_lines` (`due_on`,`reference`,`n`) WHERE state IN ('due', 'overdue') AND committed > 0;--> statement-breakpoint
CREATE INDEX `pledge_lines_due` ON `pledge_lines` (`due_on`) WHERE state = 'due' AND committed > 0;--> statement-breakpoint
CREATE TABLE `pledges` (
	`reference` text PRIMARY KEY NOT NULL,
	`state` text NOT NULL,
	`company_key` text,
	`email_key` text,
	`phone_key` text,
	`sector` text,
	`naming` text NOT NULL,
	`shows_amounts` integer NOT NULL,
	`company` text NOT NULL,
	`contact` text,
	`language` text NOT NULL,
	`consent_version` text NOT NULL,
	`entered_by` integer,
	`entered_from` text,
	`verified_by` integer,
	`verified_at_utc` integer,
	`accepted_by` integer,
	`accepted_at_utc` integer,
	`accepted_year` integer,
	`closed_at_utc` integer,
	`contact_erased_at_utc` integer,
	`is_demonstration` integer DEFAULT false NOT NULL,
	`token_version` integer DEFAULT 1 NOT NULL,
	`created_at_utc` integer NOT NULL,
	`updated_at_utc` integer NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`head_mac` text NOT NULL,
	FOREIGN KEY (`entered_by`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`verified_by`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`accepted_by`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "pledges_state" CHECK("pledges"."state" IN ('pledged', 'verified', 'accepted', 'partly_delivered', 'fulfilled', 'overdue', 'declined', 'withdrawn', 'closed_unfulfilled')),
	CONSTRAINT "pledges_naming" CHECK("pledges"."naming" IN ('name', 'sector', 'hidden')),
	CONSTRAINT "pledges_accepted_by_someone" CHECK("pledges"."state" NOT IN ('accepted', 'partly_delivered', 'fulfilled', 'overdue', 'closed_unfulfilled') OR ("pledges"."accepted_by" IS NOT NULL AND "pledges"."accepted_at_utc" IS NOT NULL))
);
--> statement-breakpoint
CREATE INDEX `pledges_by_state` ON `pledges` (`state`,`created_at_utc`,`reference`);--> statement-breakpoint
CREATE INDEX `pledges_by_age` ON `pledges` (`created_at_utc`,`reference`);--> statement-breakpoint
CREATE INDEX `pledges_by_company` ON `pledges` (`company_key`,`created_at_utc`);--> statement-breakpoint
CREATE INDEX `pledges_by_email` ON `pledges` (`email_key`);--> statement-breakpoint
CREATE INDEX `pledges_by_phone` ON `pledges` (`phone_key`);--> statement-breakpoint
CREATE INDEX `pledges_by_year` ON `pledges` (`accepted_year`,`accepted_at_utc`,`reference`);--> statement-breakpoint
CREATE INDEX `pledges_to_purge` ON `pledges` (`closed_at_utc`) WHERE contact IS NOT NULL;--> statement-breakpoint
CREATE TABLE `statements` (
	`reference` text PRIMARY KEY NOT NULL,
	`company_key` text NOT NULL,
	`year` integer NOT NULL,
	`issued_at_utc` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `statements_one_a_year` ON `statements` (`company_key`,`year`);--> statement-breakpoint
ALTER TABLE `data_requests` ADD `answer_text_id` text;--> statement-breakpoint
ALTER TABLE `exhibitions` ADD `results_at_utc` integer;--> statement-breakpoint
CREATE INDEX `exhibitions_to_count` ON `exhibitions` (`ends_on`) WHERE state = 'finished' AND results_at_utc IS NULL;