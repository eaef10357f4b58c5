-- What is done once a day, and reminders to confirm.

create table job_days (
	name text primary key,
	done_on date not null
);
comment on table job_days is 'The day on which each daily job was last done to its end.';
grant select, insert, update on job_days to yntymaq_app;

alter table petitions add remind boolean not null default true;
comment on column petitions.remind is 'Who has not confirmed gets one more mail, two days later.';

insert into email_messages (kind, lane, policy, status) values ('remind-signature', 'transactional', 'resend', 'sending');

-- 0001 granted these with all tables: the site reads which migrations have run, and only the owner writes them.
revoke insert, update, delete on kysely_migration, kysely_migration_lock from yntymaq_app;
