-- Bank statements, counted cash, gifts that two look at first, and the fund carried elsewhere (docs/bank.md, docs/surviving.md).

create function are_two_of_fund(of_campaign int, first uuid, second uuid,
	by_role text[] default '{treasurer,committee,administrator}', apart boolean default true)
	returns boolean stable language sql as $$
	select first <> second and (are_apart(of_campaign, first, second) or not apart and not exists (
		select from campaign_roles r where r.campaign_id = of_campaign
			and (r.organiser_id, r.granted_by) in ((first, second), (second, first)))) and 2 = (
		select count(distinct r.organiser_id) from campaign_roles r
		where r.campaign_id = of_campaign and r.organiser_id in (first, second) and r.role = any (by_role)
			and (r.granted_by is null or r.granted_at <= now() - interval '48 hours'))
$$;
comment on function are_two_of_fund is 'As are_two (0017), for those who keep a fund: each has kept it for 48 hours, and they came in by different hands, whoever is named first; of what gives nobody money it is enough that neither let the other in.';

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
	near text check (near ~ '^[0-9A-HJKMNP-TV-Z]{9}$'),
	file uuid not null,
	brought_on date not null default current_date,
	settled boolean not null default false,
	check ((became = 'payout') <= (about is not null)),
	constraint bank_lines_without_families check (amount > 0 or sealed is null)
);
comment on table bank_lines is 'Each line that the bank''s statements have, once, with the journal in which it stands.';
comment on column bank_lines.source is 'The kind of file that brought it: `camt.053` or a profile of CSV.';
comment on column bank_lines.account is 'The fund''s own account, as the file names it; empty where it does not.';
comment on column bank_lines.amount is 'In minor units; what came is positive.';
comment on column bank_lines.became is 'What it was taken for by itself when it came; `unallocated` waits for the desk, and bank_allocations says what it was.';
comment on column bank_lines.about is 'The payout or the payment of aid that it is.';
comment on column bank_lines.sealed is 'What the payer wrote and the payer''s name; null when its time is over, or the giver is erased. Of money that left nothing is kept: it names families.';
comment on column bank_lines.near is 'The reference that its words may have meant: of a transfer of that amount which has not come, and one slip away.';
comment on column bank_lines.file is 'Which bringing of a file it came by.';
comment on column bank_lines.settled is 'No word is waited for any more, or one for each of its parts instead: Postgres itself says so, here and of a part.';
create index bank_lines_of_fund on bank_lines (campaign_id, booked_on);
-- What waits for a word, and has waited for long, is a few lines of all.
create index bank_lines_to_explain on bank_lines (campaign_id, booked_on) where became = 'unallocated' and not settled;
-- A payout arrives once.
create unique index bank_lines_of_payout on bank_lines (about) where became = 'payout';

create table bank_line_identities (
	campaign_id int not null references funds,
	identity bytea not null check (octet_length(identity) = 32),
	line_id uuid not null references bank_lines,
	source text not null,
	primary key (campaign_id, identity)
);
comment on table bank_line_identities is 'By what a line is known again, in whatever file it comes: HMACs under the fund''s key of the bank''s reference, and of account, day, amount, text and which of several alike it is; of money that left without its text.';
create index bank_line_identities_of on bank_line_identities (line_id);

create table bank_parts (
	id uuid primary key default gen_random_uuid(),
	line_id uuid not null references bank_lines,
	campaign_id int not null references funds,
	n int not null check (n between 1 and 200),
	amount bigint not null check (amount <> 0),
	near text check (near ~ '^[0-9A-HJKMNP-TV-Z]{9}$'),
	weight bigint,
	said_by uuid,
	settled boolean not null default false,
	unique (line_id, n)
);
create index bank_parts_to_explain on bank_parts (campaign_id, line_id) where not settled;
comment on table bank_parts is 'The payments that one line of the bank is made of, as the file or somebody at the desk says; they add up to the line, and each is explained by itself.';
comment on column bank_parts.n is 'Its place: the words of a payment stand sealed with its line.';
comment on column bank_parts.weight is 'What it counts as where large gifts wait: as much as came with it by the same payer or with the same reference.';
comment on column bank_parts.said_by is 'The organiser; null where the file has them. No foreign key, as in audit_log.';

