ALTER TABLE "ranking" ADD COLUMN "rank_then_aggregate" integer;--> statement-breakpoint
ALTER TABLE "ranking" ADD COLUMN "groups" text[] DEFAULT '{}' NOT NULL;