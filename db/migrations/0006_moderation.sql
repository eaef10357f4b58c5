-- What waits for a reader at the desk, and what readers write to the organisers.

create table campaign_moderation (
	campaign_id int primary key references campaigns on delete cascade,
	hold_new boolean not null default false,
	note_sealed bytea,
	note_by uuid,
	note_on date
);
comment on table campaign_moderation is 'How a campaign''s queue is kept: whether what trusted people post waits too, and the note that one shift leaves for the next.';

create table review_items (
	id uuid primary key default gen_random_uuid(),
	campaign_id int not null references campaigns on delete cascade,
	kind text not null check (kind ~ '^[a-z]+(-[a-z]+)*$'),
	subject_id uuid not null,
	locale text not null check (locale ~ '^[a-z]{2}$'),
	flags text[] not null default '{}',
	second_needed boolean not null default false,
	first boolean not null default false,
	revision int not null default 1,
	state text not null default 'open' check (state in ('open', 'claimed', 'decided')),
	-- To the hour: a minute of writing is a lead.
	since timestamptz not null default date_trunc('hour', now()),
	claimed_by uuid,
	claimed_until timestamptz,
	shown_first_by uuid,
	outcome text check (outcome in ('show', 'hide', 'close')),
	decision text check (decision ~ '^[a-z]+(-[a-z]+)*$'),
	decided_by uuid,
	decided_on date,
	check (num_nonnulls(claimed_by, claimed_until) = case state when 'claimed' then 2 else 0 end),
	check (num_nonnulls(outcome, decision, decided_on) = case state when 'decided' then 3 else 0 end),
	-- Two persons for what a filter has flagged.
	check (outcome is distinct from 'show' or not second_needed or coalesce(shown_first_by <> decided_by, false))
);
comment on table review_items is 'What waits for a reader: open → claimed → decided. app/moderation/transition.ts says who may move it. No foreign key to its subject, which may go.';
comment on column review_items.first is 'It comes before all others: a family''s request.';
comment on column review_items.revision is 'Grows when its subject was changed while it waited: a decision names what was read.';
comment on column review_items.claimed_until is 'Until then it is one person''s to read; afterwards as good as open.';
comment on column review_items.shown_first_by is 'Who was first to say that it may be shown, where it takes two. Organisers here have no foreign key: what was decided stays when one leaves.';
create unique index review_items_waiting on review_items (kind, subject_id) where state <> 'decided';
create index review_items_queue on review_items (campaign_id, first desc, since, id) where state <> 'decided';

create function refuse_second_decision() returns trigger language plpgsql as $$
begin
	raise exception 'this has been decided' using errcode = '23514';
end $$;
create trigger review_items_decided_once before update on review_items
	for each row when (old.state = 'decided') execute function refuse_second_decision();

create table protected_names (
	campaign_id int not null references campaigns on delete cascade,
	fingerprint bytea not null check (octet_length(fingerprint) = 32),
	added_on date not null default current_date,
	primary key (campaign_id, fingerprint)
);
comment on table protected_names is 'Names that no page may show unread: HMACs of the normalised names under the campaign''s key. Nobody can read the list, only ask it.';

create table letters (
	id uuid primary key default gen_random_uuid(),
	campaign_id int not null references campaigns on delete cascade,
	kind text not null check (kind in ('report', 'contact')),
	locale text not null check (locale ~ '^[a-z]{2}$'),
	sealed bytea,
	address_sealed bytea,
	suspect boolean not null default false,
	created_on date not null default current_date,
	answered_on date
);
comment on table letters is 'What readers report and write.';
comment on column letters.sealed is 'The words, the page and what it is about. Where a committee has a key, a message''s words stand in it sealed to that key.';
comment on column letters.address_sealed is 'Where an answer goes, if one is wanted; emptied once it has been answered.';
comment on column letters.suspect is 'Met a trap for bots: it comes into no queue.';
create index letters_by_day on letters (created_on);

create table ready_answers (
	id uuid primary key default gen_random_uuid(),
	campaign_id int not null references campaigns on delete cascade,
	kind text not null check (kind ~ '^[a-z]+(-[a-z]+)*$'),
	slug text not null check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
	sample boolean not null default false,
	unique (campaign_id, kind, slug)
);
comment on table ready_answers is 'Answers that the organisers have written beforehand, per kind of item.';

create table ready_answer_editions (
	answer_id uuid not null references ready_answers on delete cascade,
	locale text not null check (locale ~ '^[a-z]{2}$'),
	title text not null,
	body text not null,
	primary key (answer_id, locale)
);

create table hidden_documents (
	campaign_id int not null,
	path text not null,
	hidden_on date not null default current_date,
	primary key (campaign_id, path),
	foreign key (campaign_id) references campaigns on delete cascade
);
comment on table hidden_documents is 'Documents of a campaign that a moderator has taken from its pages: updates. Editing does not show them again.';
create trigger hidden_documents_shown after insert or update or delete on hidden_documents
	for each row execute function notify_pages();

-- A held domain is an item of the queue: it is trusted by its row, without anybody typing its name.
alter table domain_verdicts add column id uuid not null unique default gen_random_uuid();
insert into review_items (campaign_id, kind, subject_id, locale)
select p.campaign_id, 'held-domain', v.id, 'en' from domain_verdicts v join petitions p on p.id = v.petition_id
where v.verdict = 'held';

insert into email_messages (kind, lane, policy, status) values ('answer', 'transactional', 'resend', 'sending');

grant select, insert, update, delete on
	campaign_moderation, review_items, protected_names, letters, ready_answers, ready_answer_editions, hidden_documents
	to yntymaq_app;