create table bank_allocations (
	item_id uuid primary key,
	line_id uuid not null references bank_lines,
	campaign_id int not null references funds,
	became text not null check (became in
		('gift', 'held', 'payout', 'aid', 'fees', 'cash', 'refund', 'give-back', 'given-back', 'double')),
	gift_id uuid,
	twin uuid unique references bank_lines,
	about text unique check (about ~ '^[A-Za-z0-9_:-]{1,120}$'),
	journal_seq bigint not null unique references journals,
	decided_by uuid,
	decided_on date not null default current_date,
	check ((became in ('gift', 'held', 'refund')) = (gift_id is not null)),
	check ((became in ('payout', 'aid')) = (about is not null)),
	check ((became = 'double') = (twin is not null)),
	-- A payment of a batch stands in no other file by itself.
	check (became <> 'double' or item_id = line_id),
	foreign key (gift_id, campaign_id) references gifts (id, campaign_id)
);
comment on table bank_allocations is 'What a line that explained itself to nobody, or one of its parts, turned out to be; once.';
comment on column bank_allocations.item_id is 'The line, or where it has parts one of them.';
comment on column bank_allocations.about is 'The payout, or the key of the journal by which aid was paid, that it turned out to be: each is one line''s.';
comment on column bank_allocations.twin is 'The line that a line is the double of: each has one double.';
comment on column bank_allocations.decided_by is 'Null for a part whose own words say it. No foreign key, as in audit_log. The same for cash_counts.counted_by.';
create index bank_allocations_of_line on bank_allocations (line_id);

create view bank_items as
	select l.id, l.id as line_id, l.campaign_id, l.booked_on, l.brought_on, l.currency, l.amount, l.near, 0 as n,
		l.amount as weight, l.settled
	from bank_lines l where l.became = 'unallocated' and not exists (select from bank_parts p where p.line_id = l.id)
	union all
	select p.id, l.id, l.campaign_id, l.booked_on, l.brought_on, l.currency, p.amount, p.near, p.n,
		case when p.said_by is null then coalesce(p.weight, p.amount) else l.amount end,
		p.settled
	from bank_parts p join bank_lines l on l.id = p.line_id;
comment on view bank_items is 'What waits, or waited, for a word: each line that explained itself to nobody, or its parts.';

comment on column bank_items.weight is 'What it counts as where large gifts wait: as much as its line, where somebody at the desk took that apart.';

create function refuse_late_part() returns trigger language plpgsql as $$
begin
	-- Whoever explains the whole line meanwhile waits.
	perform from bank_lines where id = new.line_id for no key update;
	if not exists (
		select from bank_lines l where l.id = new.line_id and l.campaign_id = new.campaign_id and l.became = 'unallocated'
			and sign(l.amount) = sign(new.amount) and not exists (select from bank_allocations a where a.line_id = l.id)
	) then
		raise exception 'line % is not taken apart', new.line_id using errcode = '23514', constraint = 'bank_parts_once';
	end if;
	return new;
end $$;
create trigger bank_parts_once before insert on bank_parts for each row execute function refuse_late_part();

create function check_parts() returns trigger language plpgsql as $$
begin
	-- The owner brings parts back from an export, some of a line at a time.
	if binds_here() and (select count(*) < 2 or sum(p.amount) is distinct from max(l.amount)
		from bank_parts p join bank_lines l on l.id = p.line_id where p.line_id = new.line_id) then
		raise exception 'the parts of line % are not the line', new.line_id
			using errcode = '23514', constraint = 'bank_parts_whole';
	end if;
	return null;
end $$;
create constraint trigger bank_parts_whole after insert on bank_parts
	deferrable initially deferred for each row execute function check_parts();

create function refuse_second_allocation() returns trigger language plpgsql as $$
begin
	perform from bank_lines where id = new.line_id for no key update;
	if not exists (select from bank_items where id = new.item_id and line_id = new.line_id and campaign_id = new.campaign_id) then
		raise exception 'line % explains itself', new.line_id using errcode = '23514', constraint = 'bank_allocations_once';
	end if;
	return new;
end $$;
create trigger bank_allocations_once before insert on bank_allocations for each row execute function refuse_second_allocation();

create function begin_unsettled() returns trigger language plpgsql as $$
begin
	new.settled = false;
	return new;
end $$;
create trigger bank_lines_unsettled before insert on bank_lines for each row when (new.settled)
	execute function begin_unsettled();
create trigger bank_parts_unsettled before insert on bank_parts for each row when (new.settled)
	execute function begin_unsettled();
-- As the owner: the site marks nothing.
create function settle_line() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
	update bank_lines set settled = true where id = new.line_id and not settled;
	return null;
