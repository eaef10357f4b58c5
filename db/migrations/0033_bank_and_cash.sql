-- Bank statements, counted cash, gifts that two look at first, and the fund carried elsewhere (docs/bank.md, docs/surviving.md).

create table bank_lines (
	id uuid primary key default gen_random_uuid(),
	campaign_id int not null references funds,
	source text not null check (source ~ '^[a-z0-9.-]{1,40}$'),
	account text not null check (account ~ '^[A-Z0-9]{0,34}$'),
	booked_on date not null,
	currency text not null check (currency ~ '^[A-Z]{3}$'),
	amount bigint not null check (amount <> 0),
	became text not null check (became in ('gift', 'held', 'payout', 'aid', 'fees', 'unallocated')),
	about text check (about ~ '^[A-Za-z0-9_-]{1,64}$'),
	journal_seq bigint not null unique references journals,
	sealed bytea,
	brought_on date not null default current_date,
	check ((became = 'payout') <= (about is not null))
);
comment on table bank_lines is 'Each line that the bank''s statements have, once, with the journal in which it stands.';
comment on column bank_lines.source is 'The kind of file that brought it: `camt.053` or a profile of CSV.';
comment on column bank_lines.account is 'The fund''s own account, as the file names it; empty where it does not.';
comment on column bank_lines.amount is 'In minor units; what came is positive.';
comment on column bank_lines.became is 'What it was taken for by itself when it came; `unallocated` waits for the desk, and bank_allocations says what it was.';
comment on column bank_lines.about is 'The payout or the payment of aid that it is.';
comment on column bank_lines.sealed is 'What the payer wrote and the other side''s name; null when its time is over.';
create index bank_lines_of_fund on bank_lines (campaign_id, booked_on);
-- A payout arrives once.
create unique index bank_lines_of_payout on bank_lines (about) where became = 'payout';

create table bank_line_identities (
	campaign_id int not null references funds,
	identity bytea not null check (octet_length(identity) = 32),
	line_id uuid not null references bank_lines,
	source text not null,
	primary key (campaign_id, identity)
);
comment on table bank_line_identities is 'By what a line is known again, in whatever file it comes: HMACs under the fund''s key of the bank''s reference, and of account, day, amount, text and which of several alike it is.';
create index bank_line_identities_of on bank_line_identities (line_id);

create table bank_allocations (
	line_id uuid primary key references bank_lines,
	campaign_id int not null references funds,
	became text not null check (became in
		('gift', 'held', 'payout', 'aid', 'fees', 'cash', 'refund', 'give-back', 'given-back', 'double')),
	gift_id uuid references gifts,
	about text unique check (about ~ '^[A-Za-z0-9_:-]{1,120}$'),
	journal_seq bigint not null unique references journals,
	decided_by uuid not null,
	decided_on date not null default current_date,
	check ((became in ('gift', 'held', 'refund')) = (gift_id is not null)),
	check ((became in ('payout', 'aid')) = (about is not null))
);
comment on table bank_allocations is 'What the desk said of a line that explained itself to nobody, once.';
comment on column bank_allocations.about is 'The payout, or the key of the journal by which aid was paid, that the line turned out to be: each is one line''s.';
comment on column bank_allocations.decided_by is 'No foreign key, as in audit_log. The same for cash_counts.counted_by.';

create function refuse_second_allocation() returns trigger language plpgsql as $$
begin
	if not exists (select from bank_lines where id = new.line_id and campaign_id = new.campaign_id and became = 'unallocated') then
		raise exception 'line % explains itself', new.line_id using errcode = '23514', constraint = 'bank_allocations_once';
	end if;
	return new;
end $$;
create trigger bank_allocations_once before insert on bank_allocations for each row execute function refuse_second_allocation();

create function binds_here() returns boolean stable language sql as $$
	select not pg_has_role(current_user, (select relowner from pg_class where oid = 'journals'::regclass), 'member')
$$;
comment on function binds_here is 'Rules of two people bind the application. Whoever owns the schema could drop the rule: as the owner alone a fund is brought back from its export.';

create function are_two_of_fund(of_campaign int, first uuid, second uuid) returns boolean stable language sql as $$
	select first <> second and 2 = (
		select count(distinct r.organiser_id) from campaign_roles r
		where r.campaign_id = of_campaign and r.organiser_id in (first, second)
			and r.role in ('treasurer', 'committee', 'administrator')
			and (r.granted_by is null or r.granted_at <= now() - interval '48 hours'
				and (r.organiser_id = first or r.granted_by <> first)))
$$;
comment on function are_two_of_fund is 'As are_two (0017), for those who keep a fund.';

create table cash_boxes (
	id uuid primary key default gen_random_uuid(),
	campaign_id int not null references funds,
	number int not null check (number > 0),
	currency text not null check (currency ~ '^[A-Z]{3}$'),
	taken_on date not null check (taken_on <= current_date),
	state text not null default 'entered' check (state in ('entered', 'differs', 'counted')),
	round int not null default 1 check (round > 0),
	amount bigint check (amount > 0),
	gift_id uuid unique references gifts,
	made_on date not null default current_date,
	unique (campaign_id, number),
	check ((state = 'counted') = (amount is not null)),
	check ((state = 'counted') = (gift_id is not null))
);
comment on table cash_boxes is 'Cash that came together, as a box or an envelope: a number is written on it, and two count it. Who gave is written nowhere.';
comment on column cash_boxes.round is 'Counted differently, it is counted anew by two.';

create table cash_counts (
	box_id uuid not null references cash_boxes,
	round int not null,
	turn int not null check (turn in (1, 2)),
	amount bigint not null check (amount > 0),
	counted_by uuid not null,
	counted_on date not null default current_date,
	primary key (box_id, round, turn),
	unique (box_id, round, counted_by)
);
comment on table cash_counts is 'Every amount that was ever counted; append-only.';

