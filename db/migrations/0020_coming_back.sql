-- Which mails a subscription is for, and what mail servers and providers tell of mails that have been sent.

alter table subscriptions
	add column kinds text[] not null default '{updates,milestones}',
	add constraint subscriptions_kinds_check check (kinds <@ '{updates,milestones}' and cardinality(kinds) > 0) not valid;
comment on column subscriptions.kinds is 'updates: about two mails a month; milestones: the hand-in, what came of it, the anniversary. Who wants neither has no row.';

create table email_events (
	message_id int not null references email_messages on delete cascade,
	kind text not null check (kind in ('hard', 'soft', 'full', 'policy', 'complaint')),
	day date not null default current_date
);
comment on table email_events is 'What came back of a message, a row each and nothing of whose it was. Append-only.';
create index email_events_of on email_events (message_id, kind, day);

create table email_reports (
	hash bytea primary key check (octet_length(hash) = 32),
	taken_on date not null default current_date
);
comment on table email_reports is 'Which reports have been taken, so that one told twice counts once: a hash of the delivery and what became of it, or of a provider''s name for the event.';

create table email_failures (
	fingerprint bytea not null check (octet_length(fingerprint) = 32),
	day date not null default current_date,
	failures smallint not null check (failures > 0),
	primary key (fingerprint, day)
);
comment on table email_failures is 'How often mail to an address came back for a reason that may pass, under the installation''s address key; at the third time in thirty days it gets no more for a while.';

alter table email_caps add column others smallint not null default 0,
	add constraint email_caps_others_check check (others between 0 and sent);
comment on column email_caps.others is 'Of `sent`, mails by which nobody signs: they leave the last of the day and half of the week''s to those by which people do.';

grant select, insert on email_events to yntymaq_app;
-- The nightly run locks what it ends.
grant select, insert, update, delete on email_reports to yntymaq_app;
grant select, insert, update, delete on email_failures to yntymaq_app;
