-- What is held under an address: shown, corrected and erased by whoever reads its mail.

create table my_links (
	id uuid primary key,
	token_hash bytea not null unique check (octet_length(token_hash) = 32),
	fingerprint bytea not null check (octet_length(fingerprint) = 32),
	sealed bytea not null,
	expires_at timestamptz not null default now() + interval '24 hours'
);
comment on table my_links is 'Links of `/my`, each good for 24 hours or until everything is erased. Several may be open: whoever types a stranger''s address ends none of theirs.';
comment on column my_links.fingerprint is 'Of the address under the installation''s address key, so that erasing finds every link to it.';
grant select, insert, update, delete on my_links to yntymaq_app;

insert into email_messages (kind, lane, policy, status) values ('my-link', 'transactional', 'resend', 'sending');

-- Taking a name back is an erasure too: a restored copy must not show it again.
alter table erasures drop constraint erasures_about_check;
alter table erasures add constraint erasures_about_check
	check (about in ('submission', 'signature', 'subscription', 'rsvp', 'host', 'endorsement', 'name', 'public', 'person', 'hidden', 'line'));
comment on column erasures.about is 'name: a signature is only counted from now on, its words are gone; public: its name is shown to nobody but the addressees; person: handed in, it stays counted and keeps nothing of anybody; hidden: an organiser took its name off the public pages; line: its line for the families is shown to nobody. Of all others the row is gone.';
