ALTER TABLE "evaluation" ADD COLUMN "origin" text DEFAULT 'computed' NOT NULL;--> statement-breakpoint
ALTER TABLE "submission" ADD COLUMN "is_imported" boolean DEFAULT false NOT NULL;