end $$;
create function settle_item() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
	if new.item_id = new.line_id then
		update bank_lines set settled = true where id = new.line_id and not settled;
	else
		update bank_parts set settled = true where id = new.item_id;
	end if;
	return null;
end $$;
revoke execute on function settle_line(), settle_item() from public;
create trigger bank_parts_settle after insert on bank_parts for each row execute function settle_line();
create trigger bank_allocations_settle after insert on bank_allocations for each row execute function settle_item();

create function refuse_double_without_twin() returns trigger language plpgsql as $$
begin
	-- Whoever calls the twin a double meanwhile waits.
	perform from bank_lines where id = new.twin for no key update;
	if not exists (
		select from bank_lines l join bank_lines t on t.id = new.twin
		where l.id = new.line_id and t.id <> l.id and t.campaign_id = l.campaign_id and t.currency = l.currency
			and t.amount = l.amount and t.booked_on = l.booked_on and t.file <> l.file
			and not exists (select from bank_allocations a where a.line_id = t.id and a.became = 'double')
			and not exists (select from bank_allocations a where a.twin = l.id)
	) then
		raise exception 'line % has no twin', new.line_id using errcode = '23514', constraint = 'bank_allocations_twin';
	end if;
	return new;
end $$;
comment on function refuse_double_without_twin is 'No money is said to stand twice that does not: a line of the same day and amount came by another file, and stays.';
create trigger bank_allocations_twin before insert on bank_allocations for each row when (new.became = 'double')
	execute function refuse_double_without_twin();

create function date_today() returns trigger language plpgsql as $$
begin
	if binds_here() then
		new := jsonb_populate_record(new, jsonb_build_object(tg_argv[0], current_date));
	end if;
	return new;
end $$;
comment on function date_today is 'Nobody writes a day on which they did not say it: what one may say in a month is counted by it. The owner brings days back from an export.';
create trigger bank_lines_today before insert on bank_lines for each row execute function date_today('brought_on');
create trigger bank_allocations_today before insert on bank_allocations for each row execute function date_today('decided_on');

create function may_be_fees(of_campaign int, of_currency text, of_amount bigint) returns boolean stable language sql as $$
	select abs(of_amount) <= 5000 and 20000 >= abs(of_amount) + (
		select coalesce(sum(abs(said.amount)), 0) from (
			select l.amount from bank_lines l
			where l.campaign_id = of_campaign and l.currency = of_currency and l.became = 'fees'
				and l.brought_on >= date_trunc('month', current_date)
			union all
			select i.amount from bank_allocations a join bank_items i on i.id = a.item_id
			where a.campaign_id = of_campaign and i.currency = of_currency and a.became = 'fees'
				and a.decided_on >= date_trunc('month', current_date) and not exists (
					select from approvals p where p.action = 'bank.fees' and p.subject = a.item_id::text
						and p.state in ('agreed', 'done'))
			union all
			select p.amount from journals j join postings p on p.journal_seq = j.seq
				join ledger_accounts a on a.id = p.account_id and a.code = 'processor_fees'
				join journals u on 'allocation:' || u.stripe_txn = j.key
			where j.campaign_id = of_campaign and j.occurred_on >= date_trunc('month', current_date) and p.currency = of_currency
				and j.key like 'allocation:txn\_%' and not exists (
					select from approvals p where p.action = 'stripe.fees' and p.campaign_id = of_campaign
						and p.subject = u.seq::text and p.state in ('agreed', 'done'))) said)
$$;
comment on function may_be_fees is 'Whether one person, or a file alone, may call money a charge or interest of the bank, or of Stripe: 5,000 minor units each, and 20,000 a month of a fund''s currency.';

create function refuse_lone_fees() returns trigger language plpgsql as $$
begin
	if not binds_here() then
		return new;
	end if;
	-- One after another, so that two at once are no more than the month allows.
	perform from funds where campaign_id = new.campaign_id for no key update;
	if not may_be_fees(new.campaign_id, new.currency, new.amount) then
		raise exception 'line % is more than one may call a charge', new.id using errcode = '23514', constraint = 'bank_by_two';
	end if;
	return new;
end $$;
create trigger bank_lines_fees before insert on bank_lines for each row when (new.became = 'fees')
	execute function refuse_lone_fees();

