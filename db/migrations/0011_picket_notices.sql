-- Joining a picket and hearing of it: who is told what, once.

create table picket_facts (
	id uuid primary key default gen_random_uuid(),
	picket_id uuid not null references pickets on delete cascade,
	sequence int not null check (sequence >= 0),
	starts_at timestamptz not null,
	sealed bytea not null,
	unique (picket_id, sequence)
);
comment on table picket_facts is 'Time and place of a picket as somebody was told them: what a later mail compares with. Sealed because a meeting point may be among them.';

create table picket_announcements (
	picket_id uuid primary key references pickets on delete cascade,
	first_at timestamptz not null default now(),
	due_at timestamptz not null
);
comment on table picket_announcements is 'Pickets that have changed and of which nobody was told yet. Edits that follow each other make one mail.';
-- The worker asks for what is due.
create index picket_announcements_due on picket_announcements (due_at);

create table picket_reminders (
	picket_id uuid not null references pickets on delete cascade,
	minutes_before int not null check (minutes_before > 0),
	primary key (picket_id, minutes_before)
);
comment on table picket_reminders is 'Reminders still to come, as offsets: they move with the picket and go when it is cancelled.';

create table picket_messages (
	id uuid primary key default gen_random_uuid(),
	picket_id uuid not null references pickets on delete cascade,
	number int not null check (number > 0),
	locale text not null check (locale ~ '^[a-z]{2}$'),
	sealed bytea,
	state text not null default 'waiting' check (state in ('waiting', 'sending', 'sent', 'refused')),
	written_on date not null default current_date,
	unique (picket_id, number),
	check ((state in ('waiting', 'sending')) = (sealed is not null))
);
comment on table picket_messages is 'A host''s words to who comes, held for a moderator and emptied when they have been mailed or refused.';
-- The worker asks each second for what may go.
create index picket_messages_sending on picket_messages (picket_id, number) where state = 'sending';

create table picket_mails (
	id uuid primary key default gen_random_uuid(),
	rsvp_id uuid not null references picket_rsvps on delete cascade,
	kind text not null check (kind in ('change', 'reminder', 'message', 'answer')),
	about int not null,
	unique (rsvp_id, kind, about)
);
comment on table picket_mails is 'What each person was promised by mail, once: `id` is the subject of its delivery. Whoever leaves takes theirs along.';
comment on column picket_mails.about is 'The sequence (change), the minutes before (reminder), the number (message), 0 (answer of the host).';

alter table erasures drop constraint erasures_about_check;
alter table erasures add constraint erasures_about_check
	check (about in ('submission', 'signature', 'subscription', 'rsvp', 'host'));

-- A reminder of which nobody knows whether it was taken is not sent again: twice is worse than none. A change is.
insert into email_messages (kind, lane, policy, status) values
	('confirm-rsvp', 'transactional', 'resend', 'sending'),
	('picket-changed', 'transactional', 'resend', 'sending'),
	('picket-cancelled', 'transactional', 'resend', 'sending'),
	('picket-reminder', 'transactional', 'hold', 'sending'),
	('picket-message', 'transactional', 'hold', 'sending'),
	('picket-let-in', 'transactional', 'resend', 'sending'),
	('picket-not-let-in', 'transactional', 'resend', 'sending');

grant select, insert, update, delete on
	picket_facts, picket_announcements, picket_reminders, picket_messages, picket_mails
	to yntymaq_app;
