-- What is counted once and then looked at often.

alter table email_messages add column counts jsonb;
comment on column email_messages.counts is 'Of a mailing that has ended: how many of its mails are in which state. Its rows end after 90 days, and a list of mailings need not count them.';

alter table approvals add column facts jsonb;
comment on column approvals.facts is 'What there was to decide by when it was asked for, as the audit log has it; null for what was asked for before this column.';

alter table email_tallies add column bounced int not null default 0 check (bounced >= 0);
comment on column email_tallies.bounced is 'Of those rejected: sent before, and come back afterwards. They are one outcome, not two.';