create function refuse_lone_word() returns trigger language plpgsql as $$
begin
	if not binds_here() then
		return new;
	end if;
	perform from funds where campaign_id = new.campaign_id for no key update;
	if not (new.became = 'fees' and (select may_be_fees(i.campaign_id, i.currency, i.amount) from bank_items i where i.id = new.item_id))
		and not exists (
			select from approvals p where p.action = 'bank.' || new.became and p.campaign_id = new.campaign_id
				and p.subject = new.item_id || coalesce('/' || new.gift_id, '')
				and p.state = 'agreed' and are_two_of_fund(p.campaign_id, p.asked_by, p.agreed_by)) then
		raise exception 'that line % is % takes two', new.item_id, new.became
			using errcode = '23514', constraint = 'bank_by_two';
	end if;
	return new;
end $$;
comment on function refuse_lone_word is 'Money that left, or was in the cash box, by one person''s word alone: charges in small. All else two say.';
create trigger bank_allocations_by_two before insert on bank_allocations for each row
	when (new.became in ('fees', 'cash', 'refund', 'given-back')) execute function refuse_lone_word();

create view payouts_not_arrived as
	select p.* from payouts p where p.status not in ('failed', 'canceled')
		and not exists (select from bank_lines l where l.became = 'payout' and l.about = p.id)
		and not exists (select from bank_allocations b where b.about = p.id);
comment on view payouts_not_arrived is 'Payouts of Stripe that no line of the bank has brought.';

create view aid_not_shown as
	select j.campaign_id, j.seq, j.key, j.occurred_on, a.currency, sum(p.amount)::bigint as amount
	from journals j join postings p on p.journal_seq = j.seq
		join ledger_accounts a on a.id = p.account_id and a.code = 'bank'
	where j.kind = 'aid-paid' and not exists (select from journals r where r.reverses = j.seq)
		and not exists (select from bank_lines l where l.journal_seq = j.seq)
		and not exists (select from bank_allocations b where b.about = j.key)
	group by j.campaign_id, j.seq, j.key, j.occurred_on, a.currency;
comment on view aid_not_shown is 'Payments of aid that stand in the books and that no line of the bank has shown; `amount` with its fee, below zero.';

create table bank_balances (
	campaign_id int not null references funds,
	account text not null check (account ~ '^[A-Z0-9]{0,34}$'),
	currency text not null check (currency ~ '^[A-Z]{3}$'),
	opened_on date,
	opening bigint,
	closed_on date not null,
	closing bigint not null,
	source text not null check (source ~ '^[a-z0-9.-]{1,40}$'),
	day_lines int check (day_lines >= 0),
	said_by uuid,
	n int not null default 1 check (n > 0),
	brought_on date not null default current_date,
	constraint bank_balances_once unique nulls not distinct
		(campaign_id, account, currency, opened_on, opening, closed_on, closing, source, day_lines, said_by, n),
	check (opened_on <= closed_on),
	check ((opening is null) = (opened_on is null)),
	check ((source = 'desk') = (said_by is not null)),
	check (said_by is null or opening is null),
	check (said_by is not null or n = 1),
	check (said_by is null or day_lines is null)
);
create unique index bank_balances_word on bank_balances (campaign_id, account, currency, closed_on, said_by, n)
	where said_by is not null;
create trigger bank_balances_today before insert on bank_balances for each row execute function date_today('brought_on');
comment on table bank_balances is 'What statements say stood in the account before their first day and at the end of their last, and what a treasurer saw there; in minor units. Append-only: nobody''s word takes the place of a file''s or of another''s.';
comment on column bank_balances.day_lines is 'Of a CSV, how many lines it has of its last day, which may go on after the file.';
comment on column bank_balances.n is 'Which word of that person about that day: the last one counts.';
comment on column bank_balances.source is 'The kind of file, as of a line; `desk` where somebody typed it, and that is said_by (no foreign key, as in audit_log).';

create view bank_gaps as
	select distinct s.campaign_id, s.account, s.currency, p.closed_on as after, s.opened_on as before
	from bank_balances s cross join lateral (
		select b.closed_on, bool_or(b.closing = s.opening) as joins from bank_balances b
		where b.campaign_id = s.campaign_id and b.account = s.account and b.currency = s.currency and b.closed_on < s.opened_on
			and b.said_by is null
		group by b.closed_on order by b.closed_on desc limit 1) p
	where not p.joins and not exists (
		select from bank_balances t where t.campaign_id = s.campaign_id and t.account = s.account and t.currency = s.currency
			and t.opened_on < s.opened_on and t.closed_on >= s.opened_on);
