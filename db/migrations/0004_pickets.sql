-- Pickets, vigils, meetings, showings. The wall clock and the IANA zone are the truth; the instants follow from them.
-- Hosts and attendees stand sealed, with fingerprints under the key of their own picket.

alter table campaigns add column pickets_opened_at timestamptz;
comment on column campaigns.pickets_opened_at is 'Pickets can be called: the checklist was complete.';

create table places (
	id text primary key check (id ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
	kind text not null check (kind in ('embassy', 'consulate', 'mission', 'company', 'institution', 'square')),
	names jsonb not null,
	city text not null,
	country text not null check (country ~ '^[A-Z]{2}$'),
	latitude double precision not null check (latitude between -90 and 90),
	longitude double precision not null check (longitude between -180 and 180),
	zone text not null
);
comment on table places is 'Where pickets are often held: embassies, companies. From db/content/places.yaml.';
comment on column places.names is 'By language; `en` always.';
comment on column places.city is 'Name of the city in English, as the table of cities has it.';

create table pickets (
	id uuid primary key default gen_random_uuid(),
	campaign_id int not null references campaigns,
	slug text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
	key_sealed bytea,
	secret_hash bytea not null unique check (octet_length(secret_hash) = 32),
	sample boolean not null default false,
	kind text not null check (kind in ('picket', 'vigil', 'meeting', 'film', 'online')),
	state text not null default 'unverified' check (state in (
		'unverified', 'waiting', 'listed', 'unlisted', 'rejected', 'cancelled')),
	locale text not null check (locale ~ '^[a-z]{2,3}$'),
	title text not null check (title <> ''),
	description text not null default '',
	organisation text not null check (organisation <> ''),
	starts_local timestamp not null,
	ends_local timestamp not null,
	zone text not null,
	overlap text check (overlap in ('earlier', 'later')),
	starts_at timestamptz not null,
	ends_at timestamptz not null,
	place_id text references places,
	city text not null,
	country text not null check (country ~ '^[A-Z]{2}$'),
	latitude double precision check (latitude between -90 and 90),
	longitude double precision check (longitude between -180 and 180),
	address_level text not null default 'public' check (address_level in ('public', 'joined', 'approved')),
	meeting_point text,
	meeting_point_sealed bytea,
	online_url text check (online_url ~ '^https://'),
	authorities text not null check (authorities in ('told', 'not_needed', 'not_yet')),
	authorities_told text not null default '',
	authorities_told_on date,
	access jsonb not null default '{}',
	capacity int check (capacity between 1 and 10000),
	sequence int not null default 0 check (sequence >= 0),
	unclear boolean not null default false,
	created_on date not null default current_date,
	updated_at timestamptz not null default now(),
	listed_at timestamptz,
	cancelled_at timestamptz,
	repeats uuid unique references pickets on delete set null,
	check (ends_local > starts_local and ends_at > starts_at),
	check (capacity is null or kind in ('meeting', 'film')),
	check (address_level <> 'public' or meeting_point_sealed is null),
	check (address_level = 'public' or num_nonnulls(meeting_point, online_url) = 0),
	check ((kind = 'online') = (online_url is not null) or address_level <> 'public'),
	check ((state = 'cancelled') = (cancelled_at is not null)),
	check (state <> 'listed' or listed_at is not null)
);
comment on column pickets.secret_hash is 'SHA-256 of the secret link under which it can be read before it is listed.';
comment on column pickets.locale is 'Language of the host''s own words.';
comment on column pickets.overlap is 'Which of two, where the clock shows the time twice that day; null where it shows it once.';
comment on column pickets.starts_at is 'From starts_local, zone and overlap; computed anew when zone data change, which moves the sequence and mails nobody.';
comment on column pickets.unclear is 'The zone data have changed so that its clocks show one of its times twice or never: the instants stay, and the desk asks its host.';
comment on column pickets.address_level is 'Who learns the meeting point: all; who has joined; whom the host lets in.';
comment on column pickets.sequence is 'SEQUENCE of the calendar entry (RFC 5545 §3.8.7.4).';
comment on column pickets.meeting_point_sealed is 'Where exactly, and the address of an online one, at the levels at which not everybody learns it; gone 90 days after.';
comment on column pickets.key_sealed is 'Key of this picket''s fingerprints, deleted with the last of its people.';
comment on column pickets.repeats is 'The picket of a year before that it was made from; each is repeated once.';
-- Lists and feeds walk what is to come, of all campaigns; near a place, a box of coordinates; a campaign counts its own.
create index pickets_to_come on pickets (ends_at)
	where listed_at is not null and state in ('listed', 'cancelled');
create index pickets_near on pickets (latitude, longitude)
	where listed_at is not null and state in ('listed', 'cancelled');
create index pickets_of_campaign on pickets (campaign_id, ends_at);
-- Reminders, and changes that wait when the start is near.
create index pickets_starting on pickets (starts_at);

create table picket_changes (
	id uuid primary key default gen_random_uuid(),
	picket_id uuid not null references pickets on delete cascade,
	sequence int not null,
	field text not null check (field in ('title', 'starts', 'ends', 'zone', 'place', 'meeting_point', 'state', 'text')),
	sealed bytea not null,
	important boolean not null,
	unique (picket_id, sequence, field)
);
comment on table picket_changes is 'What changed at each step of the sequence, old and new, sealed because a meeting point may be among it.';

create table picket_proposals (
	picket_id uuid primary key references pickets on delete cascade,
	sealed bytea not null,
	shown jsonb not null,
	urgent_start timestamptz,
	proposed_at timestamptz not null default now()
);
comment on table picket_proposals is 'A change by a host not yet trusted, until it is read: shown beside what stands.';
comment on column picket_proposals.shown is 'Of the change what all may read: times, town and zone; that words are changed, and none of the words.';
comment on column picket_proposals.urgent_start is 'When it is to begin by a change of time and place alone, which does not wait for a moderator near the start; null for every other.';

create table picket_hosts (
	id uuid primary key default gen_random_uuid(),
	picket_id uuid not null references pickets on delete cascade,
	role text not null check (role in ('host', 'co-host')),
	state text not null check (state in ('invited', 'unverified', 'active')),
	token_hash bytea not null unique check (octet_length(token_hash) = 32),
	link_number int not null default 0 check (link_number >= 0),
	fingerprint bytea check (octet_length(fingerprint) = 32),
	sealed bytea,
	created_on date not null default current_date,
	check (state = 'invited' or num_nonnulls(fingerprint, sealed) = 2)
);
comment on table picket_hosts is 'Who may change a picket, by their own link. Nobody is shown; the organisation is.';
comment on column picket_hosts.link_number is 'Goes into the link: who has lost theirs, or shown it to others, is given the next one.';
create index picket_hosts_of on picket_hosts (picket_id);

create table trusted_hosts (
	campaign_id int not null references campaigns on delete cascade,
	fingerprint bytea not null check (octet_length(fingerprint) = 32),
	reason text not null check (reason in ('endorsement', 'listed before')),
	since date not null default current_date,
	primary key (campaign_id, fingerprint)
);
comment on table trusted_hosts is 'Their pickets are listed at once and read after. Fingerprints under the campaign''s key.';
comment on column trusted_hosts.reason is 'listed before: a moderator''s decision at the desk; endorsement: that of an organisation, checked, which nothing writes yet.';

create table picket_rsvps (
	id uuid primary key default gen_random_uuid(),
	picket_id uuid not null references pickets on delete cascade,
	party smallint check (party between 1 and 50),
	state text not null check (state in ('pending', 'going', 'asking')),
	locale text not null check (locale ~ '^[a-z]{2}$'),
	token_hash bytea not null unique check (octet_length(token_hash) = 32),
	fingerprint bytea check (octet_length(fingerprint) = 32),
	sealed bytea,
	created_on date not null default current_date,
	suspect boolean not null default false,
	told_sequence int check (told_sequence >= 0),
	check (num_nonnulls(fingerprint, sealed) in (0, 2)),
	check (state = 'going' or sealed is not null),
	check (party is not null or sealed is not null),
	check ((told_sequence is not null) = (state <> 'pending' and sealed is not null))
);
comment on table picket_rsvps is 'Who comes: a number, and an address only of who asked to be told of changes. Leaving deletes the row; the rest goes 14 days after the picket.';
comment on column picket_rsvps.state is 'pending: the link of the mail waits; asking: the host is asked to let them in (address level approved); going.';
comment on column picket_rsvps.party is 'How many come; null for who only wants to be told of changes.';
comment on column picket_rsvps.suspect is 'Met a trap for bots or a block: it is in no number and takes no place, and the sender cannot see that.';
comment on column picket_rsvps.told_sequence is 'The SEQUENCE of the picket that this person was last told, on the page or by mail: a mail says what has changed since.';
-- Each post waits in a row of its own until its mail is confirmed; then one row an address.
create unique index picket_rsvps_of_address on picket_rsvps (picket_id, fingerprint) where state <> 'pending';
-- Confirming one ends the others of the same address.
create index picket_rsvps_pending on picket_rsvps (picket_id, fingerprint) where state = 'pending';
-- Numbers, the fan-out and the end of a picket go by it.
create index picket_rsvps_of_picket on picket_rsvps (picket_id, id);

grant select, insert, update, delete on
	places, pickets, picket_changes, picket_proposals, picket_hosts, trusted_hosts, picket_rsvps
	to yntymaq_app;

create trigger places_shown after insert or update or delete on places for each row execute function notify_pages();
create trigger pickets_shown after insert or update or delete on pickets for each row execute function notify_pages();
create trigger picket_proposals_shown after insert or update or delete on picket_proposals for each row execute function notify_pages();

insert into email_messages (kind, lane, policy, status) values
	('confirm-picket', 'transactional', 'resend', 'sending'),
	('picket-listed', 'transactional', 'resend', 'sending'),
	('picket-refused', 'transactional', 'resend', 'sending'),
	('picket-change-decided', 'transactional', 'resend', 'sending'),
	('picket-host-link', 'transactional', 'resend', 'sending');