create function refuse_lone_cash_check() returns trigger language plpgsql as $$
begin
	if binds_here() and not exists (
		select from cash_boxes b join cash_counts c on c.box_id = b.id and c.round = new.round and c.turn = 1
		where b.id = new.box_id and are_two_of_fund(b.campaign_id, c.counted_by, new.counted_by)
	) then
		raise exception 'cash is counted by a second person who has kept the fund for 48 hours'
			using errcode = '23514', constraint = 'cash_counts_by_two';
	end if;
	return new;
end $$;
create trigger cash_counts_by_two before insert on cash_counts for each row when (new.turn = 2)
	execute function refuse_lone_cash_check();

create function refuse_uncounted_cash() returns trigger language plpgsql as $$
begin
	if binds_here() and 2 <> (select count(*) from cash_counts
		where box_id = new.id and round = new.round and amount = new.amount) then
		raise exception 'two have not counted box % alike', new.number using errcode = '23514', constraint = 'cash_boxes_counted';
	end if;
	return new;
end $$;
create trigger cash_boxes_counted before insert or update on cash_boxes for each row when (new.state = 'counted')
	execute function refuse_uncounted_cash();
create function refuse_cash_change() returns trigger language plpgsql as $$
begin
	raise exception 'box % is counted', old.number using errcode = '23514', constraint = 'cash_boxes_final';
end $$;
create trigger cash_boxes_final before update on cash_boxes for each row when (old.state = 'counted')
	execute function refuse_cash_change();

create table fund_hold_limits (
	campaign_id int not null references funds,
	currency text not null check (currency ~ '^[A-Z]{3}$'),
	amount bigint not null check (amount > 0),
	primary key (campaign_id, currency)
);
comment on table fund_hold_limits is 'A gift above it waits for two, in minor units; where there is no row, app/fund/holding/ says how much.';

create table held_gifts (
	gift_id uuid primary key references gifts,
	campaign_id int not null references funds,
	why text not null check (why in ('amount', 'party', 'state')),
	state text not null default 'held' check (state in ('held', 'accepted', 'returned')),
	held_on date not null default current_date,
	settled_on date,
	check ((state = 'held') = (settled_on is null))
);
comment on table held_gifts is 'Gifts that came and are not the fund''s until two organisers accept them: they stand in `unallocated`.';
create index held_gifts_open on held_gifts (campaign_id) where state = 'held';

create function refuse_lone_acceptance() returns trigger language plpgsql as $$
begin
	if old.state <> 'held' or new.gift_id <> old.gift_id or new.campaign_id <> old.campaign_id or new.why <> old.why then
		raise exception 'gift % is settled', old.gift_id using errcode = '23514', constraint = 'held_gifts_settled';
	end if;
	if new.state = 'accepted' and not exists (
		select from approvals where action = 'gift.accept' and campaign_id = new.campaign_id and subject = new.gift_id::text
			and state = 'agreed' and agreed_by <> asked_by
	) then
		raise exception 'gift % has not been accepted by two', new.gift_id using errcode = '23514', constraint = 'held_gifts_by_two';
	end if;
	return new;
end $$;
create trigger held_gifts_by_two before update on held_gifts for each row execute function refuse_lone_acceptance();
create function refuse_settled_hold() returns trigger language plpgsql as $$
begin
	if binds_here() then
		raise exception 'a gift is held first' using errcode = '23514', constraint = 'held_gifts_by_two';
	end if;
	return new;
end $$;
create trigger held_gifts_begin before insert on held_gifts for each row when (new.state <> 'held')
	execute function refuse_settled_hold();

create function refuse_unseen_income() returns trigger language plpgsql as $$
declare
	income text;
	fact record;
begin
	select code into income from ledger_accounts where id = new.account_id and code like 'donations\_%';
	if income is null then
		return new;
	end if;
	select key, gift_id, reverses into fact from journals where seq = new.journal_seq;
	if fact.reverses is null and exists (select from held_gifts where gift_id = fact.gift_id and state <> 'accepted') then
		raise exception 'gift % waits for two', fact.gift_id using errcode = '23514', constraint = 'ledger_gift_held';
	end if;
	if income = 'donations_cash' and fact.reverses is null and not exists (
		select from cash_boxes b where 'cash:' || b.id = fact.key and b.state = 'counted' and b.gift_id = fact.gift_id
			and b.campaign_id = new.campaign_id and b.currency = new.currency and b.amount = -new.amount) then
		raise exception 'cash that two have not counted' using errcode = '23514', constraint = 'ledger_cash_counted';
	end if;
	return new;
end $$;
comment on function refuse_unseen_income is 'No cash is income before two have counted it, and no held gift before two have accepted it, whatever the code says.';
create trigger postings_seen before insert on postings for each row when (new.amount < 0) execute function refuse_unseen_income();

create table fund_restores (
	campaign_id int primary key references funds,
	manifest bytea not null check (octet_length(manifest) = 32),
	begun_on date not null default current_date,
	done_on date
);
comment on table fund_restores is 'A fund brought back from its export; interrupted, it goes on with the same files only.';
comment on column fund_restores.manifest is 'SHA-256 of the manifest.';

grant select, insert, update (sealed) on bank_lines to yntymaq_app;
grant select, insert on bank_line_identities, bank_allocations, cash_counts to yntymaq_app;
grant select, insert, update on cash_boxes, held_gifts to yntymaq_app;
grant select, insert, update, delete on fund_hold_limits to yntymaq_app;
grant select on fund_restores to yntymaq_app;