comment on view bank_gaps is 'Statements are missing: what stood in the account before a day is not what stood there last by the statement before, and no statement is of the days between.';

create function forget_giver_of_lines() returns trigger language plpgsql as $$
begin
	update bank_lines l set sealed = null where l.sealed is not null and (
		l.id in (select a.line_id from bank_allocations a join gifts g on g.id = a.gift_id where g.donation_id = new.id)
		or l.journal_seq in (select j.seq from journals j join gifts g on g.id = j.gift_id where g.donation_id = new.id));
	return null;
end $$;
comment on function forget_giver_of_lines is 'Whoever erases a giver erases what the giver''s bank wrote of them.';
create trigger donations_forgotten after update of sealed on donations for each row
	when (old.sealed is not null and new.sealed is null) execute function forget_giver_of_lines();

create table cash_boxes (
	id uuid primary key default gen_random_uuid(),
	campaign_id int not null references funds,
	number int not null check (number > 0),
	currency text not null check (currency ~ '^[A-Z]{3}$'),
	taken_on date not null check (taken_on <= current_date),
	state text not null default 'entered' check (state in ('entered', 'differs', 'counted')),
	round int not null default 1 check (round > 0),
	amount bigint check (amount > 0),
	gift_id uuid unique,
	made_on date not null default current_date,
	unique (campaign_id, number),
	check ((state = 'counted') = (amount is not null)),
	check ((state = 'counted') = (gift_id is not null)),
	foreign key (gift_id, campaign_id) references gifts (id, campaign_id)
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
		where b.id = new.box_id and are_two_of_fund(b.campaign_id, c.counted_by, new.counted_by, apart => false)
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

create function usual_hold_above(of_currency text) returns bigint immutable language sql as $$
	select case when of_currency in ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND') then 5000000 else 500000 end::bigint
$$;
comment on function usual_hold_above is 'Above how much a gift waits for two where its fund has set nothing, in minor units: as app/fund/holding/limits.ts.';

create table fund_hold_limits (
	campaign_id int not null references funds,
	currency text not null check (currency ~ '^[A-Z]{3}$'),
	amount bigint not null check (amount > 0),
	primary key (campaign_id, currency),
	-- One person sets it: so it is never above what waits without it.
	constraint fund_hold_limits_usual check (amount <= usual_hold_above(currency))
);
comment on table fund_hold_limits is 'A gift above it waits for two, in minor units; where there is no row, as much as it may be at most (app/fund/holding/).';

create table held_gifts (
	gift_id uuid primary key,
	campaign_id int not null references funds,
	why text not null check (why in ('amount', 'party', 'state')),
	state text not null default 'held' check (state in ('held', 'accepted', 'returned')),
	held_on date not null default current_date,
	settled_on date,
	check ((state = 'held') = (settled_on is null)),
	foreign key (gift_id, campaign_id) references gifts (id, campaign_id)
);
comment on table held_gifts is 'Gifts that came and are not the fund''s until two members of the committee accept them: they stand in `unallocated`. Two give one back, too.';
create index held_gifts_open on held_gifts (campaign_id) where state = 'held';

create function refuse_lone_acceptance() returns trigger language plpgsql as $$
begin
	if old.state <> 'held' or new.gift_id <> old.gift_id or new.campaign_id <> old.campaign_id or new.why <> old.why then
		raise exception 'gift % is settled', old.gift_id using errcode = '23514', constraint = 'held_gifts_settled';
	end if;
	if new.state <> 'held' and not exists (
		select from approvals where campaign_id = new.campaign_id and subject = new.gift_id::text and state = 'agreed' and (
			new.state = 'accepted' and action = 'gift.accept' and are_two_of_fund(campaign_id, asked_by, agreed_by, '{committee}')
			or new.state = 'returned' and action = 'gift.give-back' and are_two_of_fund(campaign_id, asked_by, agreed_by))
	) then
		raise exception 'two have not decided about gift %', new.gift_id using errcode = '23514', constraint = 'held_gifts_by_two';
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

create function refuse_lone_refund() returns trigger language plpgsql as $$
begin
	if binds_here() and exists (select from held_gifts where gift_id = new.gift_id and state = 'held') and not exists (
		select from approvals where campaign_id = new.campaign_id and subject = new.gift_id::text and state = 'agreed'
			and action = 'gift.give-back' and are_two_of_fund(campaign_id, asked_by, agreed_by)) then
		raise exception 'two have not decided about gift %', new.gift_id using errcode = '23514', constraint = 'refunds_by_two';
	end if;
	return new;
end $$;
-- What was given back at Stripe itself is a fact, and taken as it is.
create trigger refunds_by_two before insert on refunds for each row when (new.state = 'asked')
	execute function refuse_lone_refund();

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
	-- What has been the fund's before is not held for what comes of it later; cash two have counted.
	if binds_here() and income <> 'donations_cash' and fact.reverses is null
		and not exists (select from held_gifts where gift_id = fact.gift_id) and not exists (
			select from journals j join postings p on p.journal_seq = j.seq join ledger_accounts a on a.id = p.account_id
				join ledger_chart c on c.code = a.code
			where j.gift_id = fact.gift_id and j.seq < new.journal_seq and c.kind in ('income', 'contra_income'))
		and exists (
			select from gifts g left join donations d on d.id = g.donation_id
				left join fund_hold_limits l on l.campaign_id = g.campaign_id and l.currency = g.currency
			where g.id = fact.gift_id and (d.giver in ('party', 'state')
				or greatest(g.amount, case when new.currency = g.currency then -new.amount end)
					> coalesce(l.amount, usual_hold_above(g.currency)))) then
		raise exception 'gift % is held first', fact.gift_id using errcode = '23514', constraint = 'ledger_gift_held';
	end if;
	if income = 'donations_cash' and fact.reverses is null and not exists (
		select from cash_boxes b where 'cash:' || b.id = fact.key and b.state = 'counted' and b.gift_id = fact.gift_id
			and b.campaign_id = new.campaign_id and b.currency = new.currency and b.amount = -new.amount) then
		raise exception 'cash that two have not counted' using errcode = '23514', constraint = 'ledger_cash_counted';
	end if;
	return new;
end $$;
comment on function refuse_unseen_income is 'No cash is income before two have counted it, and no gift that is large, or of a party or a state, before it was held and two have accepted it, whatever the code says.';
create trigger postings_seen before insert on postings for each row when (new.amount < 0) execute function refuse_unseen_income();

create function refuse_lone_stripe_fees() returns trigger language plpgsql as $$
declare
	called record;
begin
	if not binds_here() or not exists (select from ledger_accounts where id = new.account_id and code = 'processor_fees') then
		return new;
	end if;
	select u.seq, j.occurred_on into called from journals j join journals u on 'allocation:' || u.stripe_txn = j.key
		where j.seq = new.journal_seq and j.key like 'allocation:txn\_%';
	if not found then
		return new;
	end if;
	perform from funds where campaign_id = new.campaign_id for no key update;
	if called.occurred_on < current_date or not may_be_fees(new.campaign_id, new.currency, new.amount) and not exists (
		select from approvals p where p.action = 'stripe.fees' and p.campaign_id = new.campaign_id
			and p.subject = called.seq::text and p.state = 'agreed' and are_two_of_fund(p.campaign_id, p.asked_by, p.agreed_by)) then
		raise exception 'what journal % left unexplained is more than one may call a fee', called.seq
			using errcode = '23514', constraint = 'stripe_fees_by_two';
	end if;
	return new;
end $$;
comment on function refuse_lone_stripe_fees is 'What Stripe moved and nobody foresaw one person calls a fee only in small: money sent out of Stripe by hand looks the same.';
create trigger postings_fees_by_two before insert on postings for each row execute function refuse_lone_stripe_fees();

-- Lines of the bank are compared with aid that was paid.
create index journals_aid_paid on journals (campaign_id, occurred_on) where kind = 'aid-paid';

create table fund_restores (
	campaign_id int primary key references funds,
	manifest bytea not null check (octet_length(manifest) = 32),
	begun_on date not null default current_date,
	done_on date
);
comment on table fund_restores is 'A fund brought back from its export; interrupted, it goes on with the same files only.';
comment on column fund_restores.manifest is 'SHA-256 of the manifest.';

grant select, insert, update (sealed) on bank_lines to yntymaq_app;
grant select, insert on bank_line_identities, bank_parts, bank_allocations, bank_balances, cash_counts to yntymaq_app;
grant select on bank_items, payouts_not_arrived, aid_not_shown, bank_gaps to yntymaq_app;
grant select, insert, update on cash_boxes, held_gifts to yntymaq_app;
grant select, insert, update, delete on fund_hold_limits to yntymaq_app;
grant select on fund_restores to yntymaq_app;
