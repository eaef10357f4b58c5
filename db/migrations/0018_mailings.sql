-- Mail to everybody who subscribed: who gets it is frozen into rows, which are claimed a provider at a time, at a rate
-- that all workers share.

alter table email_messages
	add column audience jsonb not null default '{}',
	add column spread_minutes int not null default 0 check (spread_minutes between 0 and 10080),
	add column paused_for text check (paused_for in ('asked', 'late', 'rejects', 'complaints')),
	add column frozen_at timestamptz,
	add column total int check (total >= 0),
	add column judged_from bigint not null default 0,
	add column told_for text check (told_for in ('late', 'rejects', 'complaints')),
	add check (paused_for is null or status = 'paused'),
	add check ((frozen_at is null) = (total is null));
comment on column email_messages.audience is 'Which subscriptions it goes to: `locales`, `countries`, `kinds`; what is absent leaves nobody out.';
comment on column email_messages.spread_minutes is 'Over how many minutes it is spread; 0: as fast as the rates allow.';
comment on column email_messages.paused_for is 'Why it stands still: somebody asked, its hour was missed by more than one, too many mailboxes refuse it, too many people complain.';
comment on column email_messages.total is 'How many get it, since its audience was frozen.';
comment on column email_messages.judged_from is 'The tally from which on refusals and complaints pause it: those before the last resumption have been looked at.';
comment on column email_messages.told_for is 'The pause that the organisers have been told of.';

alter table email_renditions add column preheader text not null default '';
comment on column email_renditions.preheader is 'What mail clients show beside the subject, on lock screens too.';

alter table subscriptions
	add column domain_bucket smallint,
	add column suppressed_until date,
	add constraint subscriptions_domain_bucket_check check (domain_bucket between 0 and 83) not valid;
comment on column subscriptions.domain_bucket is 'Of its address, as in email_deliveries; null until a worker has looked, for what is older than this column.';
comment on column subscriptions.suppressed_until is 'A mail to it met a suppression: mailings leave it out until then, and then look again. The suppression itself is under another key.';

create table email_tallies (
	id bigint generated always as identity primary key,
	message_id int not null references email_messages on delete cascade,
	at timestamptz not null default date_trunc('minute', now()),
	sent int not null default 0 check (sent >= 0),
	rejected int not null default 0 check (rejected >= 0),
	complained int not null default 0 check (complained >= 0),
	unsubscribed int not null default 0 check (unsubscribed >= 0)
);
comment on table email_tallies is 'What became of a mailing''s mails, a row for some hundreds of them: for its rate, its plot and what pauses it. The rows of email_deliveries are what is counted.';
create index email_tallies_newest on email_tallies (message_id, id);

create table mail_buckets (
	name text primary key check (name ~ '^(relay|domain-[0-9]{1,2}|message-[0-9]+)$'),
	tokens double precision not null,
	refilled_at timestamptz not null,
	ceiling double precision check (ceiling > 0),
	before_fall double precision check (before_fall > 0),
	slowed_at timestamptz,
	check (num_nulls(ceiling, before_fall, slowed_at) in (0, 3))
);
comment on table mail_buckets is 'Token buckets that all workers take from: of the relay, of each group of providers, of a mailing that is spread over time.';
comment on column mail_buckets.ceiling is 'Mails a minute, since the relay asked for fewer; null while it has not.';
comment on column mail_buckets.before_fall is 'Mails a minute when it first did: every quiet minute gives an eighth of it back.';

grant select, insert, update, delete on email_tallies, mail_buckets to yntymaq_app;
