CREATE TABLE "account" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"provider_id" text NOT NULL,
	"user_id" text NOT NULL,
	"access_token" text,
	"refresh_token" text,
	"id_token" text,
	"access_token_expires_at" timestamp with time zone,
	"refresh_token_expires_at" timestamp with time zone,
	"scope" text,
	"password" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "dataset" (
	"id" text PRIMARY KEY NOT NULL,
	"hash" text NOT NULL,
	"manifest" jsonb NOT NULL,
	"position" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "dataset_case" (
	"dataset_id" text NOT NULL,
	"key" text NOT NULL,
	"position" integer NOT NULL,
	"shape" jsonb NOT NULL,
	"spacing_mm" jsonb NOT NULL,
	"class_voxels" jsonb NOT NULL,
	"image_hash" text NOT NULL,
	"label_hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "evaluation" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"submission_id" uuid NOT NULL,
	"dataset_id" text NOT NULL,
	"dataset_hash" text NOT NULL,
	"suite_id" text NOT NULL,
	"suite_hash" text NOT NULL,
	"status" text DEFAULT 'queued' NOT NULL,
	"failure" jsonb,
	"report" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "evaluation_part" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"evaluation_id" uuid NOT NULL,
	"case_key" text NOT NULL,
	"attack_group" text NOT NULL,
	"position" integer NOT NULL,
	"status" text DEFAULT 'queued' NOT NULL,
	"progress" double precision DEFAULT 0 NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"result" jsonb,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "model_file" (
	"hash" text PRIMARY KEY NOT NULL,
	"size_bytes" bigint NOT NULL,
	"inspection" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "ranking" (
	"dataset_id" text NOT NULL,
	"suite_id" text NOT NULL,
	"scope" text NOT NULL,
	"evaluation_id" uuid NOT NULL,
	"rank" integer NOT NULL,
	"rank_low" integer NOT NULL,
	"rank_high" integer NOT NULL,
	"robust_dice" double precision NOT NULL,
	"clean_dice" double precision NOT NULL
);
--> statement-breakpoint
CREATE TABLE "session" (
	"id" text PRIMARY KEY NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"token" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ip_address" text,
	"user_agent" text,
	"user_id" text NOT NULL,
	CONSTRAINT "session_token_unique" UNIQUE("token")
);
--> statement-breakpoint
CREATE TABLE "submission" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"owner_id" text NOT NULL,
	"name" text NOT NULL,
	"family" text NOT NULL,
	"architecture" text NOT NULL,
	"training" text DEFAULT 'standard' NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"paper_url" text,
	"code_url" text,
	"licence" text,
	"dataset_ids" jsonb NOT NULL,
	"visibility" text DEFAULT 'public' NOT NULL,
	"is_baseline" boolean DEFAULT false NOT NULL,
	"status" text DEFAULT 'awaiting-upload' NOT NULL,
	"file_name" text,
	"upload_id" text,
	"model_hash" text,
	"rejection" jsonb,
	"failure" jsonb,
	"idempotency_key" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"uploaded_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	CONSTRAINT "submission_upload_id_unique" UNIQUE("upload_id"),
	CONSTRAINT "submission_name_length" CHECK (char_length("submission"."name") between 1 and 120)
);
--> statement-breakpoint
CREATE TABLE "suite" (
	"id" text PRIMARY KEY NOT NULL,
	"hash" text NOT NULL,
	"definition" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "user" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"email_verified" boolean DEFAULT false NOT NULL,
	"image" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "user_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "verification" (
	"id" text PRIMARY KEY NOT NULL,
	"identifier" text NOT NULL,
	"value" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "account" ADD CONSTRAINT "account_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dataset_case" ADD CONSTRAINT "dataset_case_dataset_id_dataset_id_fk" FOREIGN KEY ("dataset_id") REFERENCES "public"."dataset"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evaluation" ADD CONSTRAINT "evaluation_submission_id_submission_id_fk" FOREIGN KEY ("submission_id") REFERENCES "public"."submission"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evaluation" ADD CONSTRAINT "evaluation_dataset_id_dataset_id_fk" FOREIGN KEY ("dataset_id") REFERENCES "public"."dataset"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evaluation" ADD CONSTRAINT "evaluation_suite_id_suite_id_fk" FOREIGN KEY ("suite_id") REFERENCES "public"."suite"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "evaluation_part" ADD CONSTRAINT "evaluation_part_evaluation_id_evaluation_id_fk" FOREIGN KEY ("evaluation_id") REFERENCES "public"."evaluation"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ranking" ADD CONSTRAINT "ranking_dataset_id_dataset_id_fk" FOREIGN KEY ("dataset_id") REFERENCES "public"."dataset"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ranking" ADD CONSTRAINT "ranking_suite_id_suite_id_fk" FOREIGN KEY ("suite_id") REFERENCES "public"."suite"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ranking" ADD CONSTRAINT "ranking_evaluation_id_evaluation_id_fk" FOREIGN KEY ("evaluation_id") REFERENCES "public"."evaluation"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "submission" ADD CONSTRAINT "submission_owner_id_user_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."user"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "submission" ADD CONSTRAINT "submission_model_hash_model_file_hash_fk" FOREIGN KEY ("model_hash") REFERENCES "public"."model_file"("hash") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "account_user" ON "account" USING btree ("user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "dataset_case_key" ON "dataset_case" USING btree ("dataset_id","key");--> statement-breakpoint
CREATE INDEX "dataset_case_position" ON "dataset_case" USING btree ("dataset_id","position");--> statement-breakpoint
CREATE UNIQUE INDEX "evaluation_once" ON "evaluation" USING btree ("submission_id","dataset_id","suite_id");--> statement-breakpoint
CREATE INDEX "evaluation_board" ON "evaluation" USING btree ("dataset_id","suite_id","status");--> statement-breakpoint
CREATE UNIQUE INDEX "evaluation_part_once" ON "evaluation_part" USING btree ("evaluation_id","case_key","attack_group");--> statement-breakpoint
CREATE UNIQUE INDEX "ranking_once" ON "ranking" USING btree ("dataset_id","suite_id","scope","evaluation_id");--> statement-breakpoint
CREATE INDEX "ranking_order" ON "ranking" USING btree ("dataset_id","suite_id","scope","rank");--> statement-breakpoint
CREATE INDEX "session_user" ON "session" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "submission_owner" ON "submission" USING btree ("owner_id","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "submission_idempotency" ON "submission" USING btree ("owner_id","idempotency_key");--> statement-breakpoint
CREATE INDEX "submission_newest" ON "submission" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "submission_model" ON "submission" USING btree ("model_hash");--> statement-breakpoint
CREATE INDEX "verification_identifier" ON "verification" USING btree ("identifier");