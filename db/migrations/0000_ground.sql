CREATE TABLE `bookings` (
	`reference` text PRIMARY KEY NOT NULL,
	`exhibition_id` integer NOT NULL,
	`state` text NOT NULL,
	`stall_id` integer,
	`applicant_key` text NOT NULL,
	`phone_key` text,
	`delegate_key` text,
	`draw_code` text,
	`ordinal` integer,
	`kind` text NOT NULL,
	`governorate` text NOT NULL,
	`wilayat` text NOT NULL,
	`category` text NOT NULL,
	`lists_publicly` integer NOT NULL,
	`arrangements` text DEFAULT '[]' NOT NULL,
	`needs_step_free` integer NOT NULL,
	`zone_ids` text DEFAULT '[]' NOT NULL,
	`language` text NOT NULL,
	`person` text,
	`offer_expires_at_utc` integer,
	`offer_reminded_at_utc` integer,
	`checked_at_utc` integer,
	`checked_by` integer,
	`entered_by` integer,
	`entered_from` text,
	`consent_version` text NOT NULL,
	`token_version` integer DEFAULT 1 NOT NULL,
	`delegate_token_version` integer DEFAULT 1 NOT NULL,
	`phone_released_at_utc` integer,
	`created_at_utc` integer NOT NULL,
	`updated_at_utc` integer NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`head_mac` text NOT NULL,
	FOREIGN KEY (`exhibition_id`) REFERENCES `exhibitions`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`stall_id`) REFERENCES `stalls`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "bookings_state" CHECK("bookings"."state" IN ('applied', 'pending', 'waitlisted', 'offered', 'confirmed', 'checked_in', 'completed', 'no_show', 'withdrawn', 'declined', 'expired', 'cancelled')),
	CONSTRAINT "bookings_occupant_has_stall" CHECK("bookings"."state" NOT IN ('pending', 'offered', 'confirmed', 'checked_in') OR "bookings"."stall_id" IS NOT NULL),
	CONSTRAINT "bookings_offer_ends" CHECK("bookings"."state" <> 'offered' OR "bookings"."offer_expires_at_utc" IS NOT NULL),
	CONSTRAINT "bookings_waiter_has_ordinal" CHECK("bookings"."state" <> 'waitlisted' OR "bookings"."ordinal" IS NOT NULL)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `bookings_one_occupant` ON `bookings` (`stall_id`) WHERE state IN ('pending', 'offered', 'confirmed', 'checked_in');--> statement-breakpoint
