-- How a campaign ends for those who took part: addressees hear of milestones, the hand-in is told, and who subscribed is
-- asked whether to stay before their address is deleted.

alter table subscriptions add column keep_until date, add column asked_on date, add check (asked_on is null or keep_until is not null);
comment on column subscriptions.keep_until is 'The last day on which it is kept, since its campaign is over; null until who subscribed was asked whether to stay.';
comment on column subscriptions.asked_on is 'The day on which the question whether to stay was sent and since which there was no answer; null for everybody else, who is not deleted, whatever keep_until is.';

create table campaign_stays (
	message_id int primary key references email_messages on delete cascade,
	campaign_id int not null references campaigns on delete cascade,
	asked_on date not null default current_date,
	ends_on date not null,
	check (ends_on > asked_on)
);
comment on table campaign_stays is 'Each time that a campaign asked its subscribers whether to stay. Until `ends_on`, and as long as its mails go out, it asks no more; how long somebody''s silence takes is counted from their own mail.';
create index campaign_stays_of on campaign_stays (campaign_id, ends_on);

create table petition_handovers (
	petition_id int primary key references petitions on delete cascade,
	handed_on date not null,
	places smallint[] not null check (cardinality(places) > 0),
	handin_id int references handins on delete set null,
	marked_by uuid not null,
	marked_on date not null default current_date
);
comment on table petition_handovers is 'That a petition was handed in, as readers are told: petitions.handed_in_at is when that was marked.';
comment on column petition_handovers.places is 'Lines of the newest version''s addressees, from 1.';
comment on column petition_handovers.handin_id is 'The list that was handed in; null where it was done without one.';

create table petition_handover_words (
	petition_id int not null references petition_handovers on delete cascade,
	locale text not null check (locale ~ '^[a-z]{2}$'),
	words text not null check (words <> '' and length(words) <= 2000),
	primary key (petition_id, locale)
);
create trigger petition_handovers_shown after insert or update or delete on petition_handovers
	for each row execute function notify_pages();
create trigger petition_handover_words_shown after insert or update or delete on petition_handover_words
	for each statement execute function notify_pages();

create table petition_photos (
	petition_id int primary key references petition_handovers on delete cascade,
	digest text not null check (digest ~ '^[0-9a-f]{64}$'),
	width int not null check (width between 1 and 1600),
	height int not null check (height between 1 and 1600),
	bytes bytea not null check (octet_length(bytes) between 1 and 4194304),
	added_by uuid not null,
	added_on date not null default current_date
);
comment on table petition_photos is 'One photo of a hand-in, as WebP of ours, without metadata; what was uploaded is kept nowhere.';
comment on column petition_photos.digest is 'SHA-256 of the bytes: its address, which another photo never has.';
-- WebP does not compress any further.
alter table petition_photos alter column bytes set storage external;

create table petition_photo_words (
	petition_id int not null references petition_photos on delete cascade,
	locale text not null check (locale ~ '^[a-z]{2}$'),
	alternative text not null check (alternative <> '' and length(alternative) <= 500),
	primary key (petition_id, locale)
);
comment on table petition_photo_words is 'What can be seen on the photo of a hand-in, in each language.';
create trigger petition_photos_shown after insert or update or delete on petition_photos
	for each row execute function notify_pages();
create trigger petition_photo_words_shown after insert or update or delete on petition_photo_words
	for each statement execute function notify_pages();

create table petition_digests (
	petition_id int primary key references petitions on delete cascade,
	goal bigint not null check (goal >= 0),
	started_by uuid not null,
	started_on date not null default current_date
);
comment on table petition_digests is 'That the bodies of a petition are told of its milestones; without a row they are not.';
comment on column petition_digests.goal is 'The highest goal that had been reached when it began: only later ones are told.';

create table digest_days (
	petition_id int not null references petitions on delete cascade,
	day date not null,
	primary key (petition_id, day)
);
comment on table digest_days is 'Days that are milestones, whatever the number.';

create table digest_mailboxes (
	id uuid primary key default gen_random_uuid(),
	petition_id int not null references petitions on delete cascade,
	place smallint check (place > 0),
	body text not null check (body <> '' and length(body) <= 200),
	locale text not null check (locale ~ '^[a-z]{2}$'),
	sealed bytea not null,
	added_by uuid not null,
	added_on date not null default current_date
);
comment on table digest_mailboxes is 'Mailboxes of public bodies, which hear of text, number and organisations; never a name.';
comment on column digest_mailboxes.place is 'The line of the newest version''s addressees; null for a body that is only informed and gets names nowhere.';
create index digest_mailboxes_of on digest_mailboxes (petition_id);

create table digests (
	id uuid primary key,
	mailbox_id uuid not null references digest_mailboxes on delete cascade,
	milestone text not null check (milestone ~ '^(goal-[0-9]{1,12}|day-[0-9]{4}-[0-9]{2}-[0-9]{2})$'),
	again smallint not null default 0 check (again >= 0),
	signatures bigint not null check (signatures >= 0),
	promised_on date not null default current_date,
	unique (mailbox_id, milestone, again)
);
comment on table digests is 'What was promised to a mailbox, once a milestone; `again` counts what an organiser sent anew. What became of it stands in email_deliveries, whose subject_id is the id.';

grant select, insert on campaign_stays, petition_handovers, petition_handover_words, digests to yntymaq_app;
grant select, insert, delete on petition_digests, digest_days, petition_photos, petition_photo_words to yntymaq_app;
grant select, insert, update, delete on digest_mailboxes to yntymaq_app;

insert into email_messages (kind, lane, policy, status) values ('digest', 'transactional', 'hold', 'sending');
