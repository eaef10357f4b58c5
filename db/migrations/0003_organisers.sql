-- Who keeps the campaigns. An organiser is a mailbox with a password and a second factor; what they may do is said per
-- campaign. Their address and name stand sealed; sessions keep neither the network nor the program they came from.

create table organisers (
	id uuid primary key default gen_random_uuid(),
	fingerprint bytea not null unique check (octet_length(fingerprint) = 32),
	sealed bytea not null,
	locale text not null check (locale ~ '^[a-z]{2}$'),
	state text not null default 'invited' check (state in ('invited', 'active', 'disabled')),
	sample boolean not null default false,
	password_hash text check (password_hash like '$argon2id$%'),
	totp_sealed bytea,
	totp_last_step bigint,
	created_on date not null default current_date,
	device_round int not null default 0,
	-- The demonstration's organisers come in by printed links alone.
	check (state <> 'active' or sample or num_nonnulls(password_hash, totp_sealed) = 2)
);
comment on column organisers.fingerprint is 'Of the address, under the installation''s address key.';
comment on column organisers.sealed is 'The address and the name that other organisers see.';
comment on column organisers.device_round is 'Raised by a new password: cookies of browsers that signed in before are then any stranger''s.';
comment on column organisers.totp_last_step is 'The newest time step that was used (RFC 6238): no code is taken twice.';

create table organiser_links (
	token_hash bytea primary key check (octet_length(token_hash) = 32),
	organiser_id uuid not null references organisers on delete cascade,
	purpose text not null check (purpose in ('invitation', 'break-glass', 'sample')),
	not_before timestamptz not null default now(),
	expires_at timestamptz not null,
	used_at timestamptz,
	check (expires_at > not_before)
);
comment on table organiser_links is 'Links that work once: to set password and second factor, or in the demonstration to come in.';
create index organiser_links_of on organiser_links (organiser_id);

create table organiser_recovery_codes (
	organiser_id uuid not null references organisers on delete cascade,
	code_hash bytea not null check (octet_length(code_hash) = 32),
	used_on date,
	primary key (organiser_id, code_hash)
);

create table organiser_sessions (
	id uuid primary key default gen_random_uuid(),
	token_hash bytea not null unique check (octet_length(token_hash) = 32),
	organiser_id uuid not null references organisers on delete cascade,
	started_at timestamptz not null default now(),
	seen_at timestamptz not null default now(),
	ends_at timestamptz not null,
	stepped_up_at timestamptz,
	check (ends_at > started_at)
);
comment on column organiser_sessions.ends_at is 'Whatever happens; being idle ends it sooner.';
comment on column organiser_sessions.stepped_up_at is 'When the second factor was last given: exports, mass mail, keys and money ask for it anew.';
create index organiser_sessions_of on organiser_sessions (organiser_id);

create table sign_in_attempts (
	fingerprint bytea not null check (octet_length(fingerprint) = 32),
	device bytea not null default ''::bytea,
	failures int not null check (failures > 0),
	last_at timestamptz not null default now(),
	primary key (fingerprint, device)
);
comment on table sign_in_attempts is 'Failed attempts at a typed address, known or not. A browser that has signed in before has a row of its own, so that a stranger''s guessing does not lock it out.';

create table campaign_roles (
	organiser_id uuid not null references organisers on delete cascade,
	campaign_id int not null references campaigns on delete cascade,
	role text not null check (role in ('writer', 'translator', 'moderator', 'treasurer', 'auditor', 'administrator')),
	granted_at timestamptz not null default now(),
	granted_by uuid,
	primary key (organiser_id, campaign_id, role)
);
comment on table campaign_roles is 'What an organiser is in a campaign; app/organise/access.ts says what each role may.';
comment on column campaign_roles.granted_by is 'The organiser who gave it: for 48 hours it agrees to nothing. Null is the operator, whose word holds at once. No foreign key: a granter who is deleted does not become the operator.';
create index campaign_roles_of on campaign_roles (campaign_id);

alter table campaign_editions add column duty_hours text not null default '';
comment on column campaign_editions.duty_hours is 'When somebody reads what comes in, as the public is told.';

grant select, insert, update, delete on
	organisers, organiser_links, organiser_recovery_codes, organiser_sessions, sign_in_attempts, campaign_roles
	to yntymaq_app;

insert into email_messages (kind, lane, policy, status) values
	('organiser-invitation', 'transactional', 'resend', 'sending'),
	('organiser-recovery', 'transactional', 'resend', 'sending');
