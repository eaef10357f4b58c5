-- What the desk keeps of a mailing beside the mail itself, and the mail by which an organiser tries one.

create table mailing_plans (
	message_id int primary key references email_messages on delete cascade,
	path text check (path ~ '^updates/[0-9]{2,4}-[a-z0-9-]+$'),
	starts_at timestamptz,
	spread_minutes int not null default 0 check (spread_minutes between 0 and 10080),
	cleared text check (cleared ~ '^[0-9a-f]{16}$')
);
comment on table mailing_plans is 'Of a mailing that an organiser makes: which update it tells, and when it is to go once two have agreed.';
comment on column mailing_plans.path is 'The update that it was drawn from; null for a mail of another kind.';
comment on column mailing_plans.cleared is 'The digest of texts, audience and plan that were last found without a fault: only these can be asked for.';

grant select, insert, update, delete on mailing_plans to yntymaq_app;

insert into email_messages (kind, lane, policy, status) values ('mailing-test', 'transactional', 'resend', 'sending');
