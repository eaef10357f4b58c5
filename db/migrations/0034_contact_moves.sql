-- A body that endorses has its mail sent to another address, once that one's holder agrees.

comment on table my_links is 'Links of `/my`, each good for 24 hours or until everything is erased. Several may be open: whoever types a stranger''s address ends none of theirs. Among them those by which an address agrees to be a body''s: they open nothing else.';

insert into email_messages (kind, lane, policy, status) values
	('contact-link', 'transactional', 'resend', 'sending'),
	('contact-moved', 'transactional', 'resend', 'sending');