CREATE UNIQUE INDEX `bookings_one_live_per_applicant` ON `bookings` (`exhibition_id`,`applicant_key`) WHERE state IN ('applied', 'pending', 'waitlisted', 'offered', 'confirmed', 'checked_in');--> statement-breakpoint
CREATE UNIQUE INDEX `bookings_draw_code` ON `bookings` (`exhibition_id`,`draw_code`) WHERE draw_code IS NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX `bookings_ordinal` ON `bookings` (`exhibition_id`,`ordinal`) WHERE ordinal IS NOT NULL;--> statement-breakpoint
CREATE INDEX `bookings_by_delegate` ON `bookings` (`exhibition_id`,`delegate_key`) WHERE delegate_key IS NOT NULL;--> statement-breakpoint
CREATE INDEX `bookings_by_phone` ON `bookings` (`exhibition_id`,`phone_key`);--> statement-breakpoint
CREATE INDEX `bookings_by_state` ON `bookings` (`exhibition_id`,`state`,`created_at_utc`,`reference`);--> statement-breakpoint
CREATE INDEX `bookings_by_age` ON `bookings` (`exhibition_id`,`created_at_utc`,`reference`);--> statement-breakpoint
CREATE INDEX `bookings_by_offer_expiry` ON `bookings` (`offer_expires_at_utc`) WHERE state = 'offered';--> statement-breakpoint
CREATE TABLE `consents` (
	`subject` text PRIMARY KEY NOT NULL,
	`version` text NOT NULL,
	`language` text NOT NULL,
	`given_at_utc` integer NOT NULL,
	`withdrawn_at_utc` integer
);
--> statement-breakpoint
CREATE TABLE `failed_finds` (
	`reference_key` text NOT NULL,
	`minute` integer NOT NULL,
	`count` integer NOT NULL,
	PRIMARY KEY(`reference_key`, `minute`)
);
--> statement-breakpoint
CREATE INDEX `failed_finds_by_age` ON `failed_finds` (`minute`);--> statement-breakpoint
CREATE TABLE `idempotency_keys` (
	`scope` text NOT NULL,
	`key` text NOT NULL,
	`fingerprint` text NOT NULL,
	`reference` text NOT NULL,
	`answer` text NOT NULL,
	`used_at_utc` integer NOT NULL,
	PRIMARY KEY(`scope`, `key`)
);
--> statement-breakpoint
CREATE INDEX `idempotency_keys_by_age` ON `idempotency_keys` (`used_at_utc`);--> statement-breakpoint
CREATE TABLE `name_words` (
	`exhibition_id` integer NOT NULL,
	`word_key` text NOT NULL,
	`reference` text NOT NULL,
	PRIMARY KEY(`exhibition_id`, `word_key`, `reference`),
	FOREIGN KEY (`reference`) REFERENCES `bookings`(`reference`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `name_words_by_booking` ON `name_words` (`reference`);--> statement-breakpoint
CREATE TABLE `waitlist_places` (
	`exhibition_id` integer NOT NULL,
	`zone_id` integer NOT NULL,
	`needs_step_free` integer NOT NULL,
	`ordinal` integer NOT NULL,
	`reference` text NOT NULL,
	PRIMARY KEY(`exhibition_id`, `zone_id`, `needs_step_free`, `ordinal`),
	FOREIGN KEY (`reference`) REFERENCES `bookings`(`reference`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `waitlist_places_by_booking` ON `waitlist_places` (`reference`);--> statement-breakpoint
CREATE TABLE `waitlist_skips` (
	`reference` text NOT NULL,
	`offered_to` text NOT NULL,
	`cause` text NOT NULL,
	`at_utc` integer NOT NULL,
	PRIMARY KEY(`reference`, `offered_to`, `at_utc`),
	FOREIGN KEY (`reference`) REFERENCES `bookings`(`reference`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`offered_to`) REFERENCES `bookings`(`reference`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `events` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`stream` text NOT NULL,
	`seq` integer NOT NULL,
	`type` text NOT NULL,
	`at_utc` integer NOT NULL,
	`actor` text NOT NULL,
	`data` text NOT NULL,
	`text_id` text,
	`text_digest` text,
	`previous_mac` text NOT NULL,
	`mac` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `events_by_stream` ON `events` (`stream`,`seq`);--> statement-breakpoint
CREATE TABLE `gate_assignments` (
	`staff_id` integer NOT NULL,
	`exhibition_id` integer NOT NULL,
	PRIMARY KEY(`staff_id`, `exhibition_id`),
	FOREIGN KEY (`staff_id`) REFERENCES `staff`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE TABLE `outbox` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`dedupe_key` text NOT NULL,
	`subject` text NOT NULL,
	`template` text NOT NULL,
	`channel` text NOT NULL,
	`recipient` text NOT NULL,
	`language` text NOT NULL,
	`data` text NOT NULL,
	`state` text DEFAULT 'queued' NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`next_attempt_at_utc` integer NOT NULL,
	`created_at_utc` integer NOT NULL,
	`sent_at_utc` integer,
	`last_error` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `outbox_dedupe_key_unique` ON `outbox` (`dedupe_key`);--> statement-breakpoint
CREATE INDEX `outbox_due` ON `outbox` (`state`,`next_attempt_at_utc`);--> statement-breakpoint
CREATE INDEX `outbox_by_subject` ON `outbox` (`subject`,`id`);--> statement-breakpoint
CREATE TABLE `seals` (
	`day` text PRIMARY KEY NOT NULL,
	`last_event_id` integer NOT NULL,
	`events` integer NOT NULL,
	`previous_mac` text NOT NULL,
	`mac` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `staff` (
	`id` integer PRIMARY KEY NOT NULL,
	`email` text NOT NULL,
	`name_ar` text NOT NULL,
	`name_en` text NOT NULL,
	`role` text NOT NULL,
	`governorates` text DEFAULT '[]' NOT NULL,
	`is_active` integer DEFAULT true NOT NULL,
	`version` integer DEFAULT 0 NOT NULL,
	`head_mac` text DEFAULT '' NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `staff_email_unique` ON `staff` (`email`);--> statement-breakpoint
CREATE TABLE `texts` (
	`id` text PRIMARY KEY NOT NULL,
	`stream` text NOT NULL,
	`salt` text NOT NULL,
	`body` text,
	`written_at_utc` integer NOT NULL,
	`erased_at_utc` integer
);
--> statement-breakpoint
CREATE TABLE `exhibitions` (
	`id` integer PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`series_id` integer,
	`title_ar` text NOT NULL,
	`title_en` text NOT NULL,
	`description_ar` text NOT NULL,
	`description_en` text NOT NULL,
	`venue_ar` text NOT NULL,
	`venue_en` text NOT NULL,
	`governorate` text NOT NULL,
	`starts_on` text NOT NULL,
	`ends_on` text NOT NULL,
	`doors_open_at` text DEFAULT '10:00' NOT NULL,
	`doors_close_at` text DEFAULT '22:00' NOT NULL,
	`mode` text NOT NULL,
	`review` text DEFAULT 'before_confirming' NOT NULL,
	`state` text DEFAULT 'draft' NOT NULL,
	`booking_opens_at_utc` integer NOT NULL,
	`booking_closes_at_utc` integer NOT NULL,
	`plan_width` integer DEFAULT 0 NOT NULL,
	`plan_height` integer DEFAULT 0 NOT NULL,
	`plan_features` text DEFAULT '[]' NOT NULL,
	`is_demonstration` integer DEFAULT false NOT NULL,
	`applications` integer DEFAULT 0 NOT NULL,
	`version` integer DEFAULT 0 NOT NULL,
	`head_mac` text DEFAULT '' NOT NULL,
	FOREIGN KEY (`series_id`) REFERENCES `series`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "exhibitions_mode" CHECK("exhibitions"."mode" IN ('first_come', 'ballot')),
	CONSTRAINT "exhibitions_review" CHECK("exhibitions"."review" IN ('before_confirming', 'none')),
	CONSTRAINT "exhibitions_state" CHECK("exhibitions"."state" IN ('draft', 'published', 'open', 'closed', 'frozen', 'drawn', 'live', 'finished', 'cancelled')),
	CONSTRAINT "exhibitions_days" CHECK("exhibitions"."starts_on" <= "exhibitions"."ends_on"),
	CONSTRAINT "exhibitions_window" CHECK("exhibitions"."booking_opens_at_utc" < "exhibitions"."booking_closes_at_utc")
);
--> statement-breakpoint
CREATE UNIQUE INDEX `exhibitions_slug_unique` ON `exhibitions` (`slug`);--> statement-breakpoint
CREATE INDEX `exhibitions_by_state` ON `exhibitions` (`state`,`starts_on`);--> statement-breakpoint
CREATE INDEX `exhibitions_by_start` ON `exhibitions` (`starts_on`);--> statement-breakpoint
CREATE INDEX `exhibitions_by_series` ON `exhibitions` (`series_id`,`starts_on`);--> statement-breakpoint
CREATE TABLE `series` (
	`id` integer PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`title_ar` text NOT NULL,
	`title_en` text NOT NULL,
	`description_ar` text NOT NULL,
	`description_en` text NOT NULL,
	`venue_ar` text NOT NULL,
	`venue_en` text NOT NULL,
	`governorate` text NOT NULL,
	`is_demonstration` integer DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `series_slug_unique` ON `series` (`slug`);--> statement-breakpoint
CREATE TABLE `stalls` (
	`id` integer PRIMARY KEY NOT NULL,
	`exhibition_id` integer NOT NULL,
	`zone_id` integer NOT NULL,
	`code` text NOT NULL,
	`x` integer NOT NULL,
	`y` integer NOT NULL,
	`width` integer NOT NULL,
	`height` integer NOT NULL,
	`is_step_free` integer DEFAULT false NOT NULL,
	`is_near_entrance` integer DEFAULT false NOT NULL,
	`has_power` integer DEFAULT false NOT NULL,
	`is_corner` integer DEFAULT false NOT NULL,
	`has_water` integer DEFAULT false NOT NULL,
	`fee_baisa` integer DEFAULT 0 NOT NULL,
	`subsidy_baisa` integer DEFAULT 0 NOT NULL,
	`withheld_reason` text,
	FOREIGN KEY (`exhibition_id`) REFERENCES `exhibitions`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`zone_id`) REFERENCES `zones`(`id`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "stalls_fee" CHECK("stalls"."fee_baisa" >= "stalls"."subsidy_baisa" AND "stalls"."subsidy_baisa" >= 0)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `stalls_code` ON `stalls` (`exhibition_id`,`code`);--> statement-breakpoint
CREATE TABLE `zones` (
	`id` integer PRIMARY KEY NOT NULL,
	`exhibition_id` integer NOT NULL,
	`code` text NOT NULL,
	`title_ar` text NOT NULL,
	`title_en` text NOT NULL,
	`position` integer NOT NULL,
	FOREIGN KEY (`exhibition_id`) REFERENCES `exhibitions`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `zones_code` ON `zones` (`exhibition_id`,`code`